"""Company rules around credit: ceilings per rep, deposits per grade, cash discounts."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.contract import Contract
from customers.models.credit import Grade

WHOLE = 10_000


class RepCeiling(InsertOnly):
    """Most that the customers of a rep may owe together; the newest version counts."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    rep = models.ForeignKey(
        "core.Rep", on_delete=models.PROTECT, related_name="ceilings"
    )
    currency = CurrencyField()
    # Empty: from this version on without a ceiling.
    amount = MoneyField(_("ceiling"), null=True)
    version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rep", "currency", "version"],
                name="customers_repceiling_version_once",
            ),
            models.CheckConstraint(
                name="customers_repceiling_amount",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
            ),
            *whole_minor_units("customers_repceiling", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.rep} {self.amount} {self.currency}"


class DepositRule(InsertOnly):
    """Smallest share of an order that a customer of a grade pays beforehand."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices)
    # Hundredths of a percent: 3,000 are 30 %.
    share_bp = models.PositiveIntegerField(_("deposit"))
    version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "grade", "version"],
                name="customers_depositrule_version_once",
            ),
            models.CheckConstraint(
                name="customers_depositrule_share", condition=Q(share_bp__lte=WHOLE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.share_bp}"

    @property
    def share(self) -> Decimal:
        """The share between 0 and 1."""
        return Decimal(self.share_bp) / WHOLE


class DiscountOffer(models.Model):
    """A cash discount under a contract: so much off when paid within so many days.

    An offer that no longer holds gets a last day; invoices of earlier days keep it.
    """

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="discount_offers"
    )
    within_days = models.PositiveSmallIntegerField(_("paid within days"))
    share_bp = models.PositiveIntegerField(_("discount"))
    # For invoices issued from the first to the last day, both included.
    from_on = models.DateField(_("for invoices from"))
    until_on = models.DateField(_("for invoices until"), null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "within_days"],
                condition=Q(until_on__isnull=True),
                name="customers_discountoffer_once",
            ),
            models.CheckConstraint(
                name="customers_discountoffer_share",
                condition=Q(share_bp__gt=0, share_bp__lt=WHOLE),
            ),
            models.CheckConstraint(
                name="customers_discountoffer_until",
                # An offer taken back on its first day held for no invoice.
                condition=Q(until_on__isnull=True)
                | Q(until_on__gte=models.F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.share_bp} / {self.within_days}"

    @property
    def share(self) -> Decimal:
        """The share between 0 and 1."""
        return Decimal(self.share_bp) / WHOLE
