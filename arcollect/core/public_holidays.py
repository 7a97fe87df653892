"""Public holidays that are shipped: the days of rest and of make-up work of the PRC.

Source: the State Council's notice on the arrangement of holidays. A year that is not
here has weekends only until somebody enters its days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Name = str | Promise
# First and last day of rest, month and day, and what is kept.
_CN_2026_REST: tuple[tuple[tuple[int, int], tuple[int, int], Name], ...] = (
    ((1, 1), (1, 3), _("New Year")),
    ((2, 15), (2, 23), _("Spring Festival")),
    ((4, 4), (4, 6), _("Tomb Sweeping Day")),
    ((5, 1), (5, 5), _("Labour Day")),
    ((6, 19), (6, 21), _("Dragon Boat Festival")),
    ((9, 25), (9, 27), _("Mid-Autumn Festival")),
    ((10, 1), (10, 7), _("National Day")),
)
_CN_2026_WORK: tuple[tuple[int, int], ...] = (
    (1, 4),
    (2, 14),
    (2, 28),
    (5, 9),
    (9, 20),
    (10, 10),
)
CALENDAR_NAME = _("People's Republic of China")
MAKE_UP_DAY = _("Make-up working day")


def shipped_days() -> Iterator[tuple[dt.date, bool, Name]]:
    """(day, is it worked, name) of every shipped day, in the order of the year."""
    days: list[tuple[dt.date, bool, Name]] = []
    for first, last, name in _CN_2026_REST:
        day, end = dt.date(2026, *first), dt.date(2026, *last)
        while day <= end:
            days.append((day, False, name))
            day += dt.timedelta(days=1)
    days += [(dt.date(2026, *day), True, MAKE_UP_DAY) for day in _CN_2026_WORK]
    yield from sorted(days, key=lambda entry: entry[0])
