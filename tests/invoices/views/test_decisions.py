"""Screens of decisions about claims: propose, agree, serve, reverse, recover."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from invoices.models import ClaimDecision, ClaimDecisionState, Recovery
from invoices.services.approve_decision import approve_decision
from invoices.services.notice_letter import notice_html
from invoices.services.propose_decision import WriteOffTerms
from tests import factories
from tests.invoices.services.by_hand import D, everything, open_of

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _on_the_day_of_the_factories():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def company():
    return factories.company(name="Lanyue")


@pytest.fixture
def customer(company):
    return factories.customer(company=company, name="Zhongshan Trading")


@pytest.fixture
def invoice(customer):
    return factories.overdue_invoice(customer=customer, amount="120.00")


@pytest.fixture
def clerk(company):
    return factories.user(role=Role.FINANCE, company=company)


@pytest.fixture
def head(company):
    return factories.user(role=Role.FINANCE_MANAGER, company=company)


@pytest.fixture
def second(company):
    return factories.user(role=Role.FINANCE_MANAGER, company=company)


def act(person, name, decision, **data):
    address = reverse(f"invoices:decision_{name}", args=[decision.pk])
    key = {"request_key": f"{name}{person.pk}{decision.pk}"}
    return factories.signed_in(person).post(address, {**key, **data})


def propose(person, invoice, kind, amount="100.00", **data):
    address = reverse("invoices:decision_new", args=[invoice.customer_id, kind])
    values = {
        "request_key": f"{kind}{amount}",
        f"amount-{invoice.items.get().pk}": amount,
        "effective_on": "2026-06-30",
        "reason": "agreed",
        **data,
    }
    return factories.signed_in(person).post(address, values)


def test_a_write_off_from_the_customers_page_to_the_register(
    invoice, clerk, head, customer
):
    page = factories.signed_in(clerk).get(
        reverse("customers:detail", args=[customer.pk])
    )
    choose = reverse("invoices:decision_choose", args=[customer.pk])
    assert choose in page.content.decode()
    answer = propose(clerk, invoice, "write_off", ground="bankruptcy")
    decision = ClaimDecision.objects.get()
    assert answer.url == reverse("invoices:decision_detail", args=[decision.pk])

    act(head, "approve", decision)

    assert open_of(invoice) == D("120.00")
    register = factories.signed_in(clerk).get(reverse("invoices:off_books"))
    [row] = register.context["page_obj"]
    assert (row.amount, row.recovered, row.claimed) == (D("100.00"), 0, D("100.00"))
    page = factories.signed_in(clerk).get(reverse("dashboards:aging"))
    assert page.context["off_books"].claimed == D("100.00")
    assert "off the books, still claimed" in page.content.decode()
    page = factories.signed_in(clerk).get(
        reverse("customers:detail", args=[customer.pk])
    )
    assert ">off the books</a>" in page.content.decode()
    item = invoice.items.get()
    act(
        clerk,
        "recover",
        decision,
        due_item_id=item.pk,
        amount="30.00",
        received_on="2026-06-30",
        reference="RC-1",
    )
    assert Recovery.objects.get().amount == D("30.00")
    register = factories.signed_in(clerk).get(reverse("invoices:off_books"))
    [total] = register.context["totals"]
    assert (total.written_off, total.recovered, total.claimed) == (
        D("100.00"),
        D("30.00"),
        D("70.00"),
    )


def test_an_offset_is_agreed_by_two_printed_and_served(
    invoice, clerk, head, second, customer
):
    propose(
        clerk,
        invoice,
        "offset",
        payable_reference="AP-88",
        payable_due_on="2026-06-01",
    )
    decision = ClaimDecision.objects.get()
    act(head, "approve", decision)
    act(second, "approve", decision)
    letter = factories.signed_in(clerk).get(
        reverse("invoices:decision_letter", args=[decision.pk])
    )
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")
    _title, _language, text = notice_html(decision, dated=dt.date(2026, 6, 30))
    for word in ("AP-88", "Zhongshan Trading", invoice.number, "100.00"):
        assert word in text
    act(clerk, "notice", decision, notice_on="2026-06-30", note="by hand")
    assert open_of(invoice) == D("20.00")

    act(head, "reverse", decision, effective_on="2026-06-30", reason="wrong invoice")
    assert open_of(invoice) == D("120.00")


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        ("write_off", {"ground": "court", "reason": ""}, "required"),
        ("write_off", {"ground": "magic"}, "valid choice"),
        ("write_off", {"ground": "court", "amount": "120.01"}, "Only 120.00"),
        ("offset", {"payable_due_on": "2026-06-01"}, "required"),
        ("assignment", {"assignee": "F", "price": "1.234"}, "decimals"),
        (
            "take_back",
            {"goods": "fans", "valuation": "agreed", "amount": ""},
            "Write an",
        ),
    ],
)
def test_bad_input_says_why_and_changes_nothing(invoice, clerk, kind, data, why):
    before = everything()
    data = dict(data)
    answer = propose(clerk, invoice, kind, data.pop("amount", "10.00"), **data)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert everything() == before
    assert not ClaimDecision.objects.exists()


def test_who_asked_cannot_agree_and_is_not_offered_to(invoice, head):
    propose(head, invoice, "take_back", goods="fans", valuation="agreed")
    decision = ClaimDecision.objects.get()
    page = factories.signed_in(head).get(
        reverse("invoices:decision_detail", args=[decision.pk])
    )
    assert not page.context["may_agree"]
    answer = act(head, "approve", decision)
    assert answer.status_code == 422
    assert "Somebody else must approve" in answer.content.decode()
    assert ClaimDecisionState.objects.get().state == "proposed"


def test_a_proposal_is_rejected_with_a_reason_or_withdrawn(invoice, clerk, head):
    for ending, person, state in (
        ("reject", head, "rejected"),
        ("withdraw", clerk, "withdrawn"),
    ):
        decision = factories.decision(item=invoice.items.get(), by=clerk)
        assert act(person, ending, decision).status_code == 422
        assert act(person, ending, decision, reason="court first").status_code == 302
        assert ClaimDecisionState.objects.get(pk=decision.pk).state == state


def test_a_customer_without_open_items_has_nothing_to_decide(clerk, customer):
    address = reverse("invoices:decision_new", args=[customer.pk, "write_off"])
    assert "Nothing is open" in factories.signed_in(clerk).get(address).content.decode()
    address = reverse("invoices:decision_new", args=[customer.pk, "magic"])
    assert factories.signed_in(clerk).get(address).status_code == 404


@pytest.mark.parametrize("name", ["invoices:decision_list", "invoices:off_books"])
def test_the_lists_cost_the_same_at_1_and_at_50_rows(company, clerk, head, name):
    browser = factories.signed_in(clerk)

    def some(times):
        for _ in range(times):
            invoice = factories.overdue_invoice(
                customer=factories.customer(company=company)
            )
            decision = factories.decision(
                item=invoice.items.get(), by=clerk, terms=WriteOffTerms("small")
            )
            approve_decision(actor=head, decision=decision)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(reverse(name)).status_code == 200
        return len(seen)

    some(1)
    few = queries()
    some(49)
    assert queries() == few
