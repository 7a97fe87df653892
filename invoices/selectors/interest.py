"""Late interest on open items whose contract agrees a rate."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from arcollect.core.bulk import in_chunks
from invoices.domain.interest import late_interest
from invoices.models import Allocation, DueItemState

CHUNK = 5_000


class Interest(NamedTuple):
    """What an item bears until a day, at hundredths of a percent a year."""

    amount: Decimal
    rate_bp: int


def interest_on(asked: Mapping[int, Decimal], *, as_of: dt.date) -> dict[int, Interest]:
    """Interest through `as_of` on the amounts asked for per item.

    Items without an agreed rate, or not late yet, are left out. Two queries for any
    number of items up to 5,000.
    """
    found: dict[int, Interest] = {}
    for ids in in_chunks(list(asked), CHUNK):
        rows = DueItemState.objects.filter(
            pk__in=ids,
            due_on__lt=as_of,
            due_item__invoice__contract__late_interest_bp__gt=0,
        ).values_list(
            "pk",
            "due_on",
            "currency",
            "due_item__invoice__contract__late_interest_bp",
        )
        late = list(rows)
        paid = _movements([row[0] for row in late])
        for pk, due_on, currency, rate_bp in late:
            amount = late_interest(
                due_on=due_on,
                as_of=as_of,
                open_amount=asked[pk],
                paid_late=paid[pk],
                rate_bp=rate_bp,
                currency=currency,
            )
            if amount:
                found[pk] = Interest(amount, rate_bp)
    return found


def _movements(items: list[int]) -> dict[int, list[tuple[dt.date, Decimal]]]:
    moved: dict[int, list[tuple[dt.date, Decimal]]] = defaultdict(list)
    rows = Allocation.objects.filter(due_item_id__in=items).values_list(
        "due_item_id", "effective_on", "amount"
    )
    for pk, on, amount in rows:
        moved[pk].append((on, amount))
    return moved
