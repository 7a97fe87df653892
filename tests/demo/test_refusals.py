"""Where the demo company is refused, and that nothing is written then."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from arcollect.core.models import Company, User
from demo.loading.company import add_staff, open_company
from demo.loading.load import DemoRefusedError, load_demo
from demo.logins import demo_logins, login_lines

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2026, 11, 20)


def test_production_is_refused(settings):
    settings.PRODUCTION = True
    with pytest.raises(DemoRefusedError, match="ARCOLLECT_ENV=production"):
        load_demo(as_of=AS_OF)
    assert not Company.objects.exists()
    assert not User.objects.exists()


def test_own_company_with_the_code_is_refused():
    Company.objects.create(code="lanyue", name="Ours", base_currency="EUR")
    with pytest.raises(DemoRefusedError, match="Ours"):
        load_demo(as_of=AS_OF)
    assert Company.objects.count() == 1
    assert not User.objects.exists()


def test_too_few_customers_are_refused():
    with pytest.raises(CommandError, match="at least 40") as refusal:
        call_command("load_demo", "--customers", "39")
    assert refusal.value.returncode == 2
    assert not Company.objects.exists()


def test_logins_give_way_to_those_of_a_company_beside_it():
    mine = User.objects.create(username="Admin", full_name="The real one")
    add_staff(open_company())
    assert "lanyue-admin" in {login for login, _password, _role in demo_logins()}
    assert User.objects.get(username="Admin").pk == mine.pk


def test_no_logins_without_a_demo_company():
    assert demo_logins() == []
    assert login_lines() == []
