"""Passwords and codes stand in no row but their own, and in no log."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from arcollect.core.models import Company, User
from arcollect.core.roles import Role
from arcollect.core.services.second_factor import device_secret
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "a new and longer secret"
Find = Callable[[str], set[str]]


@pytest.fixture
def company(db: None) -> Company:
    return factories.company()


@pytest.fixture
def places(caplog: pytest.LogCaptureFixture) -> Find:
    """Names of the tables that hold a text in the clear, and `log`."""
    caplog.set_level(logging.DEBUG)

    def find(text: str) -> set[str]:
        found = {
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            for row in model._default_manager.values_list()
            if text in " ".join(map(str, row))
        }
        # The test database's own statements are written down by Django only here.
        said = [
            r.getMessage() for r in caplog.records if r.name != "django.db.backends"
        ]
        return found | ({"log"} if any(text in line for line in said) else set())

    return find


def test_a_one_time_password_is_kept_nowhere(company: Company, places: Find):
    administrator = factories.user(role=Role.ADMINISTRATOR, company=company)
    client = factories.signed_in(administrator)
    person = {"username": "gu.wei", "full_name": "Gu Wei", "role": "finance"}

    page = client.post("/users/new/", {**person, "language": "en", "email": ""})
    made = User.objects.get(username="gu.wei")
    again = client.post(f"/users/{made.pk}/reset-password/")

    for shown in (page, again):
        password = shown.context["password"]
        assert password in shown.content.decode()
        assert places(password) == set()
    his = Client()
    his.post("/login/", {"username": "gu.wei", "password": password})
    changed = {"old_password": password, "new_password1": NEW, "new_password2": NEW}
    assert his.post("/profile/password/", changed).status_code == 302
    assert places(password) == places(NEW) == set()


@pytest.mark.parametrize("name", ["chen.li", "nobody.at.all"])
def test_a_wrong_password_is_kept_nowhere(company: Company, places: Find, name: str):
    factories.user(role=Role.FINANCE, company=company, username="chen.li")
    wrong = "almost the right words"

    for _ in range(6):
        Client().post(
            "/login/?password=" + wrong, {"username": name, "password": wrong}
        )

    assert places(wrong) == set()


def test_keys_and_recovery_codes_stand_only_in_their_own_tables(
    company: Company, places: Find
):
    user = factories.user(role=Role.ADMINISTRATOR, company=company, second_factor=False)
    client = factories.with_password(user)
    client.get("/second-factor/set-up/")
    device = TOTPDevice.objects.get(user=user)
    code = f"{totp(device.bin_key, device.step, device.t0, device.digits):06}"
    page = client.post("/second-factor/set-up/", {"code": code}).content.decode()
    codes = re.findall(r"<li>(\w+)</li>", page)

    assert len(codes) == 10
    assert {place for each in codes for place in places(each)} == {
        "otp_static_statictoken"
    }
    assert places(device.key) == {"otp_totp_totpdevice"}
    assert places(device_secret(device)) == set()


def test_a_recovery_code_is_gone_once_used(company: Company, places: Find):
    user = factories.user(role=Role.FINANCE, company=company, second_factor=True)
    shown = factories.signed_in(user).post("/second-factor/recovery-codes/")
    code = re.findall(r"<li>(\w+)</li>", shown.content.decode())[0]

    first, second = (factories.with_password(user) for _ in range(2))
    assert first.post("/second-factor/", {"code": code}).status_code == 302

    assert places(code) == set()
    assert second.post("/second-factor/", {"code": code}).status_code == 200
