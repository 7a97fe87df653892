"""The ledger over the API: lists, pages, filters, postings, refusals, reports."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arcollect.core.models import AuditEvent, User
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.models import Allocation, DueItemState, Invoice, Payment
from tests import factories
from tests.architecture.world import nothing_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return factories.user(role=Role.FINANCE_MANAGER, company=factories.company())


@pytest.fixture
def customer(manager: User) -> Customer:
    return factories.customer(company=manager.memberships.get().company)


@pytest.fixture
def client(manager: User) -> Client:
    return factories.caller(manager)


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/v1/{path}/", body, content_type="application/json")


def fault(answer: Any) -> tuple[int, str, str]:
    """Status, field and rule of a refusal with one fault."""
    (one,) = answer.json()["errors"]
    return answer.status_code, one["field"], one["rule"]


def an_invoice(customer: Customer, **change: Any) -> dict[str, Any]:
    line = {"description": "Fridge", "quantity": "2", "unit_price": "49.95"}
    return {
        "customer": customer.pk,
        "issued_on": "2026-06-01",
        "currency": "CNY",
        "term_days": 30,
        "lines": [line],
        **change,
    }


def a_payment(customer: Customer, **change: Any) -> dict[str, Any]:
    return {
        "customer": customer.pk,
        "reference": "BK-1",
        "received_on": "2026-06-10",
        "currency": "CNY",
        "amount": "50.00",
        **change,
    }


def test_an_invoice_is_posted_paid_and_reversed(client, customer):
    invoice = post(client, "invoices", an_invoice(customer)).json()
    (item,) = invoice["items"]
    assert (invoice["amount"], item["due_on"]) == ("99.90", "2026-07-01")
    assert item["open_amount"] == "99.90"
    payment = post(client, "payments", a_payment(customer)).json()
    parts = [{"due_item": item["id"], "amount": "40.00"}]

    made = post(client, "allocations", {"payment": payment["id"], "parts": parts})

    assert made.status_code == 201
    (allocation,) = made.json()
    assert allocation["amount"] == "40.00"
    assert (
        client.get(f"/api/v1/due-items/{item['id']}/").json()["open_amount"] == "59.90"
    )
    assert (
        client.get(f"/api/v1/payments/{payment['id']}/").json()["unallocated"]
        == "10.00"
    )

    undone = post(client, f"allocations/{allocation['id']}/undo", {"reason": "wrong"})
    assert undone.json()["amount"] == "-40.00"
    taken_back = {"effective_on": "2026-06-20", "reason": "never delivered"}
    note = post(client, f"invoices/{invoice['id']}/reverse", taken_back)
    assert note.json()["reverses_invoice"] == invoice["id"]
    assert DueItemState.objects.get(pk=item["id"]).open_amount == 0
    assert AuditEvent.objects.filter(action="invoices.invoice.reversed").exists()


def test_yen_has_no_decimals_and_dinar_three(client, customer):
    for currency, amount in (("JPY", "1500"), ("KWD", "1.234")):
        body = a_payment(customer, currency=currency, amount=amount, reference=currency)
        assert post(client, "payments", body).json()["amount"] == amount


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"amount": 50.0}, "amount", "text"),
        ({"amount": 50}, "amount", "text"),
        ({"amount": "50,00"}, "amount", "format"),
        ({"amount": "1e3"}, "amount", "format"),
        ({"amount": "50.005"}, "amount", "minor-unit"),
        ({"amount": "0.00"}, "amount", "positive"),
        ({"amount": "-5.00"}, "amount", "positive"),
        ({"currency": "XYZ"}, "currency", "invalid-choice"),
        ({"received_on": "10/06/2026"}, "received_on", "format"),
        ({"received_on": "2026-02-30"}, "received_on", "format"),
        ({"reference": ""}, "reference", "required"),
        ({"reference": "x" * 101}, "reference", "max-length"),
        ({"customer": 987654}, "customer", "unknown"),
        ({"customer": "1"}, "customer", "number"),
        ({"customer": True}, "customer", "number"),
        ({"customer": 2**70}, "customer", "unknown"),
        ({"method": "gold"}, "method", "invalid-choice"),
        ({"note": "a\x00b"}, "note", "null-characters-not-allowed"),
    ],
)
def test_a_wrong_payment_names_the_field_and_the_rule(
    client, customer, change, field, rule
):
    with nothing_written():
        answer = post(client, "payments", {**a_payment(customer), **change})
    assert fault(answer) == (422, field, rule)


def test_a_fault_within_a_list_is_named_by_its_place(client, customer):
    lines = [{"description": "Fridge", "amount": "1.00"}, {"description": "x"}]
    answer = post(client, "invoices", an_invoice(customer, lines=lines))
    assert fault(answer) == (422, "lines.1.amount", "required")


def test_refusals_of_the_ledger_are_conflicts(client, customer):
    post(client, "payments", a_payment(customer))
    assert fault(post(client, "payments", a_payment(customer))) == (
        409,
        "reference",
        "duplicate-payment",
    )
    post(client, "invoices", an_invoice(customer, number="R-1"))
    taken = post(client, "invoices", an_invoice(customer, number="R-1"))
    assert fault(taken) == (409, "number", "number-taken")
    payment, item = Payment.objects.get(), Invoice.objects.get().items.get()
    parts = [{"due_item": item.pk, "amount": "50.01"}]
    body = {"payment": payment.pk, "parts": parts}
    assert fault(post(client, "allocations", body)) == (409, "parts", "not-enough")
    assert not Allocation.objects.exists()


def test_pages_lead_through_all_rows_once(client, customer):
    made = {factories.payment(customer=customer).pk for _ in range(7)}
    for order in ("id", "-id"):
        url, seen = f"/api/v1/payments/?limit=3&order={order}", []
        while url:
            page = client.get(url).json()
            seen += [row["id"] for row in page["results"]]
            # A row that comes meanwhile moves nothing.
            if order == "-id" and len(seen) == 3:
                factories.payment(customer=customer)
            url = page["next"]
        assert len(seen) == len(set(seen))
        assert set(seen) == made
        assert seen == sorted(seen, reverse=order == "-id")


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("limit=0", "range"),
        ("limit=201", "range"),
        ("order=amount", "choice"),
        ("cursor=nonsense", "cursor"),
        ("cursor=aWQ6OTk5OTk5OTk5OTk5OTk5OTk5OQ==", "cursor"),
        ("custmer=1", "unknown"),
        ("customer=", "empty"),
        ("customer=1&customer=2", "once"),
        ("customer=abc", "number"),
        ("received_from=30.06.2026", "format"),
        ("unallocated=1", "boolean"),
        ("currency=XYZ", "invalid-choice"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(client, query, rule):
    answer = client.get(f"/api/v1/payments/?{query}")
    assert fault(answer) == (422, query.split("=")[0], rule)


def test_filters_narrow(client, customer):
    other = factories.customer(company=customer.company)
    late = factories.overdue_invoice(customer=customer)
    factories.invoice(customer=other, currency="EUR", number="E-1")
    paid = factories.invoice(customer=customer, amount="10.00", number="P-1")
    factories.payment(pays=paid, amount="10.00")

    def numbers(query: str) -> set[str]:
        rows = client.get(f"/api/v1/invoices/?{query}").json()["results"]
        return {row["number"] for row in rows}

    assert numbers(f"customer={customer.pk}") == {late.number, "P-1"}
    assert numbers("currency=EUR") == {"E-1"}
    assert numbers("open=false") == {"P-1"}
    assert numbers("overdue=true") >= {late.number}
    assert numbers(f"issued_until={late.issued_on}") == {late.number}
    assert numbers("number=P-1") == {"P-1"}


LISTS = [
    "customers",
    "contacts",
    "contracts",
    "invoices",
    "due-items",
    "credit-notes",
    "payments",
    "allocations",
    "facts",
    "audit-events",
]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_at_few_and_at_many_rows(client, customer, name):
    def grow(times: int) -> None:
        for _ in range(times):
            buyer = factories.customer(company=customer.company)
            factories.payment(pays=factories.invoice(customer=buyer))
            factories.credit_note(customer=buyer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/{name}/").status_code == 200
        return len(queries)

    grow(2)
    cost()
    few = cost()
    grow(12)
    assert cost() == few <= 12


@pytest.mark.parametrize("by", ["bucket", "class", "customer"])
@pytest.mark.parametrize("known_at", ["", "2999-01-01T00:00:00+08:00"])
def test_the_aging_is_that_of_the_command(client, customer, capsys, by, known_at):
    factories.overdue_invoice(customer=customer, days=45)
    factories.payment(pays=factories.overdue_invoice(customer=customer), amount="20.00")
    factories.payment(customer=customer, amount="7.00")
    options = ["--as-of", "2026-06-30", "--by", by, "--json"]
    options += ["--company", customer.company.code]
    query = {"as_of": "2026-06-30", "by": by}
    if known_at:
        options += ["--known-at", known_at]
        query["known_at"] = known_at

    found = client.get("/api/v1/reports/aging/", query)
    call_command("aging", *options)

    assert found.json() == json.loads(capsys.readouterr().out)
    assert found.json()["currencies"]["CNY"]["total"]["amount"] == "213.00"


def test_a_rep_ages_his_own_customers_only(manager, customer):
    rep_user = factories.user(role=Role.SALES_REP, company=customer.company)
    rep = factories.rep(company=customer.company, user=rep_user)
    own = factories.customer(company=customer.company, rep=rep)
    factories.overdue_invoice(customer=own, amount="11.00")
    factories.overdue_invoice(customer=customer, amount="100.00")

    found = factories.caller(rep_user).get(
        "/api/v1/reports/aging/", {"as_of": "2026-06-30", "by": "customer"}
    )

    line = found.json()["currencies"]["CNY"]
    assert line["total"]["amount"] == "11.00"
    assert set(line["customers"]) == {own.code}


@pytest.mark.parametrize(
    "query", ["", "as_of=2026", "as_of=2026-06-30&by=x", "as_of=2026-06-30&known_at=1"]
)
def test_a_report_that_cannot_be_meant_is_refused(client, query):
    assert client.get(f"/api/v1/reports/aging/?{query}").status_code == 422
