"""Contracts and the settlement terms they agree."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.customer import Customer

LONG_STOP_DAYS = 60


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

    class DocumentLevel(models.TextChoices):
        FULL = "full", _("Signed contract")
        ORDER = "order", _("Order only")
        IOU_ONLY = "iou_only", _("IOU slip only")
        NONE = "none", _("Nothing in writing")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", _("Signed")
        PERFORMING = "performing", _("Being performed")
        CLOSED = "closed", _("Closed")
        TERMINATED = "terminated", _("Terminated")

    class Place(models.TextChoices):
        OUR_OFFICE = "our_office", _("Our finance office")
        THEIR_OFFICE = "their_office", _("The customer's finance office")
        BANK = "bank", _("Through the bank")
        ON_DELIVERY = "on_delivery", _("Where the goods are delivered")

    class Mode(models.TextChoices):
        TRANSFER = "transfer", _("Bank transfer")
        CASH = "cash", _("Cash")
        CHEQUE = "cheque", _("Cheque")
        BILL = "bill", _("Bill")

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
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PERFORMING
    )
    document_level = models.CharField(
        _("in writing"),
        max_length=8,
        choices=DocumentLevel.choices,
        default=DocumentLevel.FULL,
    )
    # A large contract split into small ones, each settled by itself.
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    settlement_place = models.CharField(
        _("place of settlement"),
        max_length=12,
        choices=Place.choices,
        default=Place.BANK,
    )
    settlement_mode = models.CharField(
        _("way of payment"), max_length=8, choices=Mode.choices, default=Mode.TRANSFER
    )
    # Hundredths of a percent kept back until `retention_months` after the base date.
    retention_bp = models.PositiveIntegerField(_("retention"), null=True, blank=True)
    retention_months = models.PositiveSmallIntegerField(
        _("retention released after, months"), null=True, blank=True
    )
    # Days from the invoice after which an item without a due date is an exception.
    long_stop_days = models.PositiveSmallIntegerField(
        _("long-stop, days"), default=LONG_STOP_DAYS
    )
    notarised_on = models.DateField(_("notarised on"), null=True, blank=True)
    notary_reference = models.CharField(
        _("notary and number"), max_length=100, blank=True
    )
    enforceable = models.BooleanField(_("directly enforceable"), default=False)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=200, blank=True)
    service_email = models.EmailField(_("e-mail for service"), blank=True)
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
            models.CheckConstraint(
                name="customers_contract_retention",
                condition=models.Q(
                    retention_bp__isnull=True, retention_months__isnull=True
                )
                | models.Q(
                    retention_bp__gte=1,
                    retention_bp__lt=10_000,
                    retention_months__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="customers_contract_ended",
                condition=models.Q(
                    state__in=["closed", "terminated"], ended_on__isnull=False
                )
                | models.Q(
                    state__in=["draft", "signed", "performing"], ended_on__isnull=True
                ),
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

    class Base(models.TextChoices):
        INVOICE = "invoice", _("Invoice date")
        DELIVERY = "delivery", _("Delivery")
        ACCEPTANCE = "acceptance", _("Acceptance")
        STATEMENT = "statement", _("Statement agreed")

    class GraceBase(models.TextChoices):
        NOMINAL = "nominal", _("Days the term names")
        EFFECTIVE = "effective", _("Days it really gives")

    # What people say of a term, in the order in which it reads.
    SAID = (
        "type",
        "days",
        "months",
        "day_of_month",
        "share_bp",
        "count",
        "base",
        "due_roll",
        "grace_base",
    )

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="terms"
    )
    term_group = models.PositiveSmallIntegerField(default=1)
    type = models.CharField(_("term"), max_length=20, choices=Type.choices)
    days = models.PositiveIntegerField(_("days"), null=True, blank=True)
    day_of_month = models.PositiveSmallIntegerField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_roll = models.CharField(max_length=10, choices=Roll.choices, default=Roll.NONE)
    base = models.CharField(
        _("counted from"), max_length=10, choices=Base.choices, default=Base.INVOICE
    )
    grace_base = models.CharField(
        _("grace is a third of"),
        max_length=9,
        choices=GraceBase.choices,
        default=GraceBase.NOMINAL,
    )
    # Deposit in hundredths of a percent of the amount.
    share_bp = models.PositiveIntegerField(_("deposit share"), null=True, blank=True)
    # Instalments, one a month (or every `months`), the first after `days`.
    count = models.PositiveSmallIntegerField(_("instalments"), null=True, blank=True)

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
                    | models.Q(
                        type="DEPOSIT_BALANCE",
                        share_bp__gte=1,
                        share_bp__lt=10_000,
                        days__isnull=False,
                    )
                    | models.Q(
                        type="INSTALMENTS",
                        count__gte=2,
                        count__lte=60,
                        days__isnull=False,
                    )
                    | models.Q(type__in=["MILESTONE", "COD", "PREPAID", "SELL_THROUGH"])
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.days or ''}".strip()
