"""Spreading money over open items. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def oldest_first(
    left: Decimal, items: Iterable[tuple[int, Decimal]]
) -> dict[int, Decimal]:
    """`left` over `(item, open amount)` pairs in their order, each filled before the next.

    Items that get nothing are left out; the sum never exceeds `left`.
    """
    parts: dict[int, Decimal] = {}
    for item, open_amount in items:
        if left <= 0:
            break
        if open_amount > 0:
            parts[item] = min(left, open_amount)
            left -= parts[item]
    return parts
