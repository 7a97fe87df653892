"""What was owed by class on several days at once, for the course of the weeks.

Two grouped queries and the pure rule: items that share issue date, due date and term
share their class on every day, unless a fact or an override reaches them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, F, IntegerField, Sum, When

from arcollect.core.models import Company
from invoices.domain.aging import AgeDates, age_dates
from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import FIELD_DEFAULT, PolicyRules
from invoices.models import ClassificationPolicy, DueItem
from invoices.selectors.knowledge import Knowledge
from invoices.selectors.policies import rules_of

ZERO = Decimal(0)


@dataclass(slots=True)
class DayOwed:
    """What was open at the end of `on`: by class, and past due."""

    on: dt.date
    classes: dict[int, Decimal] = field(default_factory=dict)
    overdue: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return sum(self.classes.values(), ZERO)


class _Kind(NamedTuple):
    """Items that are classified alike; `item` and `customer` where a fact is about."""

    issued_on: dt.date
    due_on: dt.date
    term_days: int
    is_bill: bool
    customer: int | None = None
    item: int | None = None


def owed_by_class(
    *,
    company: Company,
    items: Any,
    days: Sequence[dt.date],
    known: Knowledge,
) -> list[DayOwed]:
    """`items`: state rows to count, in one currency. `days` in rising order.

    Exact for each day with what is known now; the policy is the one of that day.
    """
    course = _course(company, items, days[0], known)
    rules = _Rules(ClassificationPolicy.objects.filter(company=company))
    found = [DayOwed(day) for day in days]
    versions = [rules.version_on(day) for day in days]
    for kind, (now, moves) in course.items():
        starts: dict[int, AgeDates] = {}
        for version, point in zip(versions, found, strict=True):
            if kind.issued_on > point.on:
                continue
            left = now
            if moves:
                left += sum((m for on, m in moves.items() if on > point.on), ZERO)
            if left:
                if version not in starts:
                    starts[version] = _dates(kind, rules.of[version])
                dates = starts[version]
                severity = _severity(kind, dates, point.on, rules.of[version], known)
                point.classes[severity] = point.classes.get(severity, ZERO) + left
                if kind.due_on < point.on:
                    point.overdue += left
    return found


class _Rules:
    """The rules of each version (number 0: of a company without any)."""

    def __init__(self, policies: Iterable[ClassificationPolicy]) -> None:
        self._policies = list(policies)
        self.of = {policy.version: rules_of(policy) for policy in self._policies}
        self.of[0] = FIELD_DEFAULT

    def version_on(self, day: dt.date) -> int:
        in_force = [policy for policy in self._policies if policy.from_on <= day]
        newest = max(
            in_force, key=lambda each: (each.from_on, each.version), default=None
        )
        return 0 if newest is None else newest.version


def _dates(kind: _Kind, rules: PolicyRules) -> AgeDates:
    return age_dates(
        rules, due_on=kind.due_on, term_days=kind.term_days, no_grace=kind.is_bill
    )


def _severity(
    kind: _Kind, dates: AgeDates, on: dt.date, rules: PolicyRules, known: Knowledge
) -> int:
    if kind.customer is None:
        return dates.class_on(on).severity
    if kind.item is None:
        about = known.of_customer(kind.customer)
    else:
        about = known.of_item(customer_id=kind.customer, item_id=kind.item)
    cls: ReceivableClass = about.decide(dates, as_of=on, is_open=True, rules=rules)[0]
    return cls.severity


def _course(
    company: Company, items: Any, first: dt.date, known: Knowledge
) -> dict[_Kind, tuple[Decimal, dict[dt.date, Decimal]]]:
    """Per kind what is open with every allocation, and allocations by effective day."""
    names = ["issued_on", "due_on", "term_days"]
    if DueItem.objects.filter(company=company, kind=DueItem.Kind.BILL).exists():
        names.append("due_item__kind")
    if known:
        names += ["about_customer", "about_item"]
        items = _with_about(items, known)
    still: dict[_Kind, Decimal] = {}
    moves: dict[_Kind, dict[dt.date, Decimal]] = defaultdict(dict)
    items = items.order_by()
    now = items.filter(open_amount__gt=0).values(*names)
    for row in now.annotate(left=Sum("open_amount")):
        still[_kind(row)] = row["left"]
    later = items.filter(**{f"{EFFECTIVE}__gt": first}).values(*names, EFFECTIVE)
    for row in later.annotate(left=Sum("due_item__allocations__amount")):
        moves[_kind(row)][row[EFFECTIVE]] = row["left"]
    return {
        kind: (still.get(kind, ZERO), moves.get(kind, {}))
        for kind in still.keys() | moves.keys()
    }


EFFECTIVE = "due_item__allocations__effective_on"


def _with_about(items: Any, known: Knowledge) -> Any:
    """Annotate which customer and item something is known about, else nothing."""
    by_item = known.items_by_themselves()
    customers = known.of_customers.keys() | set(by_item.values())
    return items.annotate(
        about_customer=Case(
            When(customer_id__in=sorted(customers), then=F("customer_id")),
            default=None,
            output_field=IntegerField(),
        ),
        about_item=Case(
            When(pk__in=sorted(by_item), then=F("pk")),
            default=None,
            output_field=IntegerField(),
        ),
    )


def _kind(row: dict[str, Any]) -> _Kind:
    return _Kind(
        row["issued_on"],
        row["due_on"],
        row["term_days"],
        row.get("due_item__kind") == DueItem.Kind.BILL,
        row.get("about_customer"),
        row.get("about_item"),
    )
