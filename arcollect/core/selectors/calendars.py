"""A company's working days, as the rules of dates take them."""

from __future__ import annotations

from django.db.models import QuerySet

from arcollect.core.dates import WorkingDays
from arcollect.core.models import CalendarDay, Company, WorkCalendar

WEEKDAYS = range(7)


def weekend_days(mask: int) -> frozenset[int]:
    """The weekdays of rest (Monday is 0) behind the bits of a calendar."""
    return frozenset(day for day in WEEKDAYS if mask >> day & 1)


def weekend_mask(days: frozenset[int]) -> int:
    """The bits of a calendar for weekdays of rest (Monday is 0)."""
    return sum(1 << day for day in days)


def working_days_of(company: Company) -> WorkingDays:
    """The company's calendar; Saturday and Sunday off where it has none. One query."""
    rows = list(
        WorkCalendar.objects.filter(company=company).values_list(
            "weekend", "days__day", "days__is_working"
        )
    )
    if not rows:
        return WorkingDays()
    return WorkingDays(
        weekend=weekend_days(rows[0][0]),
        holidays=frozenset(day for _, day, works in rows if day and not works),
        working=frozenset(day for _, day, works in rows if day and works),
    )


def find_calendar(*, company: Company) -> WorkCalendar | None:
    """The company's calendar; None for a company that was never prepared."""
    return WorkCalendar.objects.filter(company=company).first()


def list_days(*, company: Company, year: int) -> QuerySet[CalendarDay]:
    """The days of a year that differ from its weekdays, in order."""
    return CalendarDay.objects.filter(
        calendar__company=company, day__year=year
    ).order_by("day")
