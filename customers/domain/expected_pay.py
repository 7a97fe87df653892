"""When a customer's money can be expected, from the way his house pays. Pure.

The settlement date E is the due date on a working day (domain rule 3.2). From there the
item goes through the customer's own steps: his monthly closing, his approvals, his
usual pay days, his bank's closing day, and the days a transfer takes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from arcollect.core.dates import (
    LONGEST_CLOSURE_DAYS,
    DueRoll,
    WorkingCalendar,
    add_days,
    add_months,
    month_end,
    roll,
)


class Stage(StrEnum):
    """What moved the day, in the order it happens."""

    SETTLEMENT = "settlement"
    CLOSING = "closing"
    APPROVAL = "approval"
    PAY_DAY = "pay_day"
    BANK_CLOSING = "bank_closing"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayHabits:
    """How a customer pays; None or empty where it is not known.

    Days of the month are 1 to 31, clipped to the month's last. Weekdays count Monday
    as 0; an approval step takes a working day; `transfer_days` are calendar days.
    """

    closing_day: int | None = None
    approval_steps: int | None = None
    pay_weekdays: frozenset[int] = frozenset()
    bank_closing_day: int | None = None
    transfer_days: int | None = None


@dataclass(frozen=True, slots=True)
class ExpectedPay:
    """The day, what led to it, and whether an earlier expected day went by unpaid."""

    on: dt.date
    stages: tuple[tuple[Stage, dt.date], ...]
    is_overrun: bool = False


def settlement_date(due_on: dt.date, *, calendar: WorkingCalendar) -> dt.date:
    """E: the due date, or the next working day."""
    return roll(due_on, how=DueRoll.FOLLOWING, calendar=calendar)


def expected_pay(
    due_on: dt.date,
    *,
    habits: PayHabits,
    calendar: WorkingCalendar,
    as_of: dt.date,
) -> ExpectedPay:
    """When the money for what is due on `due_on` can be expected, asked on `as_of`.

    Where that day has passed, the item waits for the customer's next run from `as_of`
    on, and the answer says so.
    """
    found = _through_his_house(due_on, habits, calendar)
    if found[-1][1] >= as_of:
        return ExpectedPay(found[-1][1], found)
    again = _through_his_house(as_of, habits, calendar)
    return ExpectedPay(again[-1][1], again, is_overrun=True)


def _through_his_house(
    start: dt.date, habits: PayHabits, calendar: WorkingCalendar
) -> tuple[tuple[Stage, dt.date], ...]:
    day = settlement_date(start, calendar=calendar)
    stages = [(Stage.SETTLEMENT, day)]
    if habits.closing_day is not None:
        day = next_day_of_month(day, habits.closing_day)
        stages.append((Stage.CLOSING, day))
    if habits.approval_steps:
        for _step in range(habits.approval_steps):
            day = settlement_date(add_days(day, 1), calendar=calendar)
        stages.append((Stage.APPROVAL, day))
    day = _pay_day(day, habits.pay_weekdays, calendar)
    stages.append((Stage.PAY_DAY, day))
    if habits.bank_closing_day is not None:
        closes = _in_month(day, habits.bank_closing_day)
        if day > closes:
            day = _pay_day(add_days(month_end(day), 1), habits.pay_weekdays, calendar)
            stages.append((Stage.BANK_CLOSING, day))
    if habits.transfer_days:
        day = settlement_date(add_days(day, habits.transfer_days), calendar=calendar)
        stages.append((Stage.TRANSFER, day))
    return tuple(stages)


def next_day_of_month(day: dt.date, wanted: int) -> dt.date:
    """The first day on or after `day` that is the `wanted`-th, or its month's last."""
    this = _in_month(day, wanted)
    if this >= day:
        return this
    try:
        return _in_month(add_months(day.replace(day=1), 1), wanted)
    except ValueError:
        return dt.date.max


def _in_month(day: dt.date, wanted: int) -> dt.date:
    last = month_end(day)
    return last.replace(day=min(wanted, last.day))


def _pay_day(
    day: dt.date, weekdays: frozenset[int], calendar: WorkingCalendar
) -> dt.date:
    """The first working day on one of his weekdays; any working day if none fits."""
    for distance in range(LONGEST_CLOSURE_DAYS + 1):
        found = add_days(day, distance)
        if calendar.is_working_day(found) and found.weekday() in weekdays:
            return found
        if not weekdays:
            break
    return settlement_date(day, calendar=calendar)
