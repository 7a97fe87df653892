"""Cash discounts on an amount. Pure."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

WHOLE = 10_000


def discount_amount(amount: Decimal, share_bp: int, *, unit: Decimal) -> Decimal:
    """`share_bp` hundredths of a percent of `amount`, down to whole `unit`s."""
    units = amount * share_bp / (WHOLE * unit)
    return units.quantize(Decimal(1), rounding=ROUND_DOWN) * unit
