"""Calendar arithmetic at its edges: month ends, leap years, the ends of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.dates import (
    EVERY_DAY,
    DueRoll,
    NoWorkingDayError,
    WorkingDays,
    add_days,
    add_months,
    eom_plus_due,
    fixed_day_due,
    local_date,
    month_end,
    net_due,
    roll,
)

ORDINARY_DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2100, 2, 1), date(2100, 2, 28)),
        (date(2000, 2, 1), date(2000, 2, 29)),
        (date(2026, 4, 30), date(2026, 4, 30)),
        (date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_month_end(day: date, last: date) -> None:
    assert month_end(day) == last


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
        (date(2025, 12, 31), 24, date(2027, 12, 31)),
    ],
)
def test_add_months_keeps_the_day_or_takes_the_last(
    day: date, months: int, then: date
) -> None:
    assert add_months(day, months) == then


@given(ORDINARY_DAYS, st.integers(-600, 600))
def test_add_months_moves_by_exactly_that_many_months(day: date, months: int) -> None:
    then = add_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == min(day.day, month_end(then).day)


@pytest.mark.parametrize(
    ("base", "days", "due"),
    [
        (date(2026, 1, 1), 30, date(2026, 1, 31)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 1)),
        (date(2026, 12, 31), 60, date(2027, 3, 1)),
    ],
)
def test_net_does_not_count_the_first_day(base: date, days: int, due: date) -> None:
    assert net_due(base, days=days) == due


@pytest.mark.parametrize(
    ("base", "days", "months", "due"),
    [
        (date(2026, 3, 5), 30, 0, date(2026, 4, 30)),
        (date(2026, 3, 31), 30, 0, date(2026, 4, 30)),
        (date(2026, 2, 1), 0, 0, date(2026, 2, 28)),
        (date(2028, 2, 29), 60, 0, date(2028, 4, 29)),
        (date(2026, 12, 31), 30, 0, date(2027, 1, 30)),
        (date(2026, 1, 31), 10, 1, date(2026, 3, 10)),
    ],
)
def test_month_end_plus(base: date, days: int, months: int, due: date) -> None:
    assert eom_plus_due(base, days=days, months=months) == due


@pytest.mark.parametrize(
    ("base", "day", "months", "due"),
    [
        (date(2026, 2, 8), 25, 1, date(2026, 3, 25)),
        (date(2026, 1, 31), 31, 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 30, 1, date(2028, 2, 29)),
        (date(2026, 3, 31), 31, 1, date(2026, 4, 30)),
        (date(2026, 11, 30), 5, 2, date(2027, 1, 5)),
        (date(2026, 2, 28), 31, 1, date(2026, 3, 31)),
        (date(2026, 2, 8), 5, 0, date(2026, 2, 5)),
    ],
)
def test_fixed_day(base: date, day: int, months: int, due: date) -> None:
    assert fixed_day_due(base, day=day, months=months) == due


@pytest.mark.parametrize("day", [0, 32, -1])
def test_a_fixed_day_outside_the_month_is_refused(day: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 31"):
        fixed_day_due(date(2026, 1, 1), day=day, months=1)


def test_days_stop_at_the_ends_of_the_calendar() -> None:
    assert add_days(date(9999, 12, 31), 1) == date.max
    assert add_days(date(9999, 12, 30), 1) == date(9999, 12, 31)
    assert add_days(date(1, 1, 2), -400) == date.min


SPRING = WorkingDays(
    holidays=frozenset(date(2026, 2, day) for day in range(16, 24)),
    working=frozenset({date(2026, 2, 14)}),
)


@pytest.mark.parametrize(
    ("day", "how", "rolled"),
    [
        (date(2026, 2, 20), DueRoll.FOLLOWING, date(2026, 2, 24)),
        (date(2026, 2, 20), DueRoll.PRECEDING, date(2026, 2, 14)),
        (date(2026, 2, 14), DueRoll.FOLLOWING, date(2026, 2, 14)),
        (date(2026, 2, 13), DueRoll.PRECEDING, date(2026, 2, 13)),
        (date(2026, 2, 20), DueRoll.NONE, date(2026, 2, 20)),
        (date(2026, 2, 7), DueRoll.FOLLOWING, date(2026, 2, 9)),
        (date(2026, 2, 8), DueRoll.PRECEDING, date(2026, 2, 6)),
    ],
)
def test_roll_knows_holidays_weekends_and_make_up_days(
    day: date, how: DueRoll, rolled: date
) -> None:
    assert roll(day, how=how, calendar=SPRING) == rolled


@given(ORDINARY_DAYS, st.sampled_from(DueRoll))
def test_where_every_day_is_worked_nothing_rolls(day: date, how: DueRoll) -> None:
    assert roll(day, how=how, calendar=EVERY_DAY) == day


def test_a_calendar_without_working_days_is_an_error_not_an_endless_search() -> None:
    closed = WorkingDays(weekend=frozenset(range(7)))
    with pytest.raises(NoWorkingDayError):
        roll(date(2026, 1, 1), how=DueRoll.FOLLOWING, calendar=closed)


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        (datetime(2026, 2, 10, 15, 59, 59, tzinfo=UTC), "Asia/Shanghai", 10),
        (datetime(2026, 2, 10, 16, 0, tzinfo=UTC), "Asia/Shanghai", 11),
        (datetime(2026, 2, 10, 16, 30, tzinfo=UTC), "UTC", 10),
        (datetime(2026, 2, 10, 4, 59, tzinfo=UTC), "America/New_York", 9),
        (
            datetime(2026, 2, 11, 0, 30, tzinfo=timezone(timedelta(hours=8))),
            "UTC",
            10,
        ),
    ],
)
def test_an_instant_falls_on_the_local_day(
    instant: datetime, zone: str, day: int
) -> None:
    assert local_date(instant, zone=zone) == date(2026, 2, day)


def test_an_instant_without_offset_has_no_day() -> None:
    with pytest.raises(ValueError, match="offset"):
        local_date(datetime(2026, 2, 10, 16, 30), zone="UTC")  # noqa: DTZ001
