"""Users, teams, sales reps and settings: screens of the administrator."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from arcollect.core.models import (
    AuditEvent,
    Company,
    Membership,
    Rep,
    Schedule,
    Team,
    User,
)
from arcollect.core.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(company: Company) -> User:
    return factories.user(role=Role.ADMINISTRATOR, company=company)


@pytest.fixture
def client(administrator: User) -> Client:
    return factories.signed_in(administrator)


def test_a_new_user_signs_in_with_the_password_shown_once(client: Client):
    page = client.post(
        "/users/new/",
        {
            "full_name": "Gu Wei",
            "username": "gu.wei",
            "email": "",
            "language": "zh-hans",
            "role": "sales_rep",
            "team": "",
        },
    )

    password = page.context["password"]
    assert password in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    user = User.objects.get(username="gu.wei")
    assert password not in client.get(f"/users/{user.pk}/").content.decode()
    visitor = Client()
    visitor.post("/login/", {"username": "gu.wei", "password": password})
    assert visitor.get("/profile/")["Location"] == "/profile/password/"


def test_a_taken_login_name_is_said_at_the_field(client: Client, company: Company):
    factories.user(role=Role.FINANCE, company=company, username="chen.li")
    people = User.objects.count()

    page = client.post(
        "/users/new/",
        {
            "full_name": "Another",
            "username": "Chen.Li",
            "language": "en",
            "role": "finance",
        },
    )

    assert "username" in page.context["form"].errors
    assert User.objects.count() == people


def test_role_and_name_change_together_or_not_at_all(
    client: Client, administrator: User
):
    own_role = {"full_name": "New Name", "email": "", "role": "finance", "team": ""}

    page = client.post(f"/users/{administrator.pk}/edit/", own_role)

    assert "your own role" in page.content.decode()
    name = administrator.full_name
    administrator.refresh_from_db()
    assert administrator.full_name == name
    assert not AuditEvent.objects.filter(action="core.user.changed").exists()


def test_an_administrator_corrects_his_own_name(client: Client, administrator: User):
    sent = {"full_name": "Right Name", "email": "", "role": "administrator", "team": ""}

    assert client.post(f"/users/{administrator.pk}/edit/", sent).status_code == 302

    administrator.refresh_from_db()
    assert administrator.full_name == "Right Name"


def test_a_right_taken_away_is_gone_with_the_next_request(
    client: Client, company: Company
):
    colleague = factories.user(role=Role.ADMINISTRATOR, company=company)
    his = factories.signed_in(colleague)
    assert his.get("/users/").status_code == 200

    sent = {"full_name": "Colleague", "email": "", "role": "finance", "team": ""}
    client.post(f"/users/{colleague.pk}/edit/", sent)

    assert his.get("/users/").status_code == 403


def test_users_and_teams_of_other_companies_are_no_choices(
    client: Client, company: Company
):
    other = factories.company()
    foreign_team = factories.team(company=other)
    foreign_user = factories.user(role=Role.SALES_REP, company=other)
    rep = factories.rep(company=company)

    page = client.post(
        f"/sales-reps/{rep.pk}/",
        {"user": str(foreign_user.pk), "team": str(foreign_team.pk)},
    )

    assert set(page.context["form"].errors) == {"user", "team"}
    rep.refresh_from_db()
    assert (rep.user, rep.team) == (None, None)


def test_linking_a_rep_shows_him_his_customers(client: Client, company: Company):
    from customers.models import Customer

    user = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company)
    customer = factories.customer(rep=rep)
    assert not Customer.objects.visible_to(user).exists()

    client.post(f"/sales-reps/{rep.pk}/", {"user": str(user.pk), "team": ""})

    fresh = User.objects.get(pk=user.pk)
    assert list(Customer.objects.visible_to(fresh)) == [customer]
    assert Rep.objects.get(pk=rep.pk).user == user


def test_settings_are_saved_with_their_history(client: Client, company: Company):
    sent = {
        "name": "Lanyue Appliance Ltd.",
        "address": "1 Ship Street",
        "tax_id": "91310000",
        "language": "zh-hans",
        "time_zone": "Asia/Taipei",
        "base_currency": "CNY",
        "nightly_at": "02:15",
    }

    assert client.post("/settings/", sent).status_code == 302

    company.refresh_from_db()
    assert (company.name, company.time_zone) == ("Lanyue Appliance Ltd.", "Asia/Taipei")
    assert Schedule.objects.get(company=company).due_after == dt.time(2, 15)
    event = AuditEvent.objects.get(action="core.company.changed")
    assert event.before["time_zone"] == "Asia/Shanghai"
    assert event.after["time_zone"] == "Asia/Taipei"
    assert "base_currency" not in event.after


def test_the_base_currency_stays_once_documents_exist(client: Client, company: Company):
    factories.overdue_invoice(customer=factories.customer(company=company))
    page = client.get("/settings/")
    assert page.context["form"].fields["base_currency"].disabled
    shown = {field.name: field.value() for field in page.context["form"]}
    typed = {name: value for name, value in shown.items() if value not in (None, False)}
    sent = typed | {"base_currency": "USD", "name": "Renamed"}

    client.post("/settings/", sent)

    company.refresh_from_db()
    assert (company.base_currency, company.name) == ("CNY", "Renamed")


@pytest.mark.parametrize("path", ["/users/", "/teams/", "/sales-reps/", "/audit/"])
def test_a_list_of_fifty_costs_as_many_queries_as_a_list_of_one(
    client: Client, company: Company, path: str, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    few(company, 1)
    client.get(path)
    first = cost()
    few(company, 50)

    assert cost() == first


def few(company: Company, count: int) -> None:
    for _ in range(count):
        team = factories.team(company=company)
        user = factories.user(role=Role.SALES_REP, company=company, team=team)
        factories.rep(company=company, user=user, team=team)
        AuditEvent.objects.create(
            company=company,
            at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC),
            actor=user,
            actor_label=str(user),
            action="core.user.created",
            object_type="core.user",
            object_id=str(user.pk),
            object_label=str(user),
            after={"role": "sales_rep", "team": team.name},
            row_hash="0" * 64,
        )
    assert Team.objects.filter(company=company).count() >= count


def test_a_role_is_taken_from_somebody_who_also_works_elsewhere(
    client: Client, company: Company
):
    """His name belongs to the other company too; his rights here do not."""
    both = factories.user(role=Role.FINANCE_MANAGER, company=company)
    elsewhere = factories.company()
    Membership.objects.create(user=both, company=elsewhere, role=Role.FINANCE)
    kept = {"full_name": both.full_name, "email": "", "role": "auditor", "team": ""}

    assert client.post(f"/users/{both.pk}/edit/", kept).status_code == 302
    refused = client.post(f"/users/{both.pk}/edit/", {**kept, "full_name": "Other"})

    assert "do not manage" in refused.content.decode()
    roles = both.memberships.values_list("company", "role")
    assert dict(roles) == {company.pk: "auditor", elsewhere.pk: "finance"}
    assert User.objects.get(pk=both.pk).full_name == both.full_name
