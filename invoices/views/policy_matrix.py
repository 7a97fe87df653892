"""What a draft of a policy would change, as one table from class to class per currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from invoices.domain.classes import ReceivableClass
from invoices.selectors.policy_preview import Shift

FIVE = tuple(cls for cls in ReceivableClass if cls.severity > 0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The shifts of one currency: a row per class now, a column per class then."""

    currency: str
    rows: list[tuple[ReceivableClass, list[Shift | None]]]
    items: int
    amount: Decimal
    worse: Decimal
    milder: Decimal


def matrices(shifts: Iterable[Shift]) -> list[Matrix]:
    """One table per currency in which anything changes; empty: nothing does."""
    found: dict[str, list[Shift]] = {}
    for shift in shifts:
        found.setdefault(shift.currency, []).append(shift)
    return [_matrix(currency, of) for currency, of in sorted(found.items())]


def _matrix(currency: str, shifts: list[Shift]) -> Matrix:
    cells = {(shift.now, shift.then): shift for shift in shifts}
    amounts = {True: Decimal(0), False: Decimal(0)}
    for shift in shifts:
        amounts[shift.is_worse] += shift.amount
    return Matrix(
        currency=currency,
        rows=[(now, [cells.get((now, then)) for then in FIVE]) for now in FIVE],
        items=sum(shift.items for shift in shifts),
        amount=amounts[True] + amounts[False],
        worse=amounts[True],
        milder=amounts[False],
    )
