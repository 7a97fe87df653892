"""The working calendar and absences on screen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from arcollect.core.models import Absence, CalendarDay, Company
from arcollect.core.roles import Role
from arcollect.core.selectors.calendars import working_days_of
from tests import factories

pytestmark = pytest.mark.django_db
CALENDAR, WEEKEND, ABSENCES = "/calendar/", "/calendar/weekend/", "/absences/"
FIRST = dt.date(2027, 2, 6)


@pytest.fixture
def company() -> Company:
    return factories.company()


@pytest.fixture
def administrator(company: Company) -> Client:
    user = factories.user(role=Role.ADMINISTRATOR, company=company)
    return factories.signed_in(user)


def test_the_shipped_year_is_shown(administrator: Client) -> None:
    page = administrator.get(CALENDAR, {"year": "2026"}).content.decode()
    assert "Spring Festival" in page
    assert "Make-up working day" in page
    assert "No days for this year" in str(
        administrator.get(CALENDAR, {"year": "2030"}).content.decode()
    )


def test_a_holiday_is_entered_once_and_removed(
    company: Company, administrator: Client
) -> None:
    form = {"day": FIRST.isoformat(), "kind": "work", "name": "Make-up"}
    assert administrator.post(CALENDAR, form).status_code == 302
    assert working_days_of(company).is_working_day(FIRST), "a Saturday"
    twice = administrator.post(CALENDAR, form)
    assert twice.status_code == 422
    assert "Remove it first" in twice.content.decode()
    day = CalendarDay.objects.get(day=FIRST)
    administrator.post(f"/calendar/days/{day.pk}/remove/")
    assert not working_days_of(company).is_working_day(FIRST)


def test_a_week_needs_a_working_day(company: Company, administrator: Client) -> None:
    friday_and_saturday = {"days": ["4", "5"]}
    administrator.post(WEEKEND, friday_and_saturday)
    assert working_days_of(company).weekend == {4, 5}
    every_day = {"days": [str(day) for day in range(7)]}
    answer = administrator.post(WEEKEND, every_day, follow=True)
    assert "At least one weekday" in answer.content.decode()
    assert working_days_of(company).weekend == {4, 5}


@pytest.mark.parametrize("year", ["", "abc", "0", "99999", "²"])
def test_a_year_that_is_none_shows_this_year(administrator: Client, year: str) -> None:
    assert administrator.get(CALENDAR, {"year": year}).status_code == 200


def absence(**changes: str) -> dict[str, str]:
    return {"from_on": "2099-01-04", "until_on": "2099-01-05", **changes}


def test_an_absence_is_entered_and_taken_back(
    company: Company, administrator: Client
) -> None:
    user = factories.user(company=company)
    stand_in = factories.user(company=company)
    form = absence(user=str(user.pk), stand_in=str(stand_in.pk))
    assert administrator.post(ABSENCES, form).status_code == 302
    entered = Absence.objects.get()
    assert (entered.user, entered.stand_in) == (user, stand_in)
    assert user.full_name in administrator.get(ABSENCES).content.decode()
    administrator.post(f"/absences/{entered.pk}/remove/")
    assert not Absence.objects.exists()


def test_nonsense_is_refused(company: Company, administrator: Client) -> None:
    user = factories.user(company=company)
    stranger = factories.user(company=factories.company())
    for changes in (
        {"user": str(user.pk), "until_on": "2099-01-01"},
        {"user": str(user.pk), "stand_in": str(user.pk)},
        {"user": str(stranger.pk)},
        {"user": str(user.pk), "stand_in": str(stranger.pk)},
    ):
        assert administrator.post(ABSENCES, absence(**changes)).status_code == 422
    assert not Absence.objects.exists()


def test_a_manager_enters_for_his_team_only(company: Company) -> None:
    team = factories.team(company=company)
    mine = factories.user(role=Role.SALES_REP, company=company)
    factories.rep(company=company, user=mine, team=team)
    other = factories.user(role=Role.SALES_REP, company=company)
    factories.rep(company=company, user=other, team=factories.team(company=company))
    manager = factories.user(role=Role.SALES_MANAGER, company=company, team=team)
    browser = factories.signed_in(manager)
    assert browser.post(ABSENCES, absence(user=str(other.pk))).status_code == 422
    assert browser.post(ABSENCES, absence(user=str(mine.pk))).status_code == 302
    assert Absence.objects.get().user == mine
