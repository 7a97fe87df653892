"""Where a customer's credit stands: line, use, headroom, and what is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from arcollect.core.dates import add_days
from arcollect.core.models import Company, User
from customers.models import CreditProfile, Customer
from customers.selectors.credit import find_profile
from customers.selectors.groups import group_of
from invoices.domain.exposure import Exposure, headroom, together
from invoices.models import DueItemState
from invoices.selectors.exposure import exposures_of

ZERO = Decimal(0)
SOON_DAYS = 30
ORDERS = {
    "customer": ["customer__name"],
    "due": ["review_due_on"],
    "grade": ["grade"],
    "line": ["line"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One customer in one currency as of `today`; `line` None without one in force."""

    today: dt.date
    currency: str
    profile: CreditProfile | None
    exposure: Exposure
    past_final: Decimal = ZERO

    @property
    def line(self) -> Decimal:
        return self.profile.line if self.profile else ZERO

    @property
    def headroom(self) -> Decimal:
        """What is left; negative is over the line."""
        return headroom(line=self.line, exposure=self.exposure)

    @property
    def is_overdue(self) -> bool:
        """Whether the review is late: orders are held until it is done."""
        return self.profile is not None and self.profile.review_due_on < self.today

    @property
    def is_due_soon(self) -> bool:
        """Whether the review must be done within thirty days."""
        if self.profile is None or self.is_overdue:
            return False
        return self.profile.review_due_on <= add_days(self.today, SOON_DAYS)

    @property
    def used_share(self) -> Decimal:
        """How much of the line is used, 0 to 1; everything without a line."""
        if self.exposure.total <= 0:
            return ZERO
        if self.line <= 0:
            return Decimal(1)
        return min(Decimal(1), self.exposure.total / self.line)

    @property
    def open_and_bills(self) -> Decimal:
        """Open items and bills that are not past their final date."""
        return self.exposure.open_items + self.exposure.bills_open - self.past_final

    @property
    def under_way(self) -> Decimal:
        """Ordered or delivered, and not invoiced yet."""
        return self.exposure.unbilled + self.exposure.open_orders

    @property
    def bar(self) -> list[tuple[str, Decimal]]:
        """Shares of the bar: past final, other debts, under way, and what is left."""
        parts = [
            ("cr-final", self.past_final),
            ("cr-open", self.open_and_bills),
            ("cr-way", self.under_way),
        ]
        whole = max(self.line, sum((amount for _css, amount in parts), ZERO))
        if whole <= 0:
            return []
        return [(css, max(ZERO, amount) / whole) for css, amount in parts]


def standing_of(*, customer: Customer, currency: str, today: dt.date) -> Standing:
    """Where the customer's credit stands in one currency."""
    exposures = exposures_of(customer_ids=[customer.pk], today=today)
    return Standing(
        today=today,
        currency=currency,
        profile=find_profile(customer_id=customer.pk, currency=currency, on=today),
        exposure=exposures.get((customer.pk, currency), Exposure()),
        past_final=_past_final([customer.pk], today).get((customer.pk, currency), ZERO),
    )


def group_standing_of(
    *, customer: Customer, currency: str, today: dt.date
) -> Standing | None:
    """The whole group against the line of its head; None where he has none for it, and
    for a customer who belongs to none."""
    keys = group_of(customer)
    if len(keys) == 1:
        return None
    head = find_profile(customer_id=keys[0], currency=currency, on=today)
    if head is None or not head.covers_group:
        return None
    exposures = exposures_of(customer_ids=keys, today=today)
    return Standing(
        today=today,
        currency=currency,
        profile=head,
        exposure=together(exposures.get((key, currency), Exposure()) for key in keys),
    )


def list_lines(
    *, user: User, company: Company, today: dt.date, filters: dict[str, Any]
) -> QuerySet[Any]:
    """The lines in force of the customers the user may see.

    `filters`: q, currency, grade, state (overdue, soon, waiting).
    """
    later = CreditProfile.objects.filter(
        Q(valid_from__gt=OuterRef("valid_from"))
        | Q(valid_from=OuterRef("valid_from"), version__gt=OuterRef("version")),
        customer=OuterRef("customer"),
        currency=OuterRef("currency"),
        valid_from__lte=today,
    )
    rows: QuerySet[Any] = (
        CreditProfile.objects.filter(company=company, valid_from__lte=today)
        .visible_to(user)
        .filter(~Exists(later))
        .select_related("customer__rep")
    )
    if filters.get("q"):
        text = filters["q"].casefold().strip()
        rows = rows.filter(customer__search_text__contains=text)
    same = {name: filters[name] for name in ("currency", "grade") if filters.get(name)}
    rows = rows.filter(**same)
    state = filters.get("state")
    if state == "overdue":
        rows = rows.filter(review_due_on__lt=today)
    elif state == "soon":
        soon = add_days(today, SOON_DAYS)
        rows = rows.filter(review_due_on__gte=today, review_due_on__lte=soon)
    elif state == "waiting":
        rows = rows.filter(
            customer__credit_reviews__state__in=["prepared", "agreed_once"]
        ).distinct()
    return rows


def standings_of(*, profiles: list[CreditProfile], today: dt.date) -> list[Standing]:
    """The standing behind each line, in their order; the same queries for any number."""
    ids = sorted({row.customer_id for row in profiles})
    exposures = exposures_of(customer_ids=ids, today=today)
    late = _past_final(ids, today)
    return [
        Standing(
            today=today,
            currency=row.currency,
            profile=row,
            exposure=exposures.get((row.customer_id, row.currency), Exposure()),
            past_final=late.get((row.customer_id, row.currency), ZERO),
        )
        for row in profiles
    ]


def _past_final(ids: list[int], today: dt.date) -> dict[tuple[int, str], Decimal]:
    rows = (
        DueItemState.objects.filter(
            customer_id__in=ids, open_amount__gt=0, final_on__lt=today
        )
        .values_list("customer_id", "currency")
        .annotate(n=Sum("open_amount"))
        .order_by()
    )
    return {(customer, currency): n for customer, currency, n in rows}
