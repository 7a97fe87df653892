"""Calendar arithmetic without a clock: month ends, due dates, working days.

Everything here works on local business dates. The first day of a term is not counted, so net 30
from 1 January is 31 January (Domain rule 3.1.2).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

MONTHS_IN_YEAR = 12
SATURDAY, SUNDAY = 5, 6
# A calendar without a single working day in this span is a broken calendar, not a long holiday.
LONGEST_CLOSURE_DAYS = 366
# Stands for a due date nobody knows yet: so far ahead that every comparison finds it not due.
NO_DATE_YET = date(2999, 12, 31)


class NoWorkingDayError(ValueError):
    """A calendar names no working day within a year of the day asked about."""


class WorkingCalendar(Protocol):
    """Anything that knows which days people work on."""

    def is_working_day(self, day: date, /) -> bool:
        """Whether `day` is a working day."""
        ...


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Weekend days (Monday is 0), public holidays, and make-up days worked in spite of both."""

    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def is_working_day(self, day: date, /) -> bool:
        """A make-up day wins over the weekend and over a holiday."""
        if day in self.working:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays


EVERY_DAY = WorkingDays(weekend=frozenset())


class DueRoll(StrEnum):
    """What happens to a due date that falls on a closed day."""

    NONE = "none"
    FOLLOWING = "following"
    PRECEDING = "preceding"


def is_known(day: date) -> bool:
    """Whether `day`, or a day counted from it, is a date at all and not `NO_DATE_YET`."""
    return day < NO_DATE_YET


def month_end(day: date) -> date:
    """Last day of the month `day` lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Same day of the month `months` later (earlier if negative), or that month's last day.

    Raises ValueError where the result would leave the years 1 to 9999.
    """
    index = day.year * MONTHS_IN_YEAR + (day.month - 1) + months
    year, month0 = divmod(index, MONTHS_IN_YEAR)
    first = date(year, month0 + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def add_days(day: date, days: int) -> date:
    """`days` later, stopping at the calendar's ends.

    A document due on 9999-12-31 must not make the nightly run fall over, so that day is the limit.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def net_due(base_on: date, *, days: int) -> date:
    """NET: `days` after the base date."""
    return add_days(base_on, days)


def eom_plus_due(base_on: date, *, days: int, months: int = 0) -> date:
    """EOM_PLUS: `days` after the last day of the base date's month (or of the `months`-th next)."""
    return add_days(month_end(add_months(base_on, months)), days)


def fixed_day_due(base_on: date, *, day: int, months: int) -> date:
    """FIXED_DAY: that `day` (or the month's last, if it is shorter) in the `months`-th next month.

    Raises ValueError unless `day` is 1 to 31.
    """
    if not 1 <= day <= 31:
        raise ValueError(f"A fixed pay day must lie between 1 and 31, not {day}.")
    last = month_end(add_months(base_on.replace(day=1), months))
    return last.replace(day=min(day, last.day))


def roll(day: date, *, how: DueRoll, calendar: WorkingCalendar) -> date:
    """The day itself if it is worked on, else the next or the previous working day as `how` says.

    Raises NoWorkingDayError where the calendar has no working day within a year.
    """
    if how is DueRoll.NONE:
        return day
    step = 1 if how is DueRoll.FOLLOWING else -1
    for distance in range(LONGEST_CLOSURE_DAYS + 1):
        candidate = add_days(day, step * distance)
        if calendar.is_working_day(candidate):
            return candidate
    raise NoWorkingDayError(f"The calendar has no working day within a year of {day}.")


def local_date(instant: datetime, *, zone: str) -> date:
    """The business date on which `instant` falls in the time zone named `zone` (Domain rule 3.1.1).

    Raises ValueError for an instant without an offset, since its day cannot be known.
    """
    if instant.tzinfo is None:
        raise ValueError(
            "An instant needs an offset before it can be turned into a local date."
        )
    return instant.astimezone(ZoneInfo(zone)).date()
