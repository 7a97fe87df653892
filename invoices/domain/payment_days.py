"""Days that money took, weighted by what was paid (Domain rule 3.4). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

DECIMALS = 2


def weighted_days(
    rows: Iterable[tuple[Decimal, int]], *, decimals: int = DECIMALS
) -> Decimal | None:
    """Sum(paid x days) / sum(paid), rounded half up at the end; None if nothing is paid.

    With days from the due date it is days beyond terms (signed: early is below 0), with
    days from the invoice date weighted days to pay.
    """
    paid = weighted = Decimal(0)
    for amount, days in rows:
        paid += amount
        weighted += amount * days
    if paid == 0:
        return None
    unit = Decimal(1).scaleb(-decimals)
    return (weighted / paid).quantize(unit, rounding=ROUND_HALF_UP)
