"""The only reader of the system clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> dt.datetime:
    """The present instant, UTC."""
    return timezone.now()


def local_date(instant: dt.datetime, time_zone: str) -> dt.date:
    """The business date of an instant in a company's time zone."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def local_time(instant: dt.datetime, time_zone: str) -> dt.datetime:
    """The instant as clocks in a company's time zone show it."""
    return instant.astimezone(ZoneInfo(time_zone))


def today(time_zone: str) -> dt.date:
    """The business date of the present instant in a company's time zone."""
    return local_date(now(), time_zone)
