"""Give a company the working calendar that is shipped."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import override

from arcollect.core.models import CalendarDay, Company, WorkCalendar
from arcollect.core.public_holidays import CALENDAR_NAME, shipped_days


@transaction.atomic
def ensure_calendar(*, company: Company) -> WorkCalendar:
    """The company's calendar; a new company gets the shipped one.

    The names are stored in English and shown in the language of who looks. Safe to
    call again: a calendar that is there stays as people have changed it.
    """
    with override("en"):
        calendar, is_new = WorkCalendar.objects.get_or_create(
            company=company, defaults={"name": str(CALENDAR_NAME)}
        )
        if is_new:
            CalendarDay.objects.bulk_create(
                CalendarDay(
                    calendar=calendar, day=day, is_working=is_working, name=str(name)
                )
                for day, is_working, name in shipped_days()
            )
    return calendar
