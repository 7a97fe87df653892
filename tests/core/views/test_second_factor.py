"""The second step: demanded of roles that can do much, and not to be walked around."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from arcollect.core.models import AuditEvent, Company
from arcollect.core.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
SETUP, CHECK = "/second-factor/set-up/", "/second-factor/"
NOON = dt.datetime(2026, 6, 30, 12, 0, tzinfo=dt.UTC)


def code_of(device: TOTPDevice) -> str:
    """What the app shows at the moment that the clock says."""
    number = totp(device.bin_key, device.step, device.t0, device.digits)
    return f"{number:06}"


@pytest.mark.parametrize("role", [Role.FINANCE_MANAGER, Role.ADMINISTRATOR])
def test_strong_roles_are_led_to_the_set_up(company: Company, role: Role):
    user = factories.user(role=role, company=company, second_factor=False)
    client = factories.with_password(user)

    for path in ("/audit/", "/profile/", "/profile/password/"):
        assert client.get(path)["Location"] == SETUP, path


@pytest.mark.parametrize("role", [Role.FINANCE, Role.SALES_REP, Role.AUDITOR])
def test_other_roles_may_do_without(company: Company, role: Role):
    client = factories.with_password(factories.user(role=role, company=company))

    assert client.get("/profile/").status_code == 200


def test_the_demo_company_demands_none(company: Company):
    demo = factories.company(is_demo=True)
    user = factories.user(role=Role.ADMINISTRATOR, company=demo)

    assert factories.with_password(user).get("/users/").status_code == 200


def test_setting_up_an_app_opens_the_door_and_shows_recovery_codes_once(
    company: Company,
):
    user = factories.user(role=Role.ADMINISTRATOR, company=company, second_factor=False)
    client = factories.with_password(user)
    with time_machine.travel(NOON, tick=False):
        page = client.get(SETUP)
        device = TOTPDevice.objects.get(user=user)
        assert "data:image/svg+xml" in page.content.decode()
        session_before = client.session.session_key

        done = client.post(SETUP, {"code": code_of(device)})

        assert client.get("/users/").status_code == 200

    assert len(done.context["codes"]) == 10
    assert client.session.session_key != session_before
    assert AuditEvent.objects.filter(action="core.user.second_factor_set").exists()


def test_a_wrong_code_opens_nothing(company: Company):
    user = factories.user(role=Role.ADMINISTRATOR, company=company, second_factor=False)
    client = factories.with_password(user)
    client.get(SETUP)

    assert client.post(SETUP, {"code": "000000"}).context["form"].errors
    assert not TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    assert client.get("/users/")["Location"] == SETUP


def test_a_stolen_password_does_not_replace_the_app(company: Company):
    user = factories.user(role=Role.ADMINISTRATOR, company=company)
    thief = factories.with_password(user)

    for method in (thief.get, thief.post):
        assert method(SETUP)["Location"] == CHECK
    for path in ("/profile/", "/profile/password/", "/users/"):
        assert thief.get(path)["Location"] == CHECK
    assert thief.post("/second-factor/recovery-codes/")["Location"] == CHECK
    assert TOTPDevice.objects.filter(user=user).count() == 1


def test_the_code_of_the_app_and_a_recovery_code_open_each_once(company: Company):
    user = factories.user(role=Role.ADMINISTRATOR, company=company)
    device = TOTPDevice.objects.get(user=user)
    with time_machine.travel(NOON, tick=False):
        first = factories.with_password(user)
        assert first.post(CHECK, {"code": code_of(device)})["Location"] == "/"
        codes = first.post("/second-factor/recovery-codes/").context["codes"]

        replayed = factories.with_password(user)
        again = replayed.post(CHECK, {"code": code_of(device)})
        assert again.context["form"].errors

    with time_machine.travel(NOON + dt.timedelta(minutes=5), tick=False):
        lost_phone = factories.with_password(user)
        assert lost_phone.post(CHECK, {"code": codes[0].upper()})["Location"] == "/"
        assert lost_phone.get("/users/").status_code == 200
    with time_machine.travel(NOON + dt.timedelta(minutes=10), tick=False):
        used = factories.with_password(user).post(CHECK, {"code": codes[0]})
        assert used.context["form"].errors


def test_guessing_codes_is_slowed_down(company: Company):
    user = factories.user(role=Role.ADMINISTRATOR, company=company)
    device = TOTPDevice.objects.get(user=user)
    with time_machine.travel(NOON, tick=False):
        client = factories.with_password(user)
        for _ in range(4):
            client.post(CHECK, {"code": "000000"})

        right_but_too_soon = client.post(CHECK, {"code": code_of(device)})

    assert right_but_too_soon.context["form"].errors


def test_who_has_an_app_is_asked_for_it_in_every_role(company: Company):
    user = factories.user(role=Role.FINANCE, company=company, second_factor=True)

    assert factories.with_password(user).get("/profile/")["Location"] == CHECK
