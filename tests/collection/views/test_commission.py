"""The pages of commission: who sees whose, who issues, who approves."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from arcollect.core.roles import Role
from collection.models import (
    CommissionApproval,
    CommissionLine,
    CommissionPolicy,
    CommissionStatement,
)
from tests import factories
from tests.collection.views.conftest import Desk
from tests.factories import rewards

LIST = "/collections/commission/"
OCTOBER = {"month": "2026-10"}
FIRST = dt.date(2026, 10, 1)


@pytest.fixture
def earned(desk: Desk) -> Desk:
    """2,000.00 of 100,000.00 that came in October."""
    rewards.commission_policy(company=desk.company)
    pay(desk, "100000.00", FIRST.replace(day=20))
    return desk


def pay(desk: Desk, amount: str, on: dt.date) -> None:
    invoice = factories.invoice(customer=desk.customer, amount=amount, due_on=on)
    factories.payment(pays=invoice, amount=amount, received_on=on)


def address(name: str, key: int) -> str:
    return reverse(f"collections:{name}", args=[key])


def test_a_month_as_it_stands_then_issued_then_approved(earned: Desk) -> None:
    finance, head = earned.as_role(Role.FINANCE), earned.as_role(Role.FINANCE_MANAGER)
    listed = finance.get(LIST, OCTOBER).content.decode()
    assert "2,000" in listed
    assert "not issued" in listed
    page = finance.get(address("commission_rep", earned.rep.pk), OCTOBER)
    assert "Issue the statement" in page.content.decode()
    issued = finance.post(address("commission_issue", earned.rep.pk), OCTOBER)
    statement = CommissionStatement.objects.get()
    shown = address("commission_statement", statement.pk)
    assert issued.url == shown
    assert "Approve" not in finance.get(shown).content.decode().split("<h1>")[1][:900]
    assert finance.get(address("commission_rep", earned.rep.pk), OCTOBER).url == shown
    head.post(address("commission_approve", statement.pk))
    assert CommissionApproval.objects.get().statement == statement
    assert "Approved by" in head.get(shown).content.decode()


def test_the_team_manager_approves_as_well(earned: Desk) -> None:
    statement = rewards_statement(earned)
    earned.as_role(Role.SALES_MANAGER).post(address("commission_approve", statement.pk))
    assert CommissionApproval.objects.exists()


def rewards_statement(desk: Desk) -> CommissionStatement:
    desk.as_role(Role.FINANCE).post(address("commission_issue", desk.rep.pk), OCTOBER)
    return CommissionStatement.objects.get()


def test_a_rep_sees_his_own_and_issues_and_approves_nothing(earned: Desk) -> None:
    assert earned.client.get(LIST, OCTOBER).status_code == 200
    statement = rewards_statement(earned)
    assert (
        earned.client.get(address("commission_statement", statement.pk)).status_code
        == 200
    )
    for name, key in (
        ("commission_issue", earned.rep.pk),
        ("commission_approve", statement.pk),
    ):
        assert earned.client.post(address(name, key)).status_code == 403
    assert not CommissionApproval.objects.exists()


def test_a_colleague_and_an_outsider_see_nothing_of_it(earned: Desk) -> None:
    statement = rewards_statement(earned)
    colleague = factories.user(role=Role.SALES_REP, company=earned.company)
    factories.rep(company=earned.company, user=colleague)
    other = factories.user(role=Role.FINANCE_MANAGER, company=factories.company())
    for user in (colleague, other):
        client = factories.signed_in(user)
        assert (
            "Rep "
            not in client.get(LIST, OCTOBER).content.decode().replace("Rep of", "")
            or user is colleague
        )
        assert earned.rep.name not in client.get(LIST, OCTOBER).content.decode()
        for name, key in (
            ("commission_rep", earned.rep.pk),
            ("commission_statement", statement.pk),
        ):
            assert client.get(address(name, key)).status_code == 404


def test_a_stand_in_does_not_see_the_pay(earned: Desk) -> None:
    stand_in = factories.user(role=Role.SALES_REP, company=earned.company)
    factories.absence(rep=earned.rep, stand_in=stand_in)
    page = factories.signed_in(stand_in).get(address("commission_rep", earned.rep.pk))
    assert page.status_code == 404


def test_the_workbook_holds_the_frozen_lines(earned: Desk) -> None:
    statement = rewards_statement(earned)
    page = address("commission_statement", statement.pk)
    response = earned.client.get(page, {"export": "xlsx"})
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][2:] == (
        "Suzhou Hengda",
        CommissionLine.objects.get().allocation.due_item.invoice.number,
        "Uncollected",
        "CNY",
        100000,
        2,
        100,
        2000,
    )
    text = b"".join(
        earned.client.get(LIST, OCTOBER | {"export": "csv"}).streaming_content
    )
    assert b"2000.00" in text


def test_what_is_refused_says_why_and_leaves_nothing(earned: Desk) -> None:
    finance = earned.as_role(Role.FINANCE)
    issue = address("commission_issue", earned.rep.pk)
    for month, sentence in (
        ("2026-11", "when it is over"),
        ("2026-09", "nothing to state"),
    ):
        page = finance.post(issue, {"month": month}, follow=True)
        assert sentence in page.content.decode()
    for month in ("2026-13", "nonsense", "0001-01"):
        assert finance.post(issue, {"month": month}).status_code == 404
    assert not CommissionStatement.objects.exists()
    statement = rewards_statement(earned)
    approve = address("commission_approve", statement.pk)
    head = earned.as_role(Role.FINANCE_MANAGER)
    head.post(approve)
    assert "already" in head.post(approve, follow=True).content.decode()
    assert head.get(approve).status_code == 405


def test_rates_are_published_by_the_finance_manager(desk: Desk) -> None:
    new = reverse("collections:commission_policy_new")
    head = desk.as_role(Role.FINANCE_MANAGER)
    form = dict.fromkeys(("uncollected_bp", "expedited_bp", "quasi_bad_bp"), "100")
    form |= {"bad_bp": "0", "dead_bp": "0", "recovery_bp": "20"}
    form |= {"rate_bp": "1.25", "from_on": "2026-11-01"}
    for wrong, sentence in (
        ({"rate_bp": "1.255"}, "two decimals"),
        ({"rate_bp": "101"}, "At most 100"),
        ({"rate_bp": "much"}, "not an amount"),
    ):
        page = head.post(new, form | wrong)
        assert page.status_code == 422
        assert sentence in page.content.decode()
    assert not CommissionPolicy.objects.exists()
    assert head.post(new, form).status_code == 302
    policy = CommissionPolicy.objects.get()
    assert (policy.rate_bp, policy.recovery_bp) == (125, 2_000)
    assert "1.25%" in head.get(reverse("collections:reward_rules")).content.decode()
    assert desk.as_role(Role.FINANCE).get(new).status_code == 403


def test_lists_cost_the_same_with_one_and_with_fifty_rows(earned: Desk) -> None:
    client = earned.as_role(Role.FINANCE)
    pages = (LIST, address("commission_rep", earned.rep.pk))

    def queries() -> list[int]:
        found = []
        for page in pages:
            client.get(page, OCTOBER)
            with CaptureQueriesContext(connection) as caught:
                client.get(page, OCTOBER)
            found.append(len(caught))
        return found

    one = queries()
    for number in range(8):
        pay(earned, "10.00", FIRST.replace(day=number + 1))
        factories.rep(company=earned.company)
    assert queries() == one


def test_anonymous_people_are_sent_to_the_login(desk: Desk, client: Client) -> None:
    assert client.get(LIST).url.startswith("/login/")
