"""Late interest: simple, from the day after the due date, and split where money came late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.dates import add_days
from invoices.domain.interest import late_interest

DUE = date(2026, 1, 31)


def _interest(as_of: date, **given_: object) -> Decimal:
    values: dict[str, object] = {
        "open_amount": Decimal(36_500),
        "paid_late": (),
        "rate_bp": 1_000,
        "currency": "CNY",
        **given_,
    }
    return late_interest(due_on=DUE, as_of=as_of, **values)  # type: ignore[arg-type]


def test_36500_at_ten_per_cent_bear_ten_a_day_from_the_day_after_the_due_date() -> None:
    assert _interest(DUE) == 0
    assert _interest(date(2026, 1, 1)) == 0
    assert _interest(date(2026, 2, 1)) == Decimal("10.00")
    assert _interest(date(2027, 1, 31)) == Decimal("3650.00")


def test_what_was_paid_late_bore_interest_until_its_day() -> None:
    """73,000 due; 36,500 came after ten days, the rest is ten days later still open."""
    paid = [(date(2026, 2, 10), Decimal(36_500))]
    assert _interest(date(2026, 2, 20), paid_late=paid) == Decimal("300.00")


def test_money_on_time_and_money_to_come_change_nothing() -> None:
    paid = [(date(2026, 1, 15), Decimal(500)), (date(2026, 3, 1), Decimal(900))]
    assert _interest(date(2026, 2, 1), paid_late=paid) == Decimal("10.00")


def test_an_undone_payment_leaves_the_interest_as_if_it_had_never_come() -> None:
    """Paid on 10 February, bounced on 15 February."""
    moved = [
        (date(2026, 2, 10), Decimal(36_500)),
        (date(2026, 2, 15), Decimal(-36_500)),
    ]
    # For five days nothing was owed.
    assert _interest(date(2026, 2, 20), paid_late=moved) == Decimal("150.00")


@pytest.mark.parametrize(
    ("currency", "expected"), [("JPY", "10"), ("CNY", "10.00"), ("KWD", "10.000")]
)
def test_it_is_rounded_once_to_the_currency(currency: str, expected: str) -> None:
    assert str(_interest(date(2026, 2, 1), currency=currency)) == expected


@given(
    amount=st.integers(1, 10**9),
    days=st.integers(0, 4_000),
    rate=st.integers(1, 3_600),
)
def test_it_is_exact_to_half_a_cent(amount: int, days: int, rate: int) -> None:
    found = _interest(
        add_days(DUE, days), open_amount=Decimal(amount) / 100, rate_bp=rate
    )
    exact = Decimal(amount) * days * rate / 10_000 / 365
    assert abs(found * 100 - exact) <= Decimal("0.5")
