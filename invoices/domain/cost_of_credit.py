"""What credit costs: the balance of every day at the cost of funds (rows S41, S42). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from arcollect.core.money import round_money

DAYS_OF_YEAR = 365
WHOLE_BP = 10_000


def balance_days(
    moves: Iterable[tuple[dt.date, Decimal]], *, from_on: dt.date, until_on: dt.date
) -> Decimal:
    """Sum of the balance at the end of each day from `from_on` through `until_on`.

    `moves` are changes of the balance and the day each counts from; those of earlier
    days make up the opening balance, those of later days count for nothing.
    """
    total = Decimal(0)
    for day, amount in moves:
        if day <= until_on:
            total += amount * ((until_on - max(day, from_on)).days + 1)
    return total


def cost_of_funds(days: Decimal, *, rate_bp: int, currency: str) -> Decimal:
    """The cost of `days` (amount times days) at a yearly rate, 365 days, half up."""
    return round_money(days * rate_bp / WHOLE_BP / DAYS_OF_YEAR, currency)
