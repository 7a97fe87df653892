"""What credit costs: balances of days at the cost of funds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.cost_of_credit import balance_days, cost_of_funds

JANUARY = {"from_on": dt.date(2026, 1, 1), "until_on": dt.date(2026, 1, 31)}


def test_a_hundred_thousand_for_a_month_at_four_and_a_half_percent():
    """100,000 x 31 days x 4.5 % / 365 = 382.19."""
    opened = [(dt.date(2025, 11, 1), Decimal(100_000))]
    days = balance_days(opened, **JANUARY)
    assert days == 3_100_000
    assert cost_of_funds(days, rate_bp=450, currency="CNY") == Decimal("382.19")


def test_paid_on_the_16th_it_costs_fifteen_days():
    moves = [
        (dt.date(2026, 1, 1), Decimal(1_000)),
        (dt.date(2026, 1, 16), Decimal(-1_000)),
        (dt.date(2026, 2, 1), Decimal(500)),
    ]
    assert balance_days(moves, **JANUARY) == 15_000


def test_free_money_costs_nothing():
    assert cost_of_funds(Decimal(10**9), rate_bp=0, currency="CNY") == 0


days = st.dates(dt.date(2025, 6, 1), dt.date(2026, 6, 30))
amounts = st.integers(-1_000, 1_000).map(Decimal)


@given(st.lists(st.tuples(days, amounts), max_size=20))
def test_it_is_the_sum_of_every_days_balance(moves):
    day, expected = JANUARY["from_on"], Decimal(0)
    while day <= JANUARY["until_on"]:
        expected += sum(amount for on, amount in moves if on <= day)
        day += dt.timedelta(days=1)
    assert balance_days(moves, **JANUARY) == expected
