"""Customers and the people at them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.querysets import OfCustomerQuerySet
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
        ]
        indexes = [
            models.Index(fields=["company", "rep"], name="customers_customer_rep")
        ]

    def __str__(self) -> str:
        return self.name or self.code


def search_text_of(*, code: str, name: str, tax_id: str) -> str:
    """The folded text that customer search looks in."""
    return " ".join((code, name, tax_id)).casefold()[:500]


class Contact(models.Model):
    """A person at a customer."""

    class Role(models.TextChoices):
        DECISION_MAKER = "DECISION_MAKER", _("Decides")
        ACCEPTOR = "ACCEPTOR", _("Accepts the goods")
        PAYER = "PAYER", _("Pays")
        OWNER = "OWNER", _("Owner")
        FINANCE = "FINANCE", _("Finance")
        PURCHASING = "PURCHASING", _("Purchasing")
        LEGAL = "LEGAL", _("Legal")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="contacts"
    )
    name = models.CharField(_("name"), max_length=100)
    department = models.CharField(_("department"), max_length=100, blank=True)
    roles = models.JSONField(_("roles"), default=list, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfCustomerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
