"""Lists: filters and order in the address, the same queries at 1 and at 50 rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from invoices.models import DueItemState
from invoices.services.allocate import AllocationPart, allocate
from tests import factories

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _on_the_day_of_the_factories():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def company():
    return factories.company()


@pytest.fixture
def browser(company):
    person = factories.user(role=Role.FINANCE_MANAGER, company=company)
    return factories.signed_in(person)


def some_business(company, times):
    rep = factories.rep(company=company)
    for _ in range(times):
        customer = factories.customer(company=company, rep=rep, region="East")
        invoice = factories.overdue_invoice(customer=customer)
        factories.payment(pays=invoice, amount="20.00")
        factories.payment(customer=customer, amount="9.00")
        factories.credit_note(customer=customer)


def queries(browser, address):
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "name",
    [
        "customers:list",
        "invoices:invoice_list",
        "invoices:payment_list",
        "invoices:credit_note_list",
    ],
)
def test_a_list_costs_the_same_at_1_and_at_50_rows(company, browser, name):
    some_business(company, 1)
    few = queries(browser, reverse(name))

    some_business(company, 49)

    page = browser.get(reverse(name)).context["page_obj"]
    assert len(page.object_list) == 25
    assert queries(browser, reverse(name)) == few


def test_a_customers_page_costs_the_same_at_1_and_at_50_items(company, browser):
    customer = factories.customer(company=company)
    pages = [
        reverse(f"customers:{name}", args=[customer.pk])
        for name in ("detail", "ledger", "timeline")
    ]

    def business(times):
        for _ in range(times):
            invoice = factories.overdue_invoice(customer=customer)
            factories.payment(pays=invoice, amount="20.00")
            factories.credit_note(customer=customer)

    business(1)
    few = [queries(browser, page) for page in pages]
    business(49)

    # One query per kind of event on the page of the timeline: there may be fewer.
    many = [queries(browser, page) for page in pages]
    assert all(now <= before for now, before in zip(many, few, strict=True))


def names(browser, **query):
    page = browser.get(reverse("customers:list"), query).context["page_obj"]
    return [row.name for row in page]


def test_customers_are_found_filtered_and_ordered(company, browser):
    rep = factories.rep(company=company)
    make = {"company": company, "rep": rep}
    late = factories.customer(name="Late", region="East", tax_id="9131", **make)
    calm = factories.customer(name="Calm", region="West", **make)
    abroad = factories.customer(name="Abroad", **make)
    factories.customer(name="Nothing", company=company)
    overdue = factories.overdue_invoice(customer=late, amount="10.00")
    factories.invoice(customer=calm, amount="99.00")
    factories.invoice(customer=abroad, amount="7.00", currency="USD")
    DueItemState.objects.update(severity=1)
    DueItemState.objects.filter(due_item__invoice=overdue).update(severity=4)

    assert names(browser) == ["Abroad", "Calm", "Late", "Nothing"]
    assert names(browser, q="913") == ["Late"]
    assert names(browser, region="West") == ["Calm"]
    assert names(browser, rep=rep.pk) == ["Abroad", "Calm", "Late"]
    assert names(browser, severity="4") == ["Late"]
    assert names(browser, currency="USD") == ["Abroad"]
    assert names(browser, overdue="on") == ["Late"]
    assert names(browser, sort="-open")[:2] == ["Calm", "Late"]
    assert names(browser, sort="-class")[0] == "Late"
    assert names(browser, sort="-class")[-1] == "Nothing"
    assert names(browser, sort="nonsense") == names(browser)
    assert names(browser, severity="x", q="Late") == ["Late"]


def test_invoices_are_filtered_by_state(company, browser):
    customer = factories.customer(company=company)
    overdue = factories.overdue_invoice(customer=customer)
    not_due = factories.invoice(customer=customer)
    settled = factories.invoice(customer=customer, amount="5.00")
    factories.payment(pays=settled, amount="5.00")

    def found(**query):
        page = browser.get(reverse("invoices:invoice_list"), query).context["page_obj"]
        return {row.number for row in page}

    assert found(state="open") == {overdue.number, not_due.number}
    assert found(state="overdue") == {overdue.number}
    assert found(state="settled") == {settled.number}
    assert found(state="reversed") == set()
    assert found(q=overdue.number[2:]) == {overdue.number}
    assert found(customer=str(customer.pk)) == {
        overdue.number,
        not_due.number,
        settled.number,
    }


def test_payments_not_allocated_are_found(company, browser):
    customer = factories.customer(company=company)
    used = factories.payment(pays=factories.invoice(customer=customer))
    free = factories.payment(customer=customer)

    def found(state):
        address = reverse("invoices:payment_list")
        page = browser.get(address, {"state": state}).context["page_obj"]
        return {row.reference for row in page}

    assert found("unallocated") == {free.reference}
    assert found("used_up") == {used.reference}


def test_the_export_is_what_the_filters_show(company, browser):
    rich = factories.customer(company=company, name="=Rich", code="R-1")
    factories.customer(company=company, name="Poor")
    factories.overdue_invoice(customer=rich, amount="120.00")
    factories.invoice(customer=rich, amount="7.00", currency="USD")

    answer = browser.get(reverse("customers:list"), {"q": "rich", "export": "csv"})

    raw = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(raw)))
    assert [(row[1], row[4], row[5], row[6]) for row in rows[1:]] == [
        ("'=Rich", "CNY", "120.00", "120.00"),
        ("'=Rich", "USD", "7.00", "0.00"),
    ]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_every_list_can_be_exported(company, browser, file_format):
    some_business(company, 2)
    customer = factories.customer(company=company)
    addresses = [
        reverse("customers:list"),
        reverse("customers:detail", args=[customer.pk]),
        reverse("customers:ledger", args=[customer.pk]),
        reverse("invoices:invoice_list"),
        reverse("invoices:payment_list"),
        reverse("invoices:credit_note_list"),
    ]

    for address in addresses:
        answer = browser.get(address, {"export": file_format})
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content)


def test_the_ledgers_balance_is_the_open_items_less_what_is_on_account(
    company, browser
):
    customer = factories.customer(company=company)
    invoice = factories.overdue_invoice(customer=customer, amount="120.00")
    factories.payment(pays=invoice, amount="20.00")
    factories.payment(customer=customer, amount="9.00")
    factories.credit_note(customer=customer, amount="10.00")

    page = browser.get(reverse("customers:detail", args=[customer.pk])).context

    assert page["ledger"][0].balance == page["owed"].balance == Decimal("81.00")
    assert [entry.balance for entry in reversed(page["ledger"])] == [
        Decimal("120.00"),
        Decimal("110.00"),
        Decimal("90.00"),
        Decimal("81.00"),
    ]
    assert page["totals"][0]["total"] == page["owed"].open == Decimal("100.00")
    assert page["owed"].past_due == Decimal("100.00")


def test_balances_go_on_over_the_pages(company, browser):
    customer = factories.customer(company=company)
    for _ in range(30):
        factories.invoice(customer=customer, amount="1.00")
    address = reverse("customers:ledger", args=[customer.pk])

    first = browser.get(address).context["ledger"]
    second = browser.get(address, {"page": "2"}).context["ledger"]

    balances = [int(entry.balance) for entry in [*first, *second]]
    assert balances == list(range(30, 0, -1))


def test_what_is_allocated_for_a_later_day_is_still_open_today(company, browser):
    customer = factories.customer(company=company)
    invoice = factories.overdue_invoice(customer=customer, amount="120.00")
    tomorrow = factories.TODAY + dt.timedelta(days=1)
    later = factories.payment(customer=customer, amount="120.00", received_on=tomorrow)
    part = AllocationPart(invoice.items.get().pk, Decimal("120.00"))
    allocate(actor=None, source=later, parts=[part])

    owed = browser.get(reverse("customers:detail", args=[customer.pk])).context["owed"]

    assert (owed.open, owed.past_due, owed.on_account) == (120, 120, 0)
    assert (owed.items, owed.past_due_items) == (1, 1)
