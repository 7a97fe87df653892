"""Commission and points, as a bookkeeper would check them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collection.domain.commission import (
    CommissionRules,
    Receipt,
    commission_by_receipt,
    commission_on_cash,
)
from collection.domain.points import (
    PointsRules,
    Standing,
    campaign_points,
    points_for,
    points_to_expire,
    points_to_take_back,
)
from invoices.domain.classes import ReceivableClass

RULES = CommissionRules(rate_bp=200)


@pytest.mark.parametrize(
    ("cls", "share"),
    [
        (ReceivableClass.UNCOLLECTED, 10_000),
        (ReceivableClass.EXPEDITED, 5_000),
        (ReceivableClass.QUASI_BAD, 2_000),
        (ReceivableClass.BAD, 2_000),
        (ReceivableClass.DEAD, 2_000),
    ],
)
def test_the_share_goes_by_class_and_money_won_back_has_its_own(cls, share):
    assert RULES.share_bp(cls) == share


def test_a_settled_item_takes_no_money():
    with pytest.raises(ValueError, match="settled"):
        RULES.share_bp(ReceivableClass.SETTLED)


def receipt(amount: str, share_bp: int = 10_000) -> Receipt:
    return Receipt(amount=Decimal(amount), rate_bp=200, share_bp=share_bp)


def test_two_percent_of_a_month():
    """100,000 in time, 50,000 expedited at half, 20,000 won back at a fifth."""
    month = [receipt("100000"), receipt("50000", 5_000), receipt("20000", 2_000)]
    assert commission_by_receipt(month, currency="CNY") == [
        Decimal("2000.00"),
        Decimal("500.00"),
        Decimal("80.00"),
    ]
    assert commission_on_cash(month, currency="CNY") == Decimal("2580.00")


def test_rounding_is_at_the_end_and_the_lines_still_sum():
    """Three times 0.005 is 0.015, rounded once to 0.02: not three times 0.01."""
    month = [receipt("0.25")] * 3
    assert commission_on_cash(month, currency="CNY") == Decimal("0.02")
    assert commission_by_receipt(month, currency="CNY") == [
        Decimal("0.01"),
        Decimal("0.01"),
        Decimal("0.00"),
    ]


def test_yen_have_no_decimals():
    assert commission_on_cash([receipt("12345")], currency="JPY") == Decimal(247)


def test_money_without_a_share_earns_nothing():
    assert commission_by_receipt([receipt("5", 0)] * 2, currency="CNY") == [0, 0]


amounts = st.decimals(min_value="0.01", max_value="9999999", places=2)
shares = st.sampled_from([0, 2_000, 5_000, 10_000])


@given(st.lists(st.tuples(amounts, shares), max_size=30), st.integers(0, 2_000))
def test_lines_always_sum_to_the_statement(rows, rate_bp):
    receipts = [
        Receipt(amount=amount, rate_bp=rate_bp, share_bp=share)
        for amount, share in rows
    ]
    lines = commission_by_receipt(receipts, currency="CNY")
    assert sum(lines) == commission_on_cash(receipts, currency="CNY")
    for line, one in zip(lines, receipts, strict=True):
        assert abs(line - one.exact) < Decimal("0.01")


def test_a_line_never_bears_what_rounding_did_to_the_others():
    """30 lines of 0.0045 and one of 70.489224: the big one is 70.49, not 70.50."""
    small = Receipt(amount=Decimal("0.30"), rate_bp=150, share_bp=10_000)
    large = Receipt(amount=Decimal("9790.17"), rate_bp=144, share_bp=5_000)
    lines = commission_by_receipt([large, *[small] * 29], currency="CNY")
    assert lines[0] == Decimal("70.49")
    assert sum(lines) == commission_on_cash([large, *[small] * 29], currency="CNY")


@pytest.mark.parametrize(
    ("amount", "days", "points"),
    [
        ("35000.00", -7, 52),
        ("35000.00", -6, 35),
        ("35000.00", 0, 35),
        ("35000.00", 1, 0),
        ("999.99", -30, 0),
        ("1999.99", 0, 1),
        ("1000.00", -7, 1),
    ],
)
def test_points_in_time_early_and_late(amount, days, points):
    assert points_for(Decimal(amount), days_past_due=days) == points


def test_a_policy_may_count_other_units():
    rules = PointsRules(unit=Decimal(100), early_days=3, early_bp=20_000)
    assert points_for(Decimal(350), days_past_due=-3, rules=rules) == 6


def test_a_campaign_doubles_what_was_earned():
    assert campaign_points(35, multiplier_bp=20_000) == 35
    assert campaign_points(35, multiplier_bp=12_500) == 8
    assert campaign_points(35, multiplier_bp=10_000) == 0


def test_a_return_leaves_the_points_of_the_net_amount():
    back = points_to_take_back(
        52, amount=Decimal(35_000), returned=Decimal(5_500), days_past_due=-7
    )
    assert 52 - back == points_for(Decimal(29_500), days_past_due=-7) == 43


def test_points_taken_back_after_they_were_spent_are_owed():
    """52 earned, 50 spent, all 52 taken back: 2 go, 50 come off the next ones."""
    standing = Standing().moved(52).moved(-50).moved(-52)
    assert standing == Standing(0, 50)
    assert standing.moved(60) == Standing(10, 0)


@given(st.lists(st.integers(-500, 500)))
def test_a_standing_is_never_negative_and_loses_nothing(moves):
    standing = Standing()
    for points in moves:
        standing = standing.moved(points)
        assert standing.balance >= 0
        assert standing.owed >= 0
        assert standing.balance == 0 or standing.owed == 0
    assert standing.balance - standing.owed == sum(moves)


def test_old_points_lapse_only_where_they_were_not_spent():
    assert points_to_expire(earned_before=100, gone=30) == 70
    assert points_to_expire(earned_before=100, gone=130) == 0
