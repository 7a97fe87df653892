"""The audit log on the screen: readable, filtered, paged, exported."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.test import Client

from arcollect.core.models import AuditEvent, Company, User
from arcollect.core.roles import Role
from arcollect.core.services.change_role import change_role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(company: Company) -> User:
    return factories.user(role=Role.AUDITOR, company=company)


@pytest.fixture
def client(auditor: User) -> Client:
    return factories.signed_in(auditor)


def event(company: Company, **fields: object) -> AuditEvent:
    values = {
        "at": dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC),
        "actor_label": "system",
        "action": "core.team.created",
        "object_type": "core.team",
        "object_id": "1",
        "object_label": "East",
        "row_hash": "0" * 64,
        **fields,
    }
    return AuditEvent.objects.create(company=company, **values)


def shown(response) -> list[int]:
    return [reading.event.pk for reading in response.context["readings"]]


def test_ten_changes_are_ten_readable_entries(client: Client, company: Company):
    administrator = factories.user(role=Role.ADMINISTRATOR, company=company)
    user = factories.user(role=Role.FINANCE, company=company, full_name="Gu Wei")
    for role in [Role.AUDITOR, Role.FINANCE] * 5:
        change_role(
            actor=administrator,
            membership=user.memberships.get(),
            role=role,
            team=None,
        )

    page = client.get("/audit/", {"action": "core.user.role_changed"})

    assert len(shown(page)) == 10
    newest = page.context["readings"][0]
    assert newest.action == "Role changed"
    assert newest.changes[0].field == "Role"
    assert (newest.changes[0].before, newest.changes[0].after) == ("Auditor", "Finance")
    assert newest.event.actor_label == administrator.full_name


def test_filters_choose_actor_action_object_and_day(
    client: Client, company: Company, auditor: User
):
    AuditEvent.objects.filter(company=company).count()
    mine = event(company, actor=auditor, actor_label="me")
    team = event(company, object_id="77")
    # 2026-07-01 in Shanghai, still 30 June in UTC.
    late = event(company, at=dt.datetime(2026, 6, 30, 17, tzinfo=dt.UTC))

    def found(**query: str) -> list[int]:
        return shown(client.get("/audit/", query))

    assert found(actor=str(auditor.pk)) == [mine.pk]
    assert found(object_type="core.team", object_id="77") == [team.pk]
    assert found(from_day="2026-07-01", to_day="2026-07-01") == [late.pk]
    assert late.pk not in found(to_day="2026-06-30")
    assert set(found(action="core.team.created")) == {mine.pk, team.pk, late.pk}


def test_pages_hold_25_and_lead_on_to_the_older_ones(client: Client, company: Company):
    made = [event(company).pk for _ in range(30)]

    first = client.get("/audit/", {"object_type": "core.team"})
    older = client.get(
        "/audit/",
        {"object_type": "core.team", "before": first.context["next_before"]},
    )

    assert shown(first) == made[::-1][:25]
    assert shown(older) == made[::-1][25:]
    assert older.context["next_before"] is None


def test_other_companies_keep_their_log_to_themselves(client: Client):
    foreign = event(factories.company(), object_label="Zxqv")

    assert foreign.pk not in shown(client.get("/audit/"))
    assert client.get(f"/audit/{foreign.pk}/").status_code == 404


def test_the_export_holds_what_the_filter_shows_and_is_written_down(
    client: Client, company: Company, auditor: User
):
    event(company, object_label="=cmd|' /C calc'!A0")
    event(company, action="core.user.signed_in", object_type="core.user")

    response = client.get("/audit/", {"object_type": "core.team", "export": "csv"})

    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2
    assert rows[1][5].startswith("'=cmd")
    exported = AuditEvent.objects.get(action="core.audit.exported")
    assert (exported.actor, exported.after) == (auditor, {"rows": 1})


@pytest.mark.parametrize(
    "query", [{"before": "x"}, {"from_day": "31 Feb"}, {"actor": "0"}, {"before": "-1"}]
)
def test_nonsense_in_the_address_is_no_error(client: Client, query: dict[str, str]):
    assert client.get("/audit/", query).status_code == 200


def test_markup_in_names_is_shown_and_not_run(client: Client, company: Company):
    nasty = "<script>alert(1)</script>"
    made = event(company, object_label=nasty, after={"name": nasty}, reason=nasty)

    for path in ("/audit/", f"/audit/{made.pk}/"):
        assert nasty not in client.get(path).content.decode()
