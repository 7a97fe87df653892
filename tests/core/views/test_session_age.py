"""A session ends 30 minutes after the last click and 12 hours after the login."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from arcollect.core import clock
from arcollect.core.models import Company, User
from arcollect.core.roles import Role
from tests import factories
from tests.architecture.world import nothing_written

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 6, 30, 1, tzinfo=dt.UTC)
PAGE = "/profile/"


class Clock:
    """The product's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def move(self, **by: int) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Clock:
    hands = Clock()
    monkeypatch.setattr(clock, "now", lambda: hands.now)
    return hands


@pytest.fixture
def clerk(company: Company) -> User:
    return factories.user(role=Role.FINANCE, company=company)


@pytest.fixture
def browser(hands: Clock, clerk: User) -> Client:
    """Signed in the way people are."""
    browser = Client()
    sent = {"username": clerk.username, "password": factories.PASSWORD}
    assert browser.post("/login/", sent).status_code == 302
    assert browser.get(PAGE).status_code == 200
    return browser


def is_out(browser: Client) -> bool:
    response = browser.get(PAGE)
    return response.status_code == 302 and response["Location"].startswith("/login/")


def test_half_an_hour_without_a_click_ends_it_for_good(browser: Client, hands: Clock):
    cookies = browser.cookies.copy()
    hands.move(minutes=31)

    assert is_out(browser)

    browser.cookies = cookies
    hands.now = START
    assert is_out(browser)
    assert not Session.objects.exists()


def test_whoever_goes_on_working_stays(browser: Client, hands: Clock):
    for _ in range(20):
        hands.move(minutes=29)
        assert browser.get(PAGE).status_code == 200


def test_twelve_hours_after_the_login_it_ends_whatever_was_done(
    browser: Client, hands: Clock
):
    for _ in range(12 * 60 // 20):
        assert browser.get(PAGE).status_code == 200
        hands.move(minutes=20)
    hands.move(minutes=1)

    assert is_out(browser)


def test_a_bar_that_asks_by_itself_is_no_click(browser: Client, hands: Clock):
    for _ in range(4):
        hands.move(minutes=8)
        answer = browser.get("/invoices/imports/1/_progress/")

    assert answer.status_code == 302
    assert is_out(browser)


def test_a_click_writes_nothing_into_the_database(browser: Client, hands: Clock):
    for _ in range(3):
        hands.move(minutes=2)
        before = list(Session.objects.values_list())
        with nothing_written():
            browser.get(PAGE)
        assert list(Session.objects.values_list()) == before


@pytest.mark.parametrize("change", ["missing", "forged", "another's"])
def test_the_mark_of_the_last_click_cannot_be_made_up(
    browser: Client, company: Company, change: str
):
    name = settings.SESSION_SEEN_COOKIE_NAME
    if change == "missing":
        del browser.cookies[name]
    elif change == "forged":
        browser.cookies[name] = "1:9999999999:x"
    else:
        other = factories.signed_in(factories.user(role=Role.FINANCE, company=company))
        browser.cookies[name] = other.cookies[name].value

    assert is_out(browser)


def test_a_new_password_keeps_the_session_it_was_given_in(browser: Client, clerk: User):
    words = "a new and longer secret"
    sent = {
        "old_password": factories.PASSWORD,
        "new_password1": words,
        "new_password2": words,
    }

    assert browser.post("/profile/password/", sent)["Location"] == PAGE
    assert browser.get(PAGE).status_code == 200


def test_the_mark_is_out_of_reach_of_scripts(browser: Client):
    cookie = browser.cookies[settings.SESSION_SEEN_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
