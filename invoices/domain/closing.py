"""Since when a document has nothing open or left."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

# Effective date and signed amount: positive takes, negative gives back.
Effect = tuple[dt.date, Decimal]


def closed_since(amount: Decimal, effects: Iterable[Effect]) -> dt.date | None:
    """The day from which nothing of `amount` is left for good; None while some is.

    What one day takes and gives back cancels out: money that replaces a payment on the
    day it bounced leaves the item closed since the payment.
    """
    by_day: dict[dt.date, Decimal] = defaultdict(Decimal)
    for on, taken in effects:
        by_day[on] += taken
    left, since = amount, None
    for day in sorted(by_day):
        left -= by_day[day]
        if left:
            since = None
        elif since is None:
            since = day
    return since
