"""Setting up an empty product, once, by whoever can see its console."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from arcollect.core.models import AuditEvent, Company, Membership, Schedule, User
from arcollect.core.roles import Role
from arcollect.core.services.create_company import create_company
from arcollect.core.services.first_run import console_lines
from arcollect.core.services.first_run_code import TRIES, code_path, issue_code
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/first-run/"


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def answers(**changes: str) -> dict[str, str]:
    return {
        "company_name": "Lanyue Appliance Co., Ltd.",
        "language": "zh-hans",
        "base_currency": "CNY",
        "time_zone": "Asia/Shanghai",
        "full_name": "Chen Li",
        "username": "chen.li",
        "password": factories.PASSWORD,
        **changes,
    }


def nothing_was_set_up() -> bool:
    return not (
        User.objects.exists()
        or Company.objects.filter(set_up_at__isnull=False).exists()
        or AuditEvent.objects.exists()
    )


def test_every_address_leads_to_the_first_run_page_until_it_is_answered():
    for path in ("/", "/login/", "/users/", "/no/such/page/"):
        assert Client().get(path)["Location"] == PAGE
    assert Client().get(PAGE).status_code == 200


def test_the_page_asks_for_at_most_eight_things():
    page = Client().get(PAGE)

    assert len(page.context["form"].fields) <= 8


def test_the_right_code_makes_company_administrator_and_schedule():
    code = issue_code()
    client = Client()

    response = client.post(PAGE, answers(code=code.lower().replace("-", " ")))

    assert response["Location"] == "/"
    company = Company.objects.get()
    assert (company.code, company.name) == ("main", "Lanyue Appliance Co., Ltd.")
    assert company.set_up_at is not None
    membership = Membership.objects.select_related("user").get()
    assert (membership.role, membership.user.username) == (
        Role.ADMINISTRATOR,
        "chen.li",
    )
    assert Schedule.objects.get(job="nightly").due_after == dt.time(0, 30)
    event = AuditEvent.objects.get(action="core.company.set_up")
    assert event.after["administrator"] == "chen.li"
    assert factories.PASSWORD not in str(event.after)
    assert not code_path().exists()
    # Signed in, and led to the second factor that the role demands.
    assert client.get("/users/")["Location"] == "/second-factor/set-up/"


def test_afterwards_the_page_does_not_exist_whatever_is_sent():
    code = issue_code()
    Client().post(PAGE, answers(code=code))

    again = Client().post(PAGE, answers(code=code, username="intruder"))

    assert again.status_code == 404
    assert Client().get(PAGE).status_code == 404
    assert not User.objects.filter(username="intruder").exists()
    assert console_lines() == []


def test_it_completes_the_company_that_a_command_has_made():
    made = create_company(actor=None)

    Client().post(PAGE, answers(code=issue_code(), base_currency="USD"))

    company = Company.objects.get()
    assert company.pk == made.pk
    assert (company.name, company.base_currency) == (
        "Lanyue Appliance Co., Ltd.",
        "USD",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "ABCD-EFGH-JKMN"),
        ("code", ""),
        ("password", "short"),
        ("password", "qwertyuiop123"),
        ("base_currency", "XYZ"),
        ("time_zone", "Mars/Olympus"),
        ("company_name", ""),
    ],
)
def test_a_wrong_answer_changes_nothing_and_says_which(field: str, value: str):
    sent = {**answers(code=issue_code()), field: value}

    response = Client().post(PAGE, sent)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert nothing_was_set_up()


def test_after_five_wrong_codes_the_right_one_waits_a_minute_too():
    code = issue_code()
    start = dt.datetime(2026, 1, 1, 12, 0, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(TRIES):
            Client().post(PAGE, answers(code="ABCD-EFGH-JKMN"))
        Client().post(PAGE, answers(code=code))
        assert nothing_was_set_up()

        clock.shift(dt.timedelta(seconds=61))
        Client().post(PAGE, answers(code=code))

    assert User.objects.get().username == "chen.li"


def test_the_code_is_kept_hashed_and_readable_by_the_owner_alone():
    code = issue_code()

    stored = code_path().read_text()

    assert code not in stored
    assert code.replace("-", "") not in stored
    assert code_path().stat().st_mode & 0o077 == 0


def test_a_new_code_makes_the_one_before_void():
    first = issue_code()
    issue_code()

    Client().post(PAGE, answers(code=first))

    assert nothing_was_set_up()


def test_without_any_code_issued_nothing_opens_the_page():
    Client().post(PAGE, answers(code=""))
    Client().post(PAGE, answers(code="ABCD-EFGH-JKMN"))

    assert nothing_was_set_up()
