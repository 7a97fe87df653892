"""Change the company's working calendar: its weekend and single days."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.models import CalendarDay, Company, User
from arcollect.core.selectors.calendars import WEEKDAYS, weekend_days, weekend_mask
from arcollect.core.services.ensure_calendar import ensure_calendar


class CalendarRefusedError(Exception):
    """The calendar was not changed; the text says why."""


@transaction.atomic
def change_weekend(
    *, actor: User | None, company: Company, days: frozenset[int]
) -> None:
    """Say on which weekdays (Monday is 0) nobody works.

    Raises `CalendarRefusedError` where no weekday would be left to work on.
    """
    if not days < frozenset(WEEKDAYS):
        raise CalendarRefusedError(_("At least one weekday must be a working day."))
    calendar = ensure_calendar(company=company)
    before = weekend_days(calendar.weekend)
    if before == days:
        return
    calendar.weekend = weekend_mask(days)
    calendar.save(update_fields=["weekend"])
    audit.record(
        actor=actor,
        action="core.calendar.weekend_changed",
        target=calendar,
        company=company,
        before={"weekend": sorted(before)},
        after={"weekend": sorted(days)},
    )


def add_day(
    *,
    actor: User | None,
    company: Company,
    day: dt.date,
    is_working: bool,
    name: str = "",
) -> CalendarDay:
    """Enter a holiday, or a day that is worked in spite of weekend and holidays.

    Dates that were rolled before stay as they are. Raises `CalendarRefusedError` for a
    day that is in the calendar already.
    """
    try:
        with transaction.atomic():
            calendar = ensure_calendar(company=company)
            entered = CalendarDay.objects.create(
                calendar=calendar, day=day, is_working=is_working, name=name
            )
            audit.record(
                actor=actor,
                action="core.calendar.day_added",
                target=entered,
                company=company,
                after={"day": day, "is_working": is_working, "name": name},
            )
    except IntegrityError as error:
        raise CalendarRefusedError(
            _("This day is in the calendar already. Remove it first.")
        ) from error
    return entered


@transaction.atomic
def remove_day(*, actor: User | None, company: Company, day: CalendarDay) -> None:
    """Let the weekday decide again."""
    audit.record(
        actor=actor,
        action="core.calendar.day_removed",
        target=day,
        company=company,
        before={"day": day.day, "is_working": day.is_working, "name": day.name},
    )
    CalendarDay.objects.filter(pk=day.pk).delete()
