"""Credit of a customer: line and grade in force, their reviews, and risk signals."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.customer import Customer


class Grade(models.TextChoices):
    A = "A", _("A: safe")
    B = "B", _("B: good")
    C = "C", _("C: watch")
    D = "D", _("D: prepayment only")


# The longest term of each grade in days (domain rules, section 6).
_PERIODS = (
    Q(grade="A", period_days__lte=60)
    | Q(grade="B", period_days__lte=45)
    | Q(grade="C", period_days__lte=30)
    | Q(grade="D", period_days=0, line=0)
)


class _AtMostSixMonthsApart(models.Func):
    """Whether the second day is at most six months after the first."""

    output_field = models.BooleanField()
    conditional = True

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(
            compiler,
            connection,
            template="(date(%(expressions)s)",
            arg_joiner=", '+6 months') >= ",
            **extra,
        )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(
            compiler,
            connection,
            template="((%(expressions)s)",
            arg_joiner=" + interval '6 months') >= ",
            **extra,
        )


class CreditReview(models.Model):
    """One look at a customer's credit: what was found, proposed and decided.

    Decided by somebody other than who prepared it and than the customer's sales rep;
    above the authority table's limit by two people.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("Waits for a decision")
        AGREED_ONCE = "agreed_once", _("Waits for a second person")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="credit_reviews"
    )
    currency = CurrencyField()
    as_of = models.DateField(_("as of"))
    # What was looked at and how many points each part got, as text and whole numbers.
    inputs = models.JSONField()
    parts = models.JSONField()
    score = models.PositiveSmallIntegerField(_("points"))
    proposed_grade = models.CharField(max_length=1, choices=Grade.choices)
    proposed_line = MoneyField(_("proposed line"))
    proposed_period_days = models.PositiveSmallIntegerField(_("proposed days"))
    queue_sales = models.PositiveSmallIntegerField(default=0)
    queue_profit = models.PositiveSmallIntegerField(default=0)
    queue_relation = models.PositiveSmallIntegerField(default=0)
    queue_control = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.PREPARED
    )
    prepared_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, related_name="reviews_prepared"
    )
    prepared_at = models.DateTimeField()
    grade = models.CharField(
        _("grade"), max_length=1, choices=Grade.choices, blank=True
    )
    line = MoneyField(_("line"), null=True)
    period_days = models.PositiveSmallIntegerField(_("days"), null=True)
    covers_group = models.BooleanField(_("for the whole group"), default=False)
    valid_from = models.DateField(_("valid from"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    approved_by = models.ForeignKey(
        "core.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="reviews_approved",
    )
    second_approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="reviews_agreed"
    )
    decided_at = models.DateTimeField(null=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "currency"],
                condition=Q(state__in=["prepared", "agreed_once"]),
                name="customers_creditreview_one_open",
            ),
            models.CheckConstraint(
                name="customers_creditreview_points", condition=Q(score__lte=100)
            ),
            models.CheckConstraint(
                name="customers_creditreview_queue",
                condition=Q(
                    queue_sales__lte=5,
                    queue_profit__lte=5,
                    queue_relation__lte=5,
                    queue_control__lte=5,
                ),
            ),
            models.CheckConstraint(
                name="customers_creditreview_decided",
                condition=Q(
                    state__in=["prepared", "withdrawn"],
                    approved_by__isnull=True,
                    second_approved_by__isnull=True,
                )
                | Q(
                    state="agreed_once",
                    approved_by__isnull=False,
                    second_approved_by__isnull=True,
                )
                | Q(state="decided", approved_by__isnull=False),
            ),
            # Nobody decides what he prepared, and one person is not two.
            models.CheckConstraint(
                name="customers_creditreview_four_eyes",
                condition=(
                    Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by"))
                )
                & (
                    Q(second_approved_by__isnull=True)
                    | ~Q(second_approved_by=F("prepared_by"))
                    & ~Q(second_approved_by=F("approved_by"))
                ),
            ),
            *whole_minor_units("customers_creditreview", "proposed_line", "line"),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.as_of}"

    @property
    def queue_points(self) -> int:
        """Our place when the customer pays, of 20 (S13 to S16)."""
        return (
            self.queue_sales
            + self.queue_profit
            + self.queue_relation
            + self.queue_control
        )


class CreditProfile(InsertOnly):
    """Grade, line and period from a day on; the newest one from then counts.

    Valid for at most six months: then the review is overdue and orders are held.
    """

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="credit_profiles"
    )
    currency = CurrencyField()
    version = models.PositiveIntegerField()
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices)
    line = MoneyField(_("line"))
    period_days = models.PositiveSmallIntegerField(_("days"))
    # The line holds for the customer and everybody below him together.
    covers_group = models.BooleanField(_("for the whole group"), default=False)
    valid_from = models.DateField(_("valid from"))
    review_due_on = models.DateField(_("review due on"))
    review = models.OneToOneField(
        CreditReview, on_delete=models.PROTECT, related_name="profile"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "currency", "version"],
                name="customers_creditprofile_version_once",
            ),
            models.CheckConstraint(
                name="customers_creditprofile_line", condition=Q(line__gte=0)
            ),
            models.CheckConstraint(
                name="customers_creditprofile_period", condition=_PERIODS
            ),
            models.CheckConstraint(
                name="customers_creditprofile_six_months",
                condition=Q(review_due_on__gte=F("valid_from"))
                & Q(_AtMostSixMonthsApart(F("valid_from"), F("review_due_on"))),
            ),
            *whole_minor_units("customers_creditprofile", "line"),
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.line} {self.currency}"


class RiskSignal(models.Model):
    """A small sign somebody noticed; open ones weigh on the next review (S03)."""

    class Kind(models.TextChoices):
        PAYS_LATER = "pays_later", _("Pays later than before")
        ASKS_FOR_TIME = "asks_for_time", _("Asks for more time or larger lines")
        FEWER_ORDERS = "fewer_orders", _("Orders less or elsewhere")
        STOCK_HIGH = "stock_high", _("Goods pile up or are sold below cost")
        STAFF_LEAVE = "staff_leave", _("Staff leave or go unpaid")
        OWNER_AWAY = "owner_away", _("The owner cannot be reached")
        OTHERS_PRESS = "others_press", _("Other suppliers press for money")
        LAWSUIT = "lawsuit", _("Lawsuit or seizure")
        MOVE = "move", _("Moves, closes shops or changes its name")
        OTHER = "other", _("Something else")

    class Severity(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")
        CRITICAL = "critical", _("Critical")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="risk_signals"
    )
    kind = models.CharField(_("sign"), max_length=14, choices=Kind.choices)
    severity = models.CharField(
        _("severity"), max_length=8, choices=Severity.choices, default=Severity.LOW
    )
    seen_on = models.DateField(_("seen on"))
    source = models.CharField(_("source"), max_length=200)
    note = models.CharField(_("note"), max_length=500, blank=True)
    closed_on = models.DateField(null=True)
    closing_note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customers_risksignal_closed",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("seen_on")),
            )
        ]
        indexes = [
            models.Index(
                fields=["customer"],
                condition=Q(closed_on__isnull=True),
                name="customers_risksignal_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.seen_on}"
