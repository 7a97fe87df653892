"""Dates and numbers are written the same way in every language, months by its own."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from types import ModuleType

import pytest
from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import override, to_locale

LANGUAGES = [code for code, _name in settings.LANGUAGES]
DAY = dt.date(2026, 11, 9)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def written(language: str) -> ModuleType:
    return import_module(f"arcollect.formats.{to_locale(language)}.formats")


def names(module: ModuleType) -> set[str]:
    return {name for name in vars(module) if name.isupper()}


@every_language
def test_every_language_has_every_format(language: str) -> None:
    assert names(written(language)) == names(written("en"))


@every_language
def test_columns_hold_iso_days_and_comma_groups(language: str) -> None:
    with override(language):
        assert date_format(DAY) == "2026-11-09"
        assert date_format(DAY, "SHORT_DATE_FORMAT") == "2026-11-09"
        assert number_format("1482600.00", force_grouping=True) == "1,482,600.00"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "9 Nov"), ("zh-hans", "11月9日"), ("zh-hant", "11月9日")],
)
def test_a_day_of_the_year_is_said_as_people_say_it(language: str, text: str) -> None:
    with override(language):
        assert date_format(DAY, "MONTH_DAY_FORMAT") == text
