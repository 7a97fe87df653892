"""Dates and moments as people read them, in the three languages."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import translation

from arcollect.core.templatetags import arcollect as tags

TODAY = dt.date(2026, 11, 19)
LAST_YEAR = dt.date(2025, 3, 4)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_columns_show_iso_dates_in_every_language(language: str) -> None:
    with translation.override(language):
        assert tags.day(TODAY) == "2026-11-19"


@pytest.mark.parametrize(
    ("language", "short", "text", "text_last_year", "long"),
    [
        ("en", "19 Nov", "19 Nov", "4 Mar 2025", "Thu 19 Nov 2026"),
        ("zh-hans", "11-19", "11月19日", "2025年3月4日", "2026年11月19日 周四"),
        ("zh-hant", "11/19", "11月19日", "2025年3月4日", "2026年11月19日 週四"),
    ],
)
def test_short_and_long_dates(
    language: str, short: str, text: str, text_last_year: str, long: str
) -> None:
    with translation.override(language):
        assert tags.short_day(TODAY, TODAY) == short
        assert tags.short_day(LAST_YEAR, TODAY) == "2025-03-04"
        assert tags.text_day(TODAY, TODAY) == text
        assert tags.text_day(LAST_YEAR, TODAY) == text_last_year
        assert tags.long_day(TODAY) == long


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (1, "tomorrow"),
        (-3, "3 d ago"),
        (20, "in 20 d"),
        (-61, "2026-09-19"),
    ],
)
def test_a_near_day_is_told_as_a_distance(days: int, expected: str) -> None:
    with translation.override("en"):
        assert tags.relative_day(TODAY + dt.timedelta(days=days), TODAY) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (46, "46 days late"),
        (1, "1 day late"),
        (0, "due today"),
        (-3, "due in 3 days"),
        (-1, "due in 1 day"),
    ],
)
def test_days_late(days: int, expected: str) -> None:
    with translation.override("en"):
        assert tags.days_late(days) == expected


def test_a_moment_is_shown_on_the_companys_clocks_with_the_zone_on_hover() -> None:
    company = SimpleNamespace(time_zone="Asia/Shanghai")
    instant = dt.datetime(2026, 11, 18, 16, 30, tzinfo=dt.UTC)
    assert tags.moment(instant, company) == (
        '<time datetime="2026-11-18T16:30:00+00:00" '
        'title="2026-11-19 00:30 Asia/Shanghai">2026-11-19 00:30</time>'
    )
    assert ">00:30</time>" in tags.clock_time(instant, company)


def test_nothing_is_shown_for_a_missing_date() -> None:
    assert tags.day(None) == ""
    assert tags.short_day(None, TODAY) == ""
    assert tags.moment(None) == ""
