"""Promises that a bookkeeper would judge by hand, and what must hold for all of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.dates import WorkingDays
from collection.domain.promises import (
    Judgement,
    Money,
    MoneyKind,
    PromiseState,
    PromiseTerms,
    judge,
    kept_ratio,
    window_end,
)

MADE_ON = dt.date(2026, 3, 1)
PROMISED_ON = dt.date(2026, 3, 10)
TERMS = PromiseTerms(
    amount=Decimal(10_000),
    made_on=MADE_ON,
    promised_on=PROMISED_ON,
    window_until=dt.date(2026, 3, 12),
)


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


def judged(*money: Money, on: int = 20, **changes: object) -> Judgement:
    terms = dataclasses.replace(TERMS, **changes)  # type: ignore[arg-type]
    return judge(terms, money=money, as_of=march(on))


def test_the_window_ends_on_the_next_working_day() -> None:
    weekends = WorkingDays()
    assert window_end(march(5), calendar=weekends) == march(9), "Saturday to Monday"
    assert window_end(march(5)) == march(7)


def test_two_parts_keep_it_on_the_day_of_the_second() -> None:
    found = judged(Money(march(3), Decimal(4000)), Money(march(9), Decimal(6000)))
    assert (found.state, found.kept_on) == (PromiseState.KEPT, march(9))
    assert found.days_from_promise == -1


def test_more_than_promised_is_shown_but_not_more_than_wholly_kept() -> None:
    found = judged(Money(march(9), Decimal(12_000)))
    assert (found.received, found.kept_ratio) == (Decimal(12_000), Decimal("1.0000"))


def test_no_more_than_was_open_can_be_kept() -> None:
    found = judged(Money(march(9), Decimal(8000)), open_when_made=Decimal(8000))
    assert (found.state, found.kept_ratio) == (PromiseState.KEPT, Decimal("1.0000"))


def test_a_bill_counts_only_where_a_bill_was_promised() -> None:
    bill = Money(march(9), Decimal(10_000), MoneyKind.BILL)
    assert judged(bill).state is PromiseState.BROKEN
    both = frozenset({MoneyKind.PAYMENT, MoneyKind.BILL})
    assert judged(bill, counts=both).state is PromiseState.KEPT


def test_an_offset_is_no_money() -> None:
    assert judged(Money(march(9), Decimal(10_000), MoneyKind.OFFSET)).received == 0


@pytest.mark.parametrize(
    ("replaced", "is_renewal", "state"),
    [
        (10, False, PromiseState.SUPERSEDED),
        (10, True, PromiseState.BROKEN),
        (11, False, PromiseState.BROKEN),
        (21, False, PromiseState.BROKEN),
    ],
    ids=["first time", "a further time", "after the day", "not yet replaced"],
)
def test_replaced(replaced: int, is_renewal: bool, state: PromiseState) -> None:
    found = judged(replaced_on=march(replaced), is_renewal=is_renewal)
    assert found.state is state


def test_what_was_kept_before_it_was_replaced_stays_kept() -> None:
    money = Money(march(5), Decimal(10_000))
    assert judged(money, replaced_on=march(6)).state is PromiseState.KEPT
    assert judged(money, replaced_on=march(4)).state is PromiseState.SUPERSEDED


def test_a_reversed_part_leaves_the_other() -> None:
    found = judged(
        Money(march(9), Decimal(6000), gone_on=march(15)),
        Money(march(9), Decimal(4000)),
    )
    assert (found.state, found.received) == (
        PromiseState.PARTIALLY_KEPT,
        Decimal(4000),
    )


def test_the_ratio_is_rounded_half_up_to_four_decimals() -> None:
    assert kept_ratio(Decimal(1), Decimal(3)) == Decimal("0.3333")
    assert kept_ratio(Decimal(2), Decimal(3)) == Decimal("0.6667")
    assert kept_ratio(Decimal("0.5"), Decimal(10_000)) == Decimal("0.0001")


days = st.integers(-20, 60).map(lambda n: MADE_ON + dt.timedelta(days=n))
moneys = st.lists(
    st.builds(
        Money,
        days,
        st.integers(1, 1_500_000).map(lambda cents: Decimal(cents) / 100),
        st.sampled_from(MoneyKind),
        st.none() | days,
    ),
    max_size=6,
)


@given(moneys, days)
def test_before_the_window_ends_nothing_is_lost(
    money: list[Money], day: dt.date
) -> None:
    state = judge(TERMS, money=money, as_of=day).state
    if day <= TERMS.window_until:
        assert state in (PromiseState.PENDING, PromiseState.KEPT)
    else:
        assert state is not PromiseState.PENDING


@given(moneys, days)
def test_money_taken_back_is_as_if_never_paid(money: list[Money], day: dt.date) -> None:
    there = [one for one in money if one.gone_on is None or one.gone_on > day]
    assert judge(TERMS, money=money, as_of=day) == judge(TERMS, money=there, as_of=day)


@given(moneys, days)
def test_late_money_never_changes_the_state(money: list[Money], day: dt.date) -> None:
    in_time = [one for one in money if one.on <= TERMS.window_until]
    late = judge(TERMS, money=money, as_of=day)
    assert late.state is judge(TERMS, money=in_time, as_of=day).state
    assert late.received == judge(TERMS, money=in_time, as_of=day).received


@given(moneys, days, st.randoms())
def test_the_order_of_the_money_does_not_matter(money, day, random) -> None:
    shuffled = random.sample(money, len(money))
    assert judge(TERMS, money=money, as_of=day) == judge(
        TERMS, money=shuffled, as_of=day
    )


@given(moneys, days)
def test_kept_means_enough_came_and_the_day_says_when(
    money: list[Money], day: dt.date
) -> None:
    found = judge(TERMS, money=money, as_of=day)
    assert (found.state is PromiseState.KEPT) == (found.received >= TERMS.target)
    if found.kept_on is not None:
        before = found.kept_on - dt.timedelta(days=1)
        left = [one for one in money if one.gone_on is None or one.gone_on > day]
        earlier = judge(
            TERMS,
            money=[Money(one.on, one.amount, one.kind) for one in left],
            as_of=before,
        )
        assert earlier.state is not PromiseState.KEPT
