"""Screens of bills: receive, move on, bounce, take back, ask for an extension."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from invoices.models import Bill, BillStanding, ClaimDecision, Payment
from tests import factories
from tests.invoices.services.by_hand import D, everything, open_of

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
KEY = {"request_key": "k1"}


@pytest.fixture(autouse=True)
def _on_the_day_of_the_factories():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def company():
    return factories.company()


@pytest.fixture
def customer(company):
    return factories.customer(company=company)


@pytest.fixture
def head(company):
    return factories.user(role=Role.FINANCE_MANAGER, company=company)


@pytest.fixture
def browser(head):
    return factories.signed_in(head)


def typed(to, **changes):
    return {
        "request_key": "key-of-this-form",
        "customer": to.code,
        "kind": "postdated_cheque",
        "number": "CHQ-9",
        "amount": "80.00",
        "currency": "CNY",
        "issued_on": "2026-06-20",
        "received_on": "2026-06-20",
        "matures_on": "2026-08-20",
        "pays": "",
        **changes,
    }


def test_a_bill_is_received_for_the_invoices_named(browser, customer):
    invoice = factories.overdue_invoice(customer=customer, amount="120.00")
    answer = browser.post(
        reverse("invoices:bill_new"), typed(customer, pays=invoice.number)
    )
    bill = Bill.objects.get()
    assert answer.url == reverse("invoices:bill_detail", args=[bill.pk])
    assert open_of(invoice) == D("40.00")
    page = browser.get(answer.url)
    # S50: nobody guarantees it, so the page warns.
    assert "Nobody guarantees it" in page.content.decode()


def test_a_second_submit_books_nothing_twice(browser, customer):
    for _ in range(2):
        browser.post(reverse("invoices:bill_new"), typed(customer))
    assert Bill.objects.count() == 1
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"pays": "NOBODY-1"}, "Nothing is open of NOBODY-1"),
        ({"amount": "0"}, "greater than zero"),
        ({"amount": "1.234"}, "decimals"),
        ({"matures_on": "2026-06-01"}, "cannot mature before"),
        ({"customer": "nobody"}, "No customer has"),
    ],
)
def test_bad_input_says_why_and_changes_nothing(browser, customer, changes, why):
    before = everything()
    answer = browser.post(reverse("invoices:bill_new"), typed(customer, **changes))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert everything() == before


def step(browser, bill, act, **data):
    address = reverse("invoices:bill_step", args=[bill.pk, act])
    data = {"request_key": f"{act}-key", "effective_on": "2026-06-30", **data}
    return browser.post(address, data)


def test_a_bill_goes_through_its_life_and_back(browser, customer):
    invoice = factories.overdue_invoice(customer=customer, amount="50.00")
    bill = factories.bill(customer=customer, pays=invoice.items.get())
    for act, data in (
        ("hold", {}),
        ("present", {"counterparty": "ICBC"}),
        ("honour", {"reference": "ICBC-1", "charge": "0.50"}),
    ):
        assert step(browser, bill, act, **data).status_code == 302
    standing = BillStanding.objects.get(pk=bill.pk)
    assert standing.state == "honoured"
    assert standing.settled_by.amount == D("49.50")

    browser.post(
        reverse("invoices:bill_undo", args=[bill.pk]),
        {"request_key": "u", "effective_on": "2026-06-30", "reason": "wrong bill"},
    )
    assert BillStanding.objects.get(pk=bill.pk).state == "presented"
    step(browser, bill, "dishonour", reason="no funds")
    assert open_of(invoice) == D("50.00")
    page = browser.get(reverse("invoices:bill_detail", args=[bill.pk]))
    assert "no funds" in page.content.decode()


def test_a_step_out_of_turn_says_where_the_bill_stands(browser, customer):
    bill = factories.bill(customer=customer)
    before = everything()
    answer = step(browser, bill, "honour", reference="X")
    assert answer.status_code == 422
    assert "Received" in answer.content.decode()
    assert everything() == before
    assert (
        browser.get(
            reverse("invoices:bill_step", args=[bill.pk, "receive"])
        ).status_code
        == 404
    )


def test_an_extension_is_asked_for_and_approved_by_another(company, customer, head):
    clerk = factories.user(role=Role.FINANCE, company=company)
    bill = factories.bill(customer=customer, number="OLD")
    answer = factories.signed_in(clerk).post(
        reverse("invoices:bill_extend", args=[bill.pk]),
        {
            "request_key": "x",
            "new_number": "NEW",
            "new_issued_on": "2026-06-30",
            "new_matures_on": "2026-10-30",
            "effective_on": "2026-06-30",
            "reason": "short of cash",
        },
    )
    decision = ClaimDecision.objects.get()
    assert answer.url == reverse("invoices:decision_detail", args=[decision.pk])
    factories.signed_in(head).post(
        reverse("invoices:decision_approve", args=[decision.pk]), KEY
    )
    assert Bill.objects.get(number="NEW").extensions == 1


def test_the_list_costs_the_same_at_1_and_at_50_bills(browser, company):
    def some(times):
        for _ in range(times):
            factories.bill(customer=factories.customer(company=company))

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(reverse("invoices:bill_list")).status_code == 200
        return len(seen)

    some(1)
    few = queries()
    some(49)
    assert queries() == few


def test_the_list_is_filtered_and_exported(browser, customer):
    factories.bill(customer=customer, number="ONE")
    held = factories.bill(customer=customer, number="TWO")
    step(browser, held, "hold")
    page = browser.get(reverse("invoices:bill_list"), {"state": "held"})
    assert [row.number for row in page.context["page_obj"]] == ["TWO"]
    sheet = browser.get(reverse("invoices:bill_list"), {"export": "csv"})
    assert b"ONE" in b"".join(sheet)
