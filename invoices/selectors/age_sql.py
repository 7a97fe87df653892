"""Buckets and classes by age from due dates alone: for rows without stored first days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, Q, Value, When

from arcollect.core.dates import add_days
from invoices.domain.aging import AgeBounds, age_bounds
from invoices.domain.policy import PolicyRules
from invoices.models import DueItem
from invoices.selectors.class_sql import (
    BAD,
    DEAD,
    EXPEDITED,
    QUASI_BAD,
    UNCOLLECTED,
    AgeOn,
)


class Bucket(NamedTuple):
    """Days past due from the bucket before up to and including `to_days`; None: no end."""

    name: str
    to_days: int | None


BUCKETS = (
    Bucket("not_due", 0),
    Bucket("1-30", 30),
    Bucket("31-60", 60),
    Bucket("61-90", 90),
    Bucket("91-180", 180),
    Bucket("181-365", 365),
    Bucket(">365", None),
)


def bucket_case(as_of: dt.date, *, due: str = "due_on") -> Case:
    """Number of the bucket of the column `due` on `as_of`, from 0 (not due)."""
    return Case(
        *(
            When(
                **{f"{due}__gte": add_days(as_of, -bucket.to_days)}, then=Value(number)
            )
            for number, bucket in enumerate(BUCKETS)
            if bucket.to_days is not None
        ),
        default=Value(len(BUCKETS) - 1),
        output_field=IntegerField(),
    )


def bucket_filter(name: str, as_of: dt.date) -> Q:
    """Items due in the bucket of that name; raises `KeyError` for an unknown name."""
    number = {bucket.name: at for at, bucket in enumerate(BUCKETS)}[name]
    found = Q()
    to_days = BUCKETS[number].to_days
    if to_days is not None:
        found &= Q(due_on__gte=add_days(as_of, -to_days))
    if number > 0:
        before = BUCKETS[number - 1].to_days or 0
        found &= Q(due_on__lt=add_days(as_of, -before))
    return found


def age_from_terms(
    rules: PolicyRules,
    *,
    terms: Iterable[int],
    kind: str = "kind",
    due: str = "due_on",
) -> AgeOn:
    """Severity by age under `rules` for rows with a date `due` and one of these `terms`.

    `kind` leads to the kind of the due item, since bills have no grace.
    """
    groups: dict[AgeBounds, list[int]] = defaultdict(list)
    for term_days in sorted(set(terms)):
        groups[age_bounds(rules, term_days=term_days)].append(term_days)
    bill = age_bounds(rules, term_days=0, no_grace=True)

    def on(day: dt.date) -> Case:
        steps: list[Any] = [
            When(**{kind: DueItem.Kind.BILL}, then=_by_due_date(bill, day, due))
        ]
        steps += [
            When(term_days__in=group, then=_by_due_date(bounds, day, due))
            for bounds, group in groups.items()
        ]
        return Case(*steps, default=Value(UNCOLLECTED), output_field=IntegerField())

    return on


def _by_due_date(bounds: AgeBounds, day: dt.date, due: str) -> Case:
    last_days = (
        (DEAD, bounds.bad_to),
        (BAD, bounds.quasi_to),
        (QUASI_BAD, bounds.expedited_to),
        (EXPEDITED, bounds.uncollected_to),
    )
    return Case(
        *(
            When(**{f"{due}__lt": add_days(day, -last)}, then=Value(severity))
            for severity, last in last_days
            if last is not None
        ),
        default=Value(UNCOLLECTED),
        output_field=IntegerField(),
    )
