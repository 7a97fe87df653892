"""When money can be expected, from the steps of a customer's house."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.dates import EVERY_DAY, WorkingDays
from customers.domain.expected_pay import (
    ExpectedPay,
    PayHabits,
    Stage,
    expected_pay,
    settlement_date,
)

WEEKDAYS_ONLY = WorkingDays()
LONG_AGO = dt.date(2020, 1, 1)
TUESDAY, FRIDAY = 1, 4


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def expected(
    due_on: dt.date, *, as_of: dt.date = LONG_AGO, **habits: object
) -> ExpectedPay:
    return expected_pay(
        due_on,
        habits=PayHabits(**habits),  # type: ignore[arg-type]
        calendar=WEEKDAYS_ONLY,
        as_of=as_of,
    )


def test_nothing_known_means_the_due_date_on_a_working_day() -> None:
    assert expected(day(7, 1)).on == day(7, 1)
    assert expected(day(7, 4)).on == day(7, 6)  # Saturday


def test_a_dealer_who_closes_on_the_25th_and_pays_on_tuesdays_and_fridays() -> None:
    found = expected(
        day(7, 1),
        closing_day=25,
        approval_steps=2,
        pay_weekdays=frozenset({TUESDAY, FRIDAY}),
        transfer_days=2,
    )
    assert found.stages == (
        (Stage.SETTLEMENT, day(7, 1)),
        (Stage.CLOSING, day(7, 25)),  # a Saturday: books close, nobody signs
        (Stage.APPROVAL, day(7, 28)),  # Monday and Tuesday
        (Stage.PAY_DAY, day(7, 28)),
        (Stage.TRANSFER, day(7, 30)),
    )
    assert found.on == day(7, 30)


def test_what_falls_due_after_the_closing_waits_for_the_next_one() -> None:
    assert expected(day(7, 24), closing_day=24).on == day(7, 24)
    assert expected(day(7, 27), closing_day=24).on == day(8, 24)
    assert expected(dt.date(2026, 12, 28), closing_day=24).on == dt.date(2027, 1, 25)


def test_a_closing_day_of_31_is_the_last_of_every_month() -> None:
    assert expected(day(2, 10), closing_day=31).on == day(3, 2)  # 28 is a Saturday
    assert expected(day(3, 10), closing_day=31).on == day(3, 31)
    assert expected(day(4, 10), closing_day=31).on == day(4, 30)


def test_after_the_banks_closing_the_transfer_goes_out_next_month() -> None:
    assert expected(day(7, 24), bank_closing_day=25).on == day(7, 24)
    assert expected(day(7, 27), bank_closing_day=25).on == day(8, 3)  # 1 is a Saturday
    later = expected(day(7, 27), bank_closing_day=25, pay_weekdays=frozenset({FRIDAY}))
    assert later.on == day(8, 7)


def test_an_expected_day_that_went_by_makes_room_for_the_next_run() -> None:
    found = expected(day(7, 1), as_of=day(7, 8), pay_weekdays=frozenset({FRIDAY}))
    assert (found.on, found.is_overrun) == (day(7, 10), True)
    today = expected(day(7, 1), as_of=day(7, 3), pay_weekdays=frozenset({FRIDAY}))
    assert (today.on, today.is_overrun) == (day(7, 3), False)


def test_the_calendars_last_day_ends_nothing_in_an_error() -> None:
    found = expected_pay(
        dt.date.max,
        habits=PayHabits(closing_day=1, approval_steps=3, transfer_days=60),
        calendar=EVERY_DAY,
        as_of=LONG_AGO,
    )
    assert found.on == dt.date.max


days_of_month = st.none() | st.integers(1, 31)
habits = st.builds(
    PayHabits,
    closing_day=days_of_month,
    approval_steps=st.none() | st.integers(0, 6),
    pay_weekdays=st.frozensets(st.integers(0, 6)),
    bank_closing_day=days_of_month,
    transfer_days=st.none() | st.integers(0, 10),
)
due_days = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
calendars = st.builds(
    WorkingDays,
    weekend=st.frozensets(st.integers(0, 6), max_size=5),
    holidays=st.frozensets(due_days, max_size=20),
)


@given(due_days, habits, calendars)
def test_money_never_comes_before_the_settlement_date_and_on_a_working_day(
    due_on: dt.date, pays: PayHabits, calendar: WorkingDays
) -> None:
    found = expected_pay(due_on, habits=pays, calendar=calendar, as_of=LONG_AGO)
    assert found.on >= settlement_date(due_on, calendar=calendar)
    assert calendar.is_working_day(found.on)
    moved = [day for _stage, day in found.stages]
    assert moved == sorted(moved)


@given(due_days, due_days, habits, calendars)
def test_what_is_due_later_is_not_expected_earlier(
    one: dt.date, other: dt.date, pays: PayHabits, calendar: WorkingDays
) -> None:
    first, second = (
        expected_pay(due_on, habits=pays, calendar=calendar, as_of=LONG_AGO).on
        for due_on in sorted((one, other))
    )
    assert first <= second


@given(due_days, due_days, habits)
def test_the_day_named_has_never_passed(
    due_on: dt.date, as_of: dt.date, pays: PayHabits
) -> None:
    found = expected_pay(due_on, habits=pays, calendar=WEEKDAYS_ONLY, as_of=as_of)
    assert found.on >= as_of
