"""Credit insurance and factoring of due items."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet


class ItemCover(models.Model):
    """Credit insurance of a due item, or its sale to a factor, from a day to a day."""

    class Kind(models.TextChoices):
        INSURED = "insured", _("Insured")
        FACTORED = "factored", _("Factored")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="covers"
    )
    due_item = models.ForeignKey(
        "invoices.DueItem", on_delete=models.PROTECT, related_name="covers"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    partner = models.CharField(_("insurer or factor"), max_length=200)
    policy_number = models.CharField(
        _("policy or contract"), max_length=100, blank=True
    )
    currency = CurrencyField()
    # The insured sum, or what the factor paid in advance; empty: not stated.
    amount = MoneyField(_("amount"), null=True, blank=True)
    # A factored item comes back to us when the customer does not pay.
    with_recourse = models.BooleanField(_("with recourse"), default=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["due_item", "kind"],
                condition=Q(until_on__isnull=True),
                name="invoices_itemcover_one_open",
            ),
            models.CheckConstraint(
                name="invoices_itemcover_until",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="invoices_itemcover_amount",
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
            ),
            *whole_minor_units("invoices_itemcover", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.partner}"
