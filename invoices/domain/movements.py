"""What moves the open amount of a due item, and what does not (Domain rule 3.1.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class MovementKind(StrEnum):
    """Everything that may happen to a due item's money."""

    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    RETURN = "return"
    DEDUCTION_APPROVED = "deduction_approved"
    OFFSET = "offset"
    BILL_RECEIVED = "bill_received"
    REVERSAL = "reversal"
    BILL_DISHONOURED = "bill_dishonoured"
    DEDUCTION_CLAIMED = "deduction_claimed"
    DISPUTE = "dispute"
    UNAPPLIED_PAYMENT = "unapplied_payment"
    WRITE_OFF = "write_off"

    @property
    def effect(self) -> int:
        """-1 lowers the open amount, +1 raises it, 0 leaves it alone."""
        return _EFFECT[self]


_EFFECT: dict[MovementKind, int] = {
    MovementKind.PAYMENT: -1,
    MovementKind.CREDIT_NOTE: -1,
    MovementKind.RETURN: -1,
    MovementKind.DEDUCTION_APPROVED: -1,
    MovementKind.OFFSET: -1,
    MovementKind.BILL_RECEIVED: -1,
    MovementKind.REVERSAL: 1,
    MovementKind.BILL_DISHONOURED: 1,
    MovementKind.DEDUCTION_CLAIMED: 0,
    MovementKind.DISPUTE: 0,
    MovementKind.UNAPPLIED_PAYMENT: 0,
    # Accounting only: the claim stays alive off the books.
    MovementKind.WRITE_OFF: 0,
}


@dataclass(frozen=True, slots=True)
class Movement:
    """An amount that took effect `on` a local date; `recorded_at` is when we learnt of it."""

    kind: MovementKind
    on: date
    amount: Decimal
    recorded_at: datetime | None = None

    def counts(self, *, as_of: date, known_at: datetime | None) -> bool:
        """Whether it had taken effect by the end of `as_of` and was recorded by `known_at`."""
        if self.on > as_of:
            return False
        return (
            known_at is None or self.recorded_at is None or self.recorded_at <= known_at
        )


def open_amount(
    amount: Decimal,
    movements: Iterable[Movement],
    *,
    as_of: date,
    known_at: datetime | None = None,
) -> Decimal:
    """What is still owed at the end of `as_of`, in the item's own currency.

    Zero or less means settled. `known_at` (an instant, inclusive) leaves out what was recorded
    later; without it today's knowledge counts (Domain rule 3.1.1 and 3.1.6).
    """
    counted = (m for m in movements if m.counts(as_of=as_of, known_at=known_at))
    return amount + sum((m.kind.effect * m.amount for m in counted), Decimal(0))
