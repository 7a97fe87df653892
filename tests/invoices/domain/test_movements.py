"""Open amounts: what counts, from when, and as far as we knew."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from invoices.domain.movements import Movement, MovementKind, open_amount

DAY = date(2026, 2, 1)
LOWERING = (
    "payment",
    "credit_note",
    "return",
    "deduction_approved",
    "offset",
    "bill_received",
)
RAISING = ("reversal", "bill_dishonoured")
WITHOUT_EFFECT = ("deduction_claimed", "dispute", "unapplied_payment", "write_off")


def left(*movements: Movement, amount: str = "1000.00", as_of: date = DAY) -> Decimal:
    return open_amount(Decimal(amount), movements, as_of=as_of)


def test_every_kind_has_its_place() -> None:
    assert {kind.value for kind in MovementKind} == {
        *LOWERING,
        *RAISING,
        *WITHOUT_EFFECT,
    }


@pytest.mark.parametrize("kind", LOWERING)
def test_lowering_kinds(kind: str) -> None:
    assert left(Movement(MovementKind(kind), DAY, Decimal("300.00"))) == Decimal(
        "700.00"
    )


@pytest.mark.parametrize("kind", RAISING)
def test_raising_kinds(kind: str) -> None:
    paid = Movement(MovementKind.PAYMENT, DAY, Decimal("1000.00"))
    assert left(paid, Movement(MovementKind(kind), DAY, Decimal("300.00"))) == Decimal(
        "300.00"
    )


@pytest.mark.parametrize("kind", WITHOUT_EFFECT)
def test_kinds_without_effect(kind: str) -> None:
    assert left(Movement(MovementKind(kind), DAY, Decimal("300.00"))) == Decimal(
        "1000.00"
    )


def test_a_movement_counts_on_its_day_and_not_the_day_before() -> None:
    payment = Movement(MovementKind.PAYMENT, DAY, Decimal("1.00"))
    assert left(payment, as_of=date(2026, 1, 31)) == Decimal("1000.00")
    assert left(payment, as_of=DAY) == Decimal("999.00")


def test_cents_add_up_exactly() -> None:
    payments = [Movement(MovementKind.PAYMENT, DAY, Decimal("0.10"))] * 3
    assert left(*payments, amount="0.30") == 0


def test_three_decimals_are_kept() -> None:
    payment = Movement(MovementKind.PAYMENT, DAY, Decimal("0.125"))
    assert str(left(payment, amount="1.000")) == "0.875"


def test_what_was_recorded_later_was_not_known_then() -> None:
    recorded = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    late = Movement(MovementKind.PAYMENT, DAY, Decimal("1000.00"), recorded_at=recorded)
    before = datetime(2026, 3, 1, 7, 59, tzinfo=UTC)
    amount = Decimal("1000.00")
    assert open_amount(amount, [late], as_of=DAY) == 0
    assert open_amount(amount, [late], as_of=DAY, known_at=recorded) == 0
    assert open_amount(amount, [late], as_of=DAY, known_at=before) == amount
