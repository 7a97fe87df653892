"""What is known of a customer's order of payment, over the last half-year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from arcollect.core.dates import add_days
from collection.domain.queue_position import (
    WHOLE_BP,
    QueueFacts,
    QueuePosition,
    queue_position,
)
from collection.models import CadenceStep, Visit
from customers.selectors.trade import RangeRow, range_of

if TYPE_CHECKING:
    from customers.models import Customer

HALF_YEAR_DAYS = 182
MEETINGS = (Visit.Kind.APPOINTMENT, Visit.Kind.SURPRISE, Visit.Kind.SERVICE)


def queue_position_of(*, customer: Customer, as_of: dt.date) -> QueuePosition:
    """The customer's position by what happened in the half-year through `as_of`."""
    since = add_days(as_of, -HALF_YEAR_DAYS)
    sold = range_of(customer)
    visits = Visit.objects.filter(
        customer=customer,
        kind__in=MEETINGS,
        visited_on__gt=since,
        visited_on__lte=as_of,
    ).exclude(outcome=Visit.Outcome.NOT_THERE)
    return queue_position(
        QueueFacts(
            sales_share_bp=sold.share_bp,
            margin_bp=_margin_bp(sold.rows),
            visits=visits.count(),
            in_time_bp=_in_time_bp(customer, since, as_of),
        )
    )


def _margin_bp(rows: Sequence[RangeRow]) -> int | None:
    """His margin over all products, by their share of his sales where he named it."""
    if not rows:
        return None
    weights = [one.row.sales_share_bp or 0 for one in rows]
    if not any(weights):
        weights = [1] * len(rows)
    whole = sum(
        one.margin_bp * weight for one, weight in zip(rows, weights, strict=True)
    )
    return whole // sum(weights)


def _in_time_bp(customer: Customer, since: dt.date, as_of: dt.date) -> int | None:
    done, missed = CadenceStep.Result.DONE, CadenceStep.Result.MISSED
    found = CadenceStep.objects.filter(
        customer=customer,
        planned_on__gt=since,
        planned_on__lte=as_of,
        result__in=[done, missed],
    ).aggregate(
        due=Count("pk"),
        in_time=Count("pk", filter=Q(result=done, done_on__lte=F("planned_on"))),
    )
    if not found["due"]:
        return None
    return int(found["in_time"] * WHOLE_BP // found["due"])
