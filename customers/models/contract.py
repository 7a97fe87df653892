"""Contracts and the settlement terms they agree."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.customer import Customer


class Contract(models.Model):
    """What was agreed with a customer before goods go out."""

    class Kind(models.TextChoices):
        SALE = "sale", _("Sale")
        LEASE = "lease", _("Lease")
        TITLE_RETENTION = "title_retention", _("Title retention")
        CONSIGNMENT = "consignment", _("Consignment")
        FRAMEWORK = "framework", _("Framework")

    class SalesMode(models.TextChoices):
        CASH_SPOT = "CASH_SPOT", _("Cash on the spot")
        CREDIT = "CREDIT", _("Credit")
        CONSIGNMENT = "CONSIGNMENT", _("Consignment")
        SELL_THROUGH = "SELL_THROUGH", _("Sell-through")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="contracts"
    )
    number = models.CharField(_("contract number"), max_length=60)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.SALE
    )
    sales_mode = models.CharField(
        _("sales mode"),
        max_length=20,
        choices=SalesMode.choices,
        default=SalesMode.CREDIT,
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    currency = CurrencyField()
    amount = MoneyField(_("amount"), null=True, blank=True)
    # Yearly rate of late interest in hundredths of a percent; empty: none agreed.
    late_interest_bp = models.PositiveIntegerField(
        _("late interest"), null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], name="customers_contract_number_once"
            ),
            *whole_minor_units("customers_contract", "amount"),
        ]

    def __str__(self) -> str:
        return self.number


class SettlementTerm(models.Model):
    """When money under a contract is due; one row per term group of its lines."""

    class Type(models.TextChoices):
        NET = "NET", _("Net days")
        EOM_PLUS = "EOM_PLUS", _("Month end plus days")
        FIXED_DAY = "FIXED_DAY", _("Fixed day of a later month")
        MILESTONE = "MILESTONE", _("Milestone")
        DEPOSIT_BALANCE = "DEPOSIT_BALANCE", _("Deposit and balance")
        INSTALMENTS = "INSTALMENTS", _("Instalments")
        COD = "COD", _("Cash on delivery")
        PREPAID = "PREPAID", _("Prepaid")
        SELL_THROUGH = "SELL_THROUGH", _("Sell-through")

    class Roll(models.TextChoices):
        NONE = "none", _("Not moved")
        FOLLOWING = "following", _("Next working day")
        PRECEDING = "preceding", _("Previous working day")

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="terms"
    )
    term_group = models.PositiveSmallIntegerField(default=1)
    type = models.CharField(_("term"), max_length=20, choices=Type.choices)
    days = models.PositiveIntegerField(_("days"), null=True, blank=True)
    day_of_month = models.PositiveSmallIntegerField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_roll = models.CharField(max_length=10, choices=Roll.choices, default=Roll.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "term_group"],
                name="customers_settlementterm_group_once",
            ),
            models.CheckConstraint(
                name="customers_settlementterm_complete",
                condition=(
                    models.Q(type__in=["NET", "EOM_PLUS"], days__isnull=False)
                    | models.Q(
                        type="FIXED_DAY",
                        day_of_month__gte=1,
                        day_of_month__lte=31,
                        months__isnull=False,
                    )
                    | ~models.Q(type__in=["NET", "EOM_PLUS", "FIXED_DAY"])
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.days or ''}".strip()
