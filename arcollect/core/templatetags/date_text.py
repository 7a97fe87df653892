"""Dates and moments as people read them, in the active language. Pure text."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from arcollect.core.dates import is_known

_HAN_WEEKDAYS = "一二三四五六日"
_WEEK_PREFIX = {"zh-hans": "周", "zh-hant": "週"}
# Beyond this many days a distance in days tells less than the date.
_FAR_DAYS = 60
# Counted to a due date nobody knows yet: no real one lies centuries ahead.
_NEVER = -100_000


def day_text(day: dt.date) -> str:
    """`2026-11-19` in every language: columns and inputs."""
    return day.isoformat() if is_known(day) else no_date_text()


def no_date_text() -> str:
    """For a due date nobody knows yet."""
    return gettext("no date yet")


def short_day_text(day: dt.date, today: dt.date) -> str:
    """For tables: `19 Nov`, `11-19`, `11/19`; the whole date in another year."""
    if day.year != today.year or not is_known(day):
        return day_text(day)
    language = get_language()
    if language == "zh-hans":
        return f"{day:%m-%d}"
    if language == "zh-hant":
        return f"{day:%m/%d}"
    return date_format(day, "j M")


def text_day_text(day: dt.date, today: dt.date) -> str:
    """For sentences: `19 Nov`, `11月19日`; with the year in another year."""
    if not is_known(day):
        return no_date_text()
    same_year = day.year == today.year
    if get_language() in _WEEK_PREFIX:
        month_day = f"{day.month}月{day.day}日"
        return month_day if same_year else f"{day.year}年{month_day}"
    return date_format(day, "j M" if same_year else "j M Y")


def long_day_text(day: dt.date) -> str:
    """`Thu 19 Nov 2026`, `2026年11月19日 周四`, `2026年11月19日 週四`."""
    if not is_known(day):
        return no_date_text()
    prefix = _WEEK_PREFIX.get(get_language() or "")
    if prefix is None:
        return date_format(day, "D j M Y")
    weekday = _HAN_WEEKDAYS[day.weekday()]
    return f"{day.year}年{day.month}月{day.day}日 {prefix}{weekday}"


def relative_day_text(day: dt.date, today: dt.date) -> str:
    """`today`, `yesterday`, `3 d ago`, `in 3 d`; the date when it is far away."""
    distance = (today - day).days
    if abs(distance) > _FAR_DAYS:
        return day_text(day)
    near = {
        0: pgettext("relative day", "today"),
        1: pgettext("relative day", "yesterday"),
        -1: pgettext("relative day", "tomorrow"),
    }
    if distance in near:
        return near[distance]
    if distance > 0:
        return gettext("%(days)d d ago") % {"days": distance}
    return gettext("in %(days)d d") % {"days": -distance}


def days_late_text(days: int) -> str:
    """`46 days late`, `due in 3 days`, `due today`."""
    if days < _NEVER:
        return no_date_text()
    if days == 0:
        return gettext("due today")
    if days > 0:
        return ngettext("%(days)d day late", "%(days)d days late", days) % {
            "days": days
        }
    return ngettext("due in %(days)d day", "due in %(days)d days", -days) % {
        "days": -days
    }


def local_moment(instant: dt.datetime, time_zone: str) -> dt.datetime:
    """The instant on the clocks of a time zone."""
    return instant.astimezone(ZoneInfo(time_zone))
