"""By when a letter is to be answered."""

from __future__ import annotations

import datetime as dt

from arcollect.core.dates import WorkingCalendar

REPLY_WORKING_DAYS = 10
_LONGEST = 366


def reply_due(
    issued_on: dt.date, *, calendar: WorkingCalendar, days: int = REPLY_WORKING_DAYS
) -> dt.date:
    """The `days`-th working day after the issue date, which is not counted."""
    day, left = issued_on, days
    for _step in range(_LONGEST):
        day += dt.timedelta(days=1)
        left -= calendar.is_working_day(day)
        if left <= 0:
            return day
    raise ValueError(f"Fewer than {days} working days in the year after {issued_on}.")
