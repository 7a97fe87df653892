"""Customers: the file of a party that buys on credit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.querysets import CustomerQuerySet


class Customer(models.Model):
    """A party that buys on credit."""

    class Kind(models.TextChoices):
        DEALER = "dealer", _("Dealer")
        STORE = "store", _("Terminal store")
        PROJECT = "project", _("Project customer")
        PUBLIC_BODY = "public_body", _("Public body")
        INDIVIDUAL = "individual", _("Individual business")
        UNKNOWN = "", _("Not stated")

    class Status(models.TextChoices):
        PROSPECT = "PROSPECT", _("Prospect")
        ACTIVE = "ACTIVE", _("Active")
        SUSPENDED = "SUSPENDED", _("Suspended")
        CLOSED = "CLOSED", _("Closed")

    class SizeClass(models.TextChoices):
        """Sizes of the rules that protect small suppliers and buyers."""

        LARGE = "large", _("Large enterprise")
        MEDIUM = "medium", _("Medium enterprise")
        SMALL = "small", _("Small enterprise")
        MICRO = "micro", _("Micro enterprise")
        UNKNOWN = "", _("Not stated")

    class Cause(models.TextChoices):
        """Why the customer does not pay: it steers what to do next."""

        NONE = "", _("Not stated")
        NO_CASH = "no_cash", _("No cash")
        WEAK_SALES = "weak_sales", _("Our goods sell slowly")
        QUALITY = "quality", _("Quality of the goods")
        PRICE = "price", _("Price or promotion")
        DELIVERY = "delivery", _("Delivery")
        PAPERWORK = "paperwork", _("Paperwork")
        PROCEDURE = "procedure", _("Own payment procedure")
        UNWILLING = "unwilling", _("Can pay but does not")
        OTHER = "other", _("Something else")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    code = models.CharField(_("customer code"), max_length=40)
    name = models.CharField(_("legal name"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.UNKNOWN, blank=True
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE
    )
    tax_id = models.CharField(_("tax number"), max_length=40, blank=True)
    language = models.CharField(_("language of letters"), max_length=10, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    rep = models.ForeignKey(
        "core.Rep",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="customers",
        verbose_name=_("sales rep"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    distance_km = models.PositiveIntegerField(_("distance, km"), null=True, blank=True)
    size_class = models.CharField(
        _("size of the enterprise"),
        max_length=6,
        choices=SizeClass.choices,
        default=SizeClass.UNKNOWN,
        db_default="",
        blank=True,
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        verbose_name=_("head of the group"),
    )
    country = models.CharField(
        _("country"), max_length=2, default="", db_default="", blank=True
    )
    legal_representative = models.CharField(
        _("legal representative"), max_length=100, default="", db_default="", blank=True
    )
    registered_address = models.CharField(
        _("registered address"), max_length=300, default="", db_default="", blank=True
    )
    established_on = models.DateField(_("established on"), null=True, blank=True)
    invoice_bank = models.CharField(
        _("bank and account on tax invoices"),
        max_length=200,
        default="",
        db_default="",
        blank=True,
    )
    cause = models.CharField(
        _("cause of non-payment"),
        max_length=10,
        choices=Cause.choices,
        default=Cause.NONE,
        db_default="",
        blank=True,
    )
    cause_note = models.CharField(
        _("cause in words"), max_length=500, default="", db_default="", blank=True
    )
    cause_noted_on = models.DateField(_("cause noted on"), null=True, blank=True)
    # SQLite compares only ASCII letters without case, so the search column is folded.
    search_text = models.CharField(max_length=500, default="", editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "code"], name="customers_customer_code_once"
            ),
            models.CheckConstraint(
                name="customers_customer_distance",
                condition=models.Q(distance_km__isnull=True)
                | models.Q(distance_km__lte=99_999),
            ),
            models.CheckConstraint(
                name="customers_customer_not_own_head",
                condition=models.Q(parent__isnull=True)
                | ~models.Q(parent=models.F("pk")),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "rep"], name="customers_customer_rep")
        ]

    def __str__(self) -> str:
        return self.name or self.code


def search_text_of(*, code: str, name: str, tax_id: str) -> str:
    """The folded text that customer search looks in."""
    return " ".join((code, name, tax_id)).casefold()[:500]
