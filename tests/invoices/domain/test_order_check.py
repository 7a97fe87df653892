"""What holds an order, and what a release lets pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.exposure import Exposure, headroom, together
from invoices.domain.order_check import (
    Block,
    Line,
    OrderFacts,
    Reason,
    least_deposit,
    not_released,
    reasons_of,
)

FEN = Decimal("0.01")
DAY = date(2026, 6, 30)
LINE = Line(amount=Decimal(500_000), review_due_on=date(2026, 9, 30))
GOOD = OrderFacts(
    as_of=DAY,
    amount=Decimal(10_000),
    line=LINE,
    exposure=Exposure(open_items=Decimal(400_000)),
)
amounts = st.decimals(min_value=0, max_value=10**9, places=2)
exposures = st.builds(
    Exposure,
    open_items=amounts,
    bills_open=amounts,
    unbilled=amounts,
    open_orders=amounts,
    unapplied_cash=amounts,
)


def blocks(facts: OrderFacts) -> list[str]:
    return [one.block.value for one in reasons_of(facts, unit=FEN)]


def test_a_good_customer_within_his_line_is_not_held():
    assert blocks(GOOD) == []


def test_an_order_may_use_the_line_to_the_last_cent():
    assert blocks(replace(GOOD, amount=Decimal(100_000))) == []
    (over,) = reasons_of(replace(GOOD, amount=Decimal("100000.01")), unit=FEN)
    assert over == Reason(Block.HEADROOM, Decimal("0.01"))


def test_every_part_counts_against_the_line_and_money_on_account_for_it():
    exposure = Exposure(
        open_items=Decimal(200_000),
        bills_open=Decimal(100_000),
        unbilled=Decimal(50_000),
        open_orders=Decimal(80_000),
        unapplied_cash=Decimal(30_000),
    )
    assert headroom(line=Decimal(500_000), exposure=exposure) == 100_000
    assert blocks(replace(GOOD, exposure=exposure, amount=Decimal(100_001))) == [
        "headroom"
    ]


def test_each_reason_by_itself():
    cases = {
        "no_line": replace(GOOD, line=None),
        "past_final": replace(GOOD, past_final_items=1),
        "review_overdue": replace(GOOD, line=replace(LINE, review_due_on=DAY)),
        "supply_stopped": replace(GOOD, is_supply_stopped=True),
        "not_active": replace(GOOD, is_active=False),
        "prepayment_only": replace(GOOD, is_prepayment_only=True),
        "no_contract": replace(GOOD, has_contract=False),
        "rep_ceiling": replace(
            GOOD, rep_ceiling=Decimal(900_000), rep_actual=Decimal(895_000)
        ),
        "deposit": replace(GOOD, deposit_share_bp=3000, deposit=Decimal(2_999)),
        "deposit_missing": replace(
            GOOD, deposit=Decimal(3_000), cash=Decimal(2_999), at_delivery=True
        ),
    }
    # On its last day a review is not late yet.
    assert blocks(cases.pop("review_overdue")) == []
    cases["review_overdue"] = replace(GOOD, as_of=date(2026, 10, 1), line=replace(LINE))
    assert {name: blocks(facts) for name, facts in cases.items()} == {
        name: [name] for name in cases
    }


def test_the_group_holds_an_order_that_its_member_could_bear():
    facts = replace(
        GOOD,
        group_line=replace(LINE, amount=Decimal(600_000)),
        group_exposure=Exposure(open_items=Decimal(595_000)),
    )
    (reason,) = reasons_of(facts, unit=FEN)
    assert reason == Reason(Block.GROUP_HEADROOM, Decimal(5_000))


def test_an_order_paid_beforehand_needs_no_credit_but_supply():
    owed = Exposure(open_items=Decimal(400), unapplied_cash=Decimal(10_400))
    paid = replace(
        GOOD,
        exposure=owed,
        line=None,
        is_prepayment_only=True,
        has_contract=False,
        rep_ceiling=Decimal(0),
        deposit_share_bp=10_000,
    )
    assert blocks(paid) == []
    assert blocks(replace(paid, is_supply_stopped=True)) == ["supply_stopped"]
    more = replace(paid, exposure=replace(owed, open_orders=Decimal("0.01")))
    assert "no_line" in blocks(more)


def test_the_deposit_is_asked_for_at_entry_and_must_lie_there_at_delivery():
    agreed = replace(GOOD, deposit=Decimal(3_000), deposit_share_bp=3000)
    assert blocks(agreed) == []
    assert blocks(replace(agreed, at_delivery=True)) == ["deposit_missing"]
    assert blocks(replace(agreed, at_delivery=True, cash=Decimal(3_000))) == []


def test_a_deposit_is_rounded_up_to_the_minor_unit():
    assert least_deposit(Decimal("100.01"), 3333, unit=FEN) == Decimal("33.34")
    assert least_deposit(Decimal(1001), 3000, unit=Decimal(1)) == 301
    assert least_deposit(Decimal("100.00"), 0, unit=FEN) == 0


def test_a_release_covers_what_it_named_and_no_more():
    released = [Reason(Block.HEADROOM, Decimal(100)), Reason(Block.NO_CONTRACT)]
    same = [Reason(Block.HEADROOM, Decimal(100))]
    worse = [Reason(Block.HEADROOM, Decimal("100.01"))]
    other = [Reason(Block.PAST_FINAL, Decimal(1)), Reason(Block.NO_CONTRACT)]

    assert not_released(same, released=released) == []
    assert not_released(worse, released=released) == worse
    assert not_released(other, released=released) == other[:1]
    assert not_released(same, released=[]) == same


@given(exposures, amounts, amounts)
def test_an_order_lowers_the_headroom_by_its_amount(exposure, line, amount):
    before = headroom(line=line, exposure=exposure)
    after = headroom(line=line, exposure=exposure.with_order(amount))
    assert before - after == amount


@given(st.lists(exposures, max_size=5))
def test_a_group_owes_what_its_members_owe(parts):
    assert together(parts).total == sum(one.total for one in parts)


@given(exposures, amounts, amounts)
def test_an_order_is_held_exactly_when_nothing_is_left(exposure, line, amount):
    facts = replace(
        GOOD,
        amount=amount + FEN,
        exposure=exposure,
        line=replace(LINE, amount=line),
    )
    left = line - exposure.total - amount - FEN
    assert (blocks(facts) == ["headroom"]) == (left < 0)


@given(amounts, st.integers(min_value=0, max_value=10_000))
def test_a_least_deposit_is_the_share_and_less_than_a_cent_more(amount, share):
    least = least_deposit(amount, share, unit=FEN)
    assert 0 <= least - amount * share / 10_000 < FEN
    assert least == least.quantize(FEN)
