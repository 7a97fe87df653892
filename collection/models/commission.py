"""Commission: what a rep earns on money that came in, and the statements of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from collection.querysets import OfRepQuerySet

WHOLE_BP = 10_000
SHARES = (
    "rate_bp",
    "uncollected_bp",
    "expedited_bp",
    "quasi_bad_bp",
    "bad_bp",
    "dead_bp",
    "recovery_bp",
)


class CommissionPolicy(InsertOnly):
    """One version of the rates; in force: the newest with `from_on` <= the value date.

    Shares are basis points of the normal commission, the rate basis points of the money.
    """

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    rate_bp = models.PositiveIntegerField(_("normal rate"))
    uncollected_bp = models.PositiveIntegerField()
    expedited_bp = models.PositiveIntegerField()
    quasi_bad_bp = models.PositiveIntegerField()
    bad_bp = models.PositiveIntegerField()
    dead_bp = models.PositiveIntegerField()
    # On top for money won back from quasi-bad and worse.
    recovery_bp = models.PositiveIntegerField(_("recovery rate"))
    from_on = models.DateField(_("in force from"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "version"],
                name="collections_commissionpolicy_version_once",
            ),
            models.CheckConstraint(
                name="collections_commissionpolicy_shares",
                condition=Q(**{f"{name}__lte": WHOLE_BP for name in SHARES}),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class CommissionStatement(InsertOnly):
    """One rep's commission of one month, frozen when it was issued."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    rep = models.ForeignKey(
        "core.Rep", on_delete=models.PROTECT, related_name="commission_statements"
    )
    # The first day of the month.
    month = models.DateField(_("month"))
    number = models.CharField(_("number"), max_length=40)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfRepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "rep", "month"],
                name="collections_commissionstatement_once",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="collections_commissionstatement_number_once",
            ),
            models.CheckConstraint(
                name="collections_commissionstatement_month", condition=Q(month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CommissionApproval(InsertOnly):
    """A statement approved, by neither its rep nor whoever issued it."""

    statement = models.OneToOneField(
        CommissionStatement, on_delete=models.PROTECT, related_name="approval"
    )
    issued_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    rep_user = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collections_commissionapproval_four_eyes",
                condition=(Q(issued_by__isnull=True) | ~Q(approved_by=F("issued_by")))
                & (Q(rep_user__isnull=True) | ~Q(approved_by=F("rep_user"))),
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}"


class CommissionLine(InsertOnly):
    """Commission on one allocation, or the same taken back because it was undone."""

    class Kind(models.TextChoices):
        EARNED = "earned", _("Earned")
        CLAW_BACK = "claw_back", _("Clawed back")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    statement = models.ForeignKey(
        CommissionStatement, on_delete=models.PROTECT, related_name="lines"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    # The money, or the undoing of it.
    allocation = models.ForeignKey(
        "invoices.Allocation", on_delete=models.PROTECT, related_name="commission_lines"
    )
    takes_back = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    policy = models.ForeignKey(CommissionPolicy, on_delete=models.PROTECT)
    # The value date of the money, or the day from which it is undone.
    effective_on = models.DateField(_("effective on"))
    severity = models.PositiveSmallIntegerField()
    rate_bp = models.PositiveIntegerField()
    share_bp = models.PositiveIntegerField()
    currency = CurrencyField()
    amount = MoneyField(_("amount"))
    commission = MoneyField(_("commission"))

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            # Nothing is paid for or taken back twice, whoever issues at the same time.
            models.UniqueConstraint(
                fields=["allocation"], name="collections_commissionline_once"
            ),
            models.CheckConstraint(
                name="collections_commissionline_sign",
                condition=Q(
                    kind="earned",
                    takes_back__isnull=True,
                    amount__gt=0,
                    commission__gte=0,
                )
                | Q(
                    kind="claw_back",
                    takes_back__isnull=False,
                    amount__lt=0,
                    commission__lte=0,
                ),
            ),
            *whole_minor_units("collections_commissionline", "amount", "commission"),
        ]

    def __str__(self) -> str:
        return f"{self.commission} {self.currency}"
