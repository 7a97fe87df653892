"""Put the first days of a policy version into the state rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Case, DateField, F, Q, QuerySet, Value, When

from arcollect.core import clock
from arcollect.core.models import Company
from invoices.domain.aging import age_dates
from invoices.models import (
    ClassificationPolicy,
    ClassificationProgress,
    DueDateChange,
    DueItem,
    DueItemState,
)
from invoices.selectors.policies import rules_of

# Pairs of due date and term written in one short transaction.
PAIRS = 100
# Documents whose posting had begun under the older version may commit this much later.
OVERLAP = dt.timedelta(minutes=10)


def apply_policy(
    *, company: Company, policy: ClassificationPolicy, day: dt.date
) -> bool:
    """Make `policy` the version whose dates stand in the state rows; False if it is.

    The dates depend on due date and term alone, so they are computed once for each
    such pair. Every item that is not settled must be looked at by the night of `day`.
    Safe to repeat after an interruption.
    """
    progress = ClassificationProgress.objects.filter(company=company)
    if progress.filter(policy=policy).exists():
        return False
    began = clock.now()
    states = DueItemState.objects.filter(company=company)
    _write_dates(states, policy, day)
    progress.update(policy=policy)
    # What was posted or moved meanwhile took its dates from the version before.
    since = began - OVERLAP
    moved = DueDateChange.objects.filter(company=company, recorded_at__gte=since)
    meanwhile = Q(due_item__recorded_at__gte=since) | Q(pk__in=moved.values("due_item"))
    _write_dates(states.filter(meanwhile), policy, day)
    return True


def _write_dates(
    states: QuerySet[Any], policy: ClassificationPolicy, day: dt.date
) -> None:
    rules = rules_of(policy)
    for no_grace, part in _by_grace(states, policy.company_id):
        pairs = list(part.order_by().values_list("due_on", "term_days").distinct())
        for start in range(0, len(pairs), PAIRS):
            with transaction.atomic():
                for due_on, term_days in pairs[start : start + PAIRS]:
                    dates = age_dates(
                        rules, due_on=due_on, term_days=term_days, no_grace=no_grace
                    )
                    _of_pair(part, due_on, term_days).update(
                        final_on=dates.final_on,
                        expedited_from=dates.expedited_from,
                        quasi_from=dates.quasi_from,
                        bad_from=dates.bad_from,
                        dead_from=dates.dead_from,
                        next_change_on=_looked_at(day),
                    )


def _by_grace(
    states: QuerySet[Any], company_id: int
) -> list[tuple[bool, QuerySet[Any]]]:
    """Bills have no grace and go apart, where there are any."""
    items = DueItem.objects.filter(company=company_id, kind=DueItem.Kind.BILL)
    if not items.exists():
        return [(False, states)]
    bills = Q(due_item__kind=DueItem.Kind.BILL)
    return [(False, states.exclude(bills)), (True, states.filter(bills))]


def _of_pair(part: QuerySet[Any], due_on: dt.date, term_days: int) -> QuerySet[Any]:
    return part.filter(due_on=due_on, term_days=term_days)


def _looked_at(day: dt.date) -> Case:
    """`day`, or the day already noted if earlier; settled items stay as they are."""
    later = Q(next_change_on__isnull=True) | Q(next_change_on__gt=day)
    settled = Q(open_amount=0, severity=0)
    return Case(
        When(later & ~settled, then=Value(day)),
        default=F("next_change_on"),
        output_field=DateField(),
    )
