"""How an amount pays a given set of items: wholly, less something, or in part. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import combinations

from invoices.domain.legal_order import debts_of, in_legal_order
from invoices.domain.matching import Explained, Limits, OpenItem, Reason, Why

EXACT, SUM, DISCOUNT, DEDUCTION, FEE, INSTALMENT, PART, OVER = (
    *(35, 35, 30, 30, 25, 20),
    *(10, 5),
)
MOST_DEDUCTIONS = 6


def explain_amount(
    items: Sequence[OpenItem], amount: int, *, on: dt.date, limits: Limits
) -> list[Explained]:
    """Ways in which `amount` pays `items`, all of which the payer named."""
    total = sum(item.open for item in items)
    if amount == total:
        why = Why.AMOUNT_EXACT if len(items) == 1 else Why.SUM_EXACT
        return [Explained(_whole(items), EXACT, Reason(why))]
    if amount > total:
        rest = amount - total
        over = Reason(Why.OVER_PAID)
        return [Explained(_whole(items), OVER, over, on_account=rest)]
    short = total - amount
    found = [
        *_discount(items, short, on),
        *_deduction(items, short, on, limits),
    ]
    if not found and short <= limits.bank_fee:
        found.append(Explained(_whole(items), FEE, Reason(Why.BANK_FEE), fee=short))
    return [*found, _part(items, amount, on)]


def discount_of(item: OpenItem, on: dt.date) -> int:
    """What may still be kept of the item by money of that day."""
    in_time = item.discount_until is not None and on <= item.discount_until
    return item.discount if in_time else 0


def _whole(items: Sequence[OpenItem]) -> tuple[tuple[int, int], ...]:
    return tuple((item.item_id, item.open) for item in items)


def _discount(items: Sequence[OpenItem], short: int, on: dt.date) -> list[Explained]:
    kept = tuple(
        (item.item_id, discount_of(item, on)) for item in items if discount_of(item, on)
    )
    if not kept or short != sum(amount for _item, amount in kept):
        return []
    return [Explained(_whole(items), DISCOUNT, Reason(Why.DISCOUNT), discounts=kept)]


def _deduction(
    items: Sequence[OpenItem], short: int, on: dt.date, limits: Limits
) -> list[Explained]:
    """Short by what the customer has claimed: that part stays open until approved."""
    known = limits.deductions.get(items[0].customer_id, ())[:MOST_DEDUCTIONS]
    sums = {sum(c) for n in range(1, len(known) + 1) for c in combinations(known, n)}
    if short not in sums:
        return []
    parts = _spread(items, sum(item.open for item in items) - short, on)
    return [Explained(parts, DEDUCTION, Reason(Why.KNOWN_DEDUCTION))]


def _part(items: Sequence[OpenItem], amount: int, on: dt.date) -> Explained:
    parts = _spread(items, amount, on)
    if len(items) == 1 and items[0].instalments:
        return Explained(parts, INSTALMENT, Reason(Why.INSTALMENT))
    return Explained(parts, PART, Reason(Why.PART_PAID))


def _spread(
    items: Sequence[OpenItem], amount: int, on: dt.date
) -> tuple[tuple[int, int], ...]:
    return tuple(in_legal_order(amount, debts_of(items), on=on).items())
