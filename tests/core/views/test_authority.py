"""The authority table in the browser: read, changed, every version kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from arcollect.core.authority import Limit, limit_of
from arcollect.core.models import Act, AuditEvent, AuthorityLimit, Company
from arcollect.core.roles import Role
from arcollect.core.services.set_authority import AuthorityRefusedError, set_authority
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
LIST, EDIT = reverse("core:authority_list"), reverse("core:authority_edit")


@pytest.fixture
def company() -> Company:
    return factories.company()


@pytest.fixture
def administrator(company):
    return factories.user(role=Role.ADMINISTRATOR, company=company)


def form(**changes):
    return {
        "role": "finance_manager",
        "act": "release",
        "how": "limited",
        "limit": "75,000.00",
        "currency": "CNY",
        **changes,
    }


def in_force(company, role=Role.FINANCE_MANAGER, currency="CNY"):
    return limit_of(company=company, role=role, act=Act.RELEASE, currency=currency)


def test_the_table_is_changed_and_the_change_stands_in_the_log(company, administrator):
    browser = factories.signed_in(administrator)
    assert "50,000" in browser.get(LIST).content.decode()
    assert "Nobody has changed the table yet" in browser.get(LIST).content.decode()

    answer = browser.post(EDIT, form())

    assert answer["Location"] == LIST
    assert in_force(company) == Limit(Decimal(75_000))
    (event,) = AuditEvent.objects.filter(action="core.authority.set")
    assert (event.actor, event.after["limit"]) == (administrator, "75000.00")
    browser.post(EDIT, form(how="any", limit=""))
    assert in_force(company) == Limit(None)
    assert list(AuthorityLimit.objects.values_list("version", flat=True)) == [1, 2]
    assert "75,000" in browser.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("how", "expected"),
    [("no", None), ("shared", Limit(Decimal(0))), ("any", Limit(None))],
)
def test_each_way_of_approving(company, administrator, how, expected):
    factories.signed_in(administrator).post(EDIT, form(how=how, limit=""))
    assert in_force(company) == expected


def test_another_currency_leaves_what_the_product_came_with(company, administrator):
    factories.signed_in(administrator).post(EDIT, form(currency="USD", limit="9000"))
    assert in_force(company, currency="USD") == Limit(Decimal(9000))
    assert in_force(company) == Limit(Decimal(50_000))


@pytest.mark.parametrize(
    "change",
    [{"limit": ""}, {"limit": "1.005"}, {"act": "rule"}, {"role": "auditor"}],
)
def test_a_wrong_line_says_why_and_changes_nothing(company, administrator, change):
    answer = factories.signed_in(administrator).post(EDIT, form(**change))
    assert answer.status_code == 422
    assert not AuthorityLimit.objects.exists()


def test_an_auditor_reads_and_a_clerk_does_not(company):
    auditor = factories.signed_in(factories.user(role=Role.AUDITOR, company=company))
    clerk = factories.signed_in(factories.user(role=Role.FINANCE, company=company))
    assert auditor.get(LIST).status_code == 200
    assert auditor.post(EDIT, form()).status_code == 403
    assert clerk.get(LIST).status_code == 403


def test_the_form_opens_with_what_holds(company, administrator):
    browser = factories.signed_in(administrator)
    asked = {"role": "sales_manager", "act": "discount", "currency": "CNY"}
    assert "10,000" in browser.get(EDIT, asked).content.decode()
    assert browser.get(EDIT, {"role": "x", "currency": "?"}).status_code == 200


def test_a_negative_limit_and_an_unknown_act_are_refused(company, administrator):
    for change in ({"limit": Decimal(-1)}, {"act": "rule"}):
        values = {"role": "finance", "act": "release", "limit": Decimal(1), **change}
        with pytest.raises(AuthorityRefusedError):
            set_authority(
                actor=administrator, company=company, currency="CNY", **values
            )
