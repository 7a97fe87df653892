"""Companies, users with a role, teams, sales reps, and browsers they sit at."""

from __future__ import annotations

import datetime as dt
from itertools import count

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from arcollect.core.models import Company, Membership, Rep, Team, User
from arcollect.core.roles import SECOND_FACTOR_ROLES, Role
from arcollect.core.services.create_company import create_company
from arcollect.core.session_age import SessionAge, seconds_now, write_age
from tests.factories.browsers import browser

PASSWORD = "lantern over quiet water"
BACKEND = "django.contrib.auth.backends.ModelBackend"
_number = count(1)


def company(
    *,
    code: str = "",
    name: str = "",
    base_currency: str = "CNY",
    time_zone: str = "Asia/Shanghai",
    language: str = "en",
    is_demo: bool = False,
    set_up: bool = True,
) -> Company:
    """A company, set up unless said otherwise."""
    code = code or f"c{next(_number)}"
    made = create_company(
        actor=None,
        code=code,
        name=name or f"Company {code}",
        base_currency=base_currency,
        time_zone=time_zone,
        language=language,
        is_demo=is_demo,
    )
    if set_up:
        made.set_up_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        made.save(update_fields=["set_up_at"])
    return made


def team(*, company: Company, name: str = "") -> Team:
    return Team.objects.create(company=company, name=name or f"Team {next(_number)}")


def user(
    *,
    role: Role | None = Role.FINANCE,
    company: Company | None = None,
    username: str = "",
    full_name: str = "",
    team: Team | None = None,
    is_active: bool = True,
    must_change_password: bool = False,
    second_factor: bool | None = None,
) -> User:
    """A user with a role in the company; with an app where his role demands one.

    `role` None gives a user without any membership. The password is `PASSWORD`.
    """
    username = username or f"user{next(_number)}"
    made = User(
        username=username,
        full_name=full_name or f"Person {username}",
        language="en",
        is_active=is_active,
        must_change_password=must_change_password,
    )
    made.set_password(PASSWORD)
    made.save()
    if role is not None:
        assert company is not None, "a role is a role in a company"
        Membership.objects.create(user=made, company=company, role=role, team=team)
    if second_factor is None:
        demanded = company is not None and not company.is_demo
        second_factor = demanded and role in SECOND_FACTOR_ROLES
    if second_factor:
        TOTPDevice.objects.create(user=made, name="app", confirmed=True)
    return made


def rep(
    *,
    company: Company,
    name: str = "",
    user: User | None = None,
    team: Team | None = None,
) -> Rep:
    """A salesperson as the books name him, linked to `user` where he signs in."""
    return Rep.objects.create(
        company=company, name=name or f"Rep {next(_number)}", user=user, team=team
    )


def signed_in(user: User, *, enforce_csrf: bool = False) -> Client:
    """A browser in which the user has passed password and second factor."""
    client = with_password(user, enforce_csrf=enforce_csrf)
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is not None:
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


def with_password(user: User, *, enforce_csrf: bool = False) -> Client:
    """A browser in which the user has given his password, just now."""
    client = browser(enforce_csrf=enforce_csrf)
    client.force_login(user, backend=BACKEND)
    request = HttpRequest()
    request.session = client.session
    response = HttpResponse()
    now = seconds_now()
    write_age(request, response, SessionAge(began=now, seen=now))
    client.cookies.update(response.cookies)
    return client
