"""The order of the law for money whose payer named no debt (PRC Civil Code art. 560). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Owed(Protocol):
    """An open item, as far as its order among others goes."""

    @property
    def item_id(self) -> int: ...

    @property
    def open(self) -> int: ...

    @property
    def due_on(self) -> dt.date: ...

    @property
    def security(self) -> int: ...

    @property
    def burden(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Debt:
    """An open debt in minor units; `security` and `burden` compare, their unit is free.

    `security` is how well it is secured, `burden` what it costs the debtor (interest).
    """

    item_id: int
    open: int
    due_on: dt.date
    security: int = 0
    burden: int = 0


def debts_of(items: Iterable[Owed]) -> list[Debt]:
    """Open items as the debts among which the law chooses."""
    return [
        Debt(item.item_id, item.open, item.due_on, item.security, item.burden)
        for item in items
    ]


def in_legal_order(
    amount: int, debts: Sequence[Debt], *, on: dt.date
) -> dict[int, int]:
    """`amount` over the debts by item; what exceeds them is left out.

    Due debts first; of those the least secured, then the heaviest burden, then the
    earliest due; equals share in proportion, odd units to the first of them.
    """
    parts: dict[int, int] = {}
    ranks: dict[tuple[object, ...], list[Debt]] = {}
    for debt in sorted(debts, key=lambda d: (_rank(d, on), d.item_id)):
        if debt.open > 0:
            ranks.setdefault(_rank(debt, on), []).append(debt)
    for equals in ranks.values():
        if amount <= 0:
            break
        given = _share(min(amount, sum(debt.open for debt in equals)), equals)
        parts |= {pk: part for pk, part in given.items() if part}
        amount -= sum(given.values())
    return parts


def _rank(debt: Debt, on: dt.date) -> tuple[bool, int, int, dt.date]:
    return debt.due_on > on, debt.security, -debt.burden, debt.due_on


def _share(amount: int, equals: list[Debt]) -> dict[int, int]:
    total = sum(debt.open for debt in equals)
    parts = {debt.item_id: amount * debt.open // total for debt in equals}
    left = amount - sum(parts.values())
    for debt in equals:
        if left and parts[debt.item_id] < debt.open:
            parts[debt.item_id] += 1
            left -= 1
    return parts
