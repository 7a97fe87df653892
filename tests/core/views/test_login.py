"""Signing in: throttled, tells nothing about who exists, never leaves the host."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from arcollect.core.models import AuditEvent, Company, User
from arcollect.core.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


@pytest.fixture
def clerk(company: Company) -> User:
    return factories.user(role=Role.FINANCE, company=company, username="chen.li")


def sign_in(client: Client, username: str, password: str, **extra: str):
    return client.post(LOGIN, {"username": username, "password": password, **extra})


def test_the_right_password_opens_a_session_with_a_new_id(clerk: User):
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    planted = session.session_key

    response = sign_in(client, "chen.li", factories.PASSWORD)

    assert response.status_code == 302
    assert client.session.session_key != planted
    event = AuditEvent.objects.get(action="core.user.signed_in")
    assert event.actor == clerk
    assert event.request_id == response["X-Request-ID"]


def test_login_names_know_no_capitals(clerk: User):
    assert sign_in(Client(), "Chen.LI", factories.PASSWORD).status_code == 302


def test_unknown_name_wrong_password_and_closed_login_read_the_same(clerk: User):
    factories.user(
        role=Role.FINANCE,
        company=clerk.memberships.get().company,
        username="gone",
        is_active=False,
    )
    answers = {
        name: sign_in(Client(), name, "not the password").content.decode()
        for name in ("chen.li", "nobody.at.all", "gone")
    }
    answers["closed"] = sign_in(Client(), "gone", factories.PASSWORD).content.decode()

    without_echo = {
        visible_text(page, "chen.li", "nobody.at.all", "gone")
        for page in answers.values()
    }

    assert len(without_echo) == 1
    assert "The login name or the password is wrong." in without_echo.pop()


def visible_text(page: str, *names: str) -> str:
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    assert main
    text = re.sub(r'value="[^"]*"', "", main.group())
    text = re.sub(r"Reference \w+", "", text)
    for name in names:
        text = text.replace(name, "")
    return text


def test_guessing_closes_the_login_name_for_all_addresses(clerk: User, settings):
    for number in range(settings.AXES_FAILURE_LIMIT):
        sign_in(Client(REMOTE_ADDR=f"10.0.0.{number}"), "chen.li", f"guess {number}")

    locked = sign_in(Client(REMOTE_ADDR="10.0.1.1"), "Chen.Li", factories.PASSWORD)

    assert locked.status_code == 429
    assert "15 minutes" in locked.content.decode()
    assert locked["Retry-After"] == "900"


def test_an_unknown_name_is_closed_with_the_same_page(clerk: User, settings):
    pages = []
    for name in ("chen.li", "nobody.at.all"):
        for number in range(settings.AXES_FAILURE_LIMIT):
            sign_in(Client(), name, f"guess {number}")
        pages.append(visible_text(sign_in(Client(), name, "x").content.decode()))

    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("/profile/", "/profile/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_next_stays_on_this_host(clerk: User, asked: str, goes_to: str):
    response = sign_in(Client(), "chen.li", factories.PASSWORD, next=asked)

    assert response["Location"] == goes_to


def test_logging_out_ends_the_session_and_takes_a_post(clerk: User):
    client = factories.signed_in(clerk)

    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == reverse("core:login")
    assert client.get("/profile/")["Location"] == "/login/?next=/profile/"


def test_a_deactivated_user_is_out_with_his_next_request(clerk: User):
    client = factories.signed_in(clerk)
    assert client.get("/profile/").status_code == 200

    User.objects.filter(pk=clerk.pk).update(is_active=False)

    assert client.get("/profile/")["Location"].startswith("/login/")


def test_a_fragment_asked_for_after_the_session_sends_the_whole_page_to_login(
    clerk: User,
):
    response = Client().get(
        "/profile/",
        headers={
            "HX-Request": "true",
            "HX-Current-URL": "http://testserver/audit/?a=1",
        },
    )

    assert response.status_code == 401
    assert response["HX-Redirect"] == "/login/?next=/audit/%3Fa%3D1"


def test_the_language_can_be_chosen_before_signing_in(clerk: User):
    client = Client()
    response = client.post("/language/", {"language": "zh-hans", "next": LOGIN})

    assert response["Location"] == LOGIN
    assert client.get(LOGIN)["Content-Language"] == "zh-hans"
    assert client.post("/language/", {"language": "tlh"}).status_code == 400


def test_the_language_follows_person_then_cookie_then_browser_then_company(
    company: Company,
):
    speaks = factories.user(role=Role.FINANCE, company=company)
    User.objects.filter(pk=speaks.pk).update(language="zh-hant")
    Company.objects.filter(pk=company.pk).update(language="zh-hans")
    browser = {"Accept-Language": "zh-TW,en;q=0.5"}

    assert Client().get(LOGIN)["Content-Language"] == "zh-hans"
    assert Client().get(LOGIN, headers=browser)["Content-Language"] == "zh-hant"
    with_cookie = Client()
    with_cookie.cookies["arcollect_language"] = "en"
    assert with_cookie.get(LOGIN, headers=browser)["Content-Language"] == "en"
    signed_in = factories.with_password(speaks)
    signed_in.cookies["arcollect_language"] = "en"
    assert signed_in.get("/profile/")["Content-Language"] == "zh-hant"


def test_a_user_without_a_role_gets_a_page_that_says_so(company: Company):
    stranger = factories.user(role=None)
    response = factories.signed_in(stranger).get("/users/")

    assert response.status_code == 403
    assert "core/no_company.html" in {used.name for used in response.templates}


def test_the_demo_names_its_logins_and_production_does_not(monkeypatch, settings):
    from arcollect.core import company_hooks

    logins = [("lanyue-finance", "a password known to all", "Finance")]
    monkeypatch.setattr(company_hooks, "_demo_logins", [lambda: logins])
    factories.company(is_demo=True)

    assert "a password known to all" in Client().get(LOGIN).content.decode()
    settings.PRODUCTION = True
    assert "a password known to all" not in Client().get(LOGIN).content.decode()
