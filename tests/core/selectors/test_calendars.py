"""The working days of a company: what is shipped, and what people change."""

from __future__ import annotations

import datetime as dt

import pytest

from arcollect.core.dates import WorkingDays
from arcollect.core.models import CalendarDay, WorkCalendar
from arcollect.core.public_holidays import shipped_days
from arcollect.core.selectors.calendars import (
    weekend_days,
    weekend_mask,
    working_days_of,
)
from arcollect.core.services.create_company import prepare_company
from tests import factories
from tests.oracles.case_files import SHIPPED, load


def test_the_shipped_days_are_those_of_the_state_councils_notice() -> None:
    table = load("cadence.json", folder=SHIPPED)["calendars"]["CN-2026"]
    rest = [day.isoformat() for day, worked, _name in shipped_days() if not worked]
    work = [day.isoformat() for day, worked, _name in shipped_days() if worked]
    assert (rest, work) == (table["holidays"], table["working"])


@pytest.mark.django_db
def test_a_new_company_works_by_the_shipped_calendar() -> None:
    working = working_days_of(factories.company())
    assert not working.is_working_day(dt.date(2026, 10, 3))
    assert working.is_working_day(dt.date(2026, 10, 10)), "a make-up Saturday"
    assert not working.is_working_day(dt.date(2027, 1, 2)), "a Saturday without days"


@pytest.mark.django_db
def test_preparing_a_company_again_leaves_changed_days_alone() -> None:
    company = factories.company()
    CalendarDay.objects.filter(calendar__company=company).delete()
    prepare_company(company)
    assert working_days_of(company) == WorkingDays()


@pytest.mark.django_db
def test_a_company_without_a_calendar_rests_on_weekends() -> None:
    company = factories.company()
    WorkCalendar.objects.filter(company=company).delete()
    assert working_days_of(company) == WorkingDays()


@pytest.mark.parametrize("days", [(), (5, 6), (4, 5), (0, 1, 2, 3, 4, 5)])
def test_weekends_survive_their_bits(days: tuple[int, ...]) -> None:
    assert weekend_days(weekend_mask(frozenset(days))) == frozenset(days)
