"""Late interest as a contract agrees it: simple, by the day, rounded once at the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from arcollect.core.money import round_money

DAYS_A_YEAR = 365
# Rates are whole hundredths of a percent a year.
RATE_UNIT = 10_000


def late_interest(
    *,
    due_on: date,
    as_of: date,
    open_amount: Decimal,
    paid_late: Iterable[tuple[date, Decimal]],
    rate_bp: int,
    currency: str,
) -> Decimal:
    """Interest on one item from the day after `due_on` through `as_of`, both inclusive.

    `open_amount` is what is asked for at the end of `as_of`; `paid_late` are the movements
    that lowered the item, with their day, negative where one was undone: each bore interest
    until its day. Principal x rate x days / 365, at `rate_bp` hundredths of a percent a year.
    """
    amount_days = open_amount * max(0, (as_of - due_on).days)
    for on, amount in paid_late:
        if on <= as_of:
            amount_days += amount * max(0, (on - due_on).days)
    year = amount_days * rate_bp / (RATE_UNIT * DAYS_A_YEAR)
    return round_money(max(Decimal(0), year), currency)
