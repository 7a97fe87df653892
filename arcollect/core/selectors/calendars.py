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
    """The company's calendar; Saturday and Sunday off where it has none. Two queries."""
    calendar = WorkCalendar.objects.filter(company=company).first()
    if calendar is None:
        return WorkingDays()
    days = list(calendar.days.values_list("day", "is_working"))
    return WorkingDays(
        weekend=weekend_days(calendar.weekend),
        holidays=frozenset(day for day, is_working in days if not is_working),
        working=frozenset(day for day, is_working in days if is_working),
    )


def find_calendar(*, company: Company) -> WorkCalendar | None:
    """The company's calendar; None for a company that was never prepared."""
    return WorkCalendar.objects.filter(company=company).first()


def list_days(*, company: Company, year: int) -> QuerySet[CalendarDay]:
    """The days of a year that differ from its weekdays, in order."""
    return CalendarDay.objects.filter(
        calendar__company=company, day__year=year
    ).order_by("day")
