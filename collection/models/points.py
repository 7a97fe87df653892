"""Points of customers who pay in time: entries, and what is left of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import MoneyField
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from collection.models.campaign import Campaign, Redemption


class PointsPolicy(InsertOnly):
    """One version of the rules; in force: the newest with `from_on` <= the value date."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    # One point per full unit of the company's own currency.
    unit = MoneyField(_("amount for a point"))
    early_days = models.PositiveSmallIntegerField(_("days early"))
    early_bp = models.PositiveIntegerField()
    # Months after which points lapse; empty = never.
    lapse_months = models.PositiveSmallIntegerField(
        _("months until they lapse"), null=True
    )
    from_on = models.DateField(_("in force from"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "version"],
                name="collections_pointspolicy_version_once",
            ),
            models.CheckConstraint(
                name="collections_pointspolicy_values",
                condition=Q(unit__gt=0, early_days__gte=1, early_bp__gte=10_000)
                & (Q(lapse_months__isnull=True) | Q(lapse_months__gte=1)),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class PointsProgress(models.Model):
    """How far the night has looked for money that earns points."""

    company = models.OneToOneField(
        "core.Company", primary_key=True, on_delete=models.PROTECT
    )
    through = models.DateField(null=True)
    # Money recorded from this instant on has not been looked at.
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.company_id}: {self.through}"


class PointsAccount(models.Model):
    """What a customer may spend; or owes, where points were taken back too late."""

    customer = models.OneToOneField(
        "customers.Customer",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="points_account",
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    balance = models.BigIntegerField(_("points"), default=0)
    owed = models.BigIntegerField(_("owed points"), default=0)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collections_pointsaccount_balance",
                condition=Q(balance__gte=0, owed__gte=0) & (Q(balance=0) | Q(owed=0)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.balance}"


class PointsEntry(InsertOnly):
    """One movement of points; the sum of them is the account."""

    class Kind(models.TextChoices):
        EARN = "earn", _("Earned")
        REDEEM = "redeem", _("Redeemed")
        EXPIRE = "expire", _("Lapsed")
        REVERSE = "reverse", _("Taken back")
        RETURN = "return", _("Given back")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="points_entries"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    points = models.BigIntegerField(_("points"))
    entered_on = models.DateField(_("on"))
    # What earned them, or the undoing of it.
    allocation = models.ForeignKey(
        "invoices.Allocation",
        null=True,
        on_delete=models.PROTECT,
        related_name="points_entries",
    )
    # The money behind it (less, where goods came back), and how late that came.
    amount = MoneyField(_("amount"), null=True)
    days_past_due = models.IntegerField(null=True)
    policy = models.ForeignKey(PointsPolicy, null=True, on_delete=models.PROTECT)
    # Goods that came back after they were paid.
    credit_note = models.ForeignKey(
        "invoices.CreditNote",
        null=True,
        on_delete=models.PROTECT,
        related_name="points_entries",
    )
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    redemption = models.ForeignKey(
        Redemption, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    # The entry that is taken back, in whole or in part.
    reverses = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="reversals"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            # Whatever the night does twice, an allocation earns and loses once.
            models.UniqueConstraint(
                fields=["allocation"],
                condition=Q(allocation__isnull=False, campaign__isnull=True),
                name="collections_pointsentry_allocation_once",
            ),
            models.UniqueConstraint(
                fields=["allocation", "campaign"],
                condition=Q(allocation__isnull=False, campaign__isnull=False),
                name="collections_pointsentry_campaign_once",
            ),
            models.UniqueConstraint(
                fields=["credit_note", "reverses"],
                condition=Q(credit_note__isnull=False),
                name="collections_pointsentry_return_once",
            ),
            models.UniqueConstraint(
                fields=["redemption", "kind"],
                condition=Q(redemption__isnull=False),
                name="collections_pointsentry_redemption_once",
            ),
            models.UniqueConstraint(
                fields=["customer", "entered_on"],
                condition=Q(kind="expire"),
                name="collections_pointsentry_lapse_once",
            ),
            models.CheckConstraint(
                name="collections_pointsentry_kind",
                condition=Q(kind="earn", points__gt=0, allocation__isnull=False)
                | Q(kind="redeem", points__lt=0, redemption__isnull=False)
                | Q(kind="expire", points__lt=0)
                | Q(kind="reverse", points__lte=0, reverses__isnull=False)
                | Q(kind="return", points__gt=0, redemption__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "customer", "-entered_on"],
                name="collections_points_customer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.points}"

    @property
    def days_early(self) -> int:
        """Days before the settlement date; 0 where nobody can say."""
        return max(0, -(self.days_past_due or 0))
