"""Orders in the browser: entered, held, released, delivered, invoiced, cancelled."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core import clock
from arcollect.core.roles import Role
from customers.models import CreditProfile
from invoices.models import OrderRelease, SalesOrder
from tests import factories
from tests.architecture.world import nothing_written
from tests.factories import credit

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> dt.date:
    return clock.today("Asia/Shanghai")


@pytest.fixture
def buyer(today):
    """A customer with a line of 10,000 that is in force today."""
    company = factories.company()
    rep_user = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, user=rep_user)
    made = factories.customer(company=company, rep=rep, code="K-1", name="Hengda")
    credit.contract(customer=made)
    credit.credit_line(customer=made, valid_from=today - dt.timedelta(days=30))
    return made


@pytest.fixture
def clerk(buyer):
    return factories.signed_in(factories.user(role=Role.FINANCE, company=buyer.company))


@pytest.fixture
def manager(buyer):
    return factories.signed_in(
        factories.user(role=Role.FINANCE_MANAGER, company=buyer.company)
    )


def body(today, **changes):
    return {
        "customer": "K-1",
        "ordered_on": today.isoformat(),
        "currency": "CNY",
        "amount": "4,000.00",
        "request_key": "one-form",
        "lines-TOTAL_FORMS": "3",
        "lines-INITIAL_FORMS": "0",
        "enter": "",
        **changes,
    }


def act(name, order):
    return reverse(f"invoices:order_{name}", args=[order.pk])


def test_a_rep_enters_an_order_of_his_customer(buyer, today):
    browser = factories.signed_in(buyer.rep.user)
    answer = browser.post(reverse("invoices:order_new"), body(today))
    order = SalesOrder.objects.get()
    assert answer["Location"] == reverse("invoices:order_detail", args=[order.pk])
    assert (order.state, order.amount) == ("approved", Decimal(4000))
    assert order.entered_by == buyer.rep.user
    again = browser.post(reverse("invoices:order_new"), body(today))
    assert (again.status_code, SalesOrder.objects.count()) == (422, 1)


def test_lines_give_the_amount_and_empty_ones_do_not_count(buyer, clerk, today):
    lines = {
        "amount": "",
        "lines-0-description": "Fans",
        "lines-0-quantity": "3",
        "lines-0-unit_price": "33.33",
        "lines-2-description": "Freight",
        "lines-2-amount": "1.01",
    }
    clerk.post(reverse("invoices:order_new"), body(today, **lines))
    order = SalesOrder.objects.get()
    assert order.amount == Decimal("101.00")
    assert [line.description for line in order.lines.order_by("position")] == [
        "Fans",
        "Freight",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"customer": "nobody"}, "No customer has"),
        ({"amount": ""}, "Write an amount, or the lines of the order."),
        ({"amount": "1.005"}, "decimals"),
        ({"deposit": "4000.01"}, "The deposit is larger than the order."),
        ({"wanted_on": "2020-01-01"}, "wanted before it is ordered"),
        ({"lines-0-description": "Fans"}, "quantity and unit price"),
        ({"lines-1-amount": "5"}, "Say what is ordered."),
    ],
)
def test_a_wrong_order_says_why_and_writes_nothing(
    buyer, clerk, today, change, sentence
):
    clerk.get(reverse("invoices:order_new"))
    answer = clerk.post(reverse("invoices:order_new"), body(today, **change))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SalesOrder.objects.exists()


def test_a_held_order_shows_why_and_a_manager_releases_it(buyer, manager, today):
    order = credit.order(customer=buyer, amount="12000.00", as_of=today)
    page = manager.get(act("detail", order)).content.decode()
    assert "over the credit line" in page
    assert "2,000" in page
    with nothing_written():
        empty = manager.post(act("release", order), {"request_key": "1", "reason": ""})
    assert empty.status_code == 422

    manager.post(
        act("release", order), {"request_key": "2", "reason": "paid by Friday"}
    )

    order.refresh_from_db()
    assert order.state == "approved"
    assert OrderRelease.objects.get().reason == "paid by Friday"
    assert "paid by Friday" in manager.get(act("detail", order)).content.decode()


def test_a_clerk_without_authority_is_told_so(buyer, clerk, today):
    order = credit.order(customer=buyer, amount="12000.00", as_of=today)
    answer = clerk.post(act("release", order), {"request_key": "1", "reason": "please"})
    assert answer.status_code == 422
    assert "Your role may not approve this" in answer.content.decode()
    assert SalesOrder.objects.get().state == "held"


def test_an_order_goes_its_way_to_the_invoice(buyer, clerk, today):
    order = credit.order(customer=buyer, amount="4000.00", as_of=today)
    clerk.post(act("deliver", order), {"delivered_on": today.isoformat()})
    order.refresh_from_db()
    assert order.state == "delivered"
    early = clerk.post(act("invoice", order), {"issued_on": "2020-01-01"})
    assert early.status_code == 422
    clerk.post(act("invoice", order), {"issued_on": today.isoformat()})
    order.refresh_from_db()
    assert order.state == "invoiced"
    assert order.invoice is not None
    assert order.invoice.number in clerk.get(act("detail", order)).content.decode()


def test_an_order_is_cancelled_with_a_reason_and_reopened(buyer, clerk, today):
    order = credit.order(customer=buyer, amount="4000.00", as_of=today)
    assert clerk.post(act("cancel", order), {"reason": ""}).status_code == 422
    clerk.post(act("cancel", order), {"reason": "no stock"})
    order.refresh_from_db()
    assert order.state == "cancelled"
    late = clerk.post(act("cancel", order), {"reason": "again"})
    assert late.status_code == 422
    clerk.post(act("reopen", order))
    order.refresh_from_db()
    assert order.state == "approved"
    # An approved order is not checked again by hand.
    told = clerk.post(act("check", order), follow=True).content.decode()
    assert "this cannot be done with it" in told


def test_delivering_where_credit_is_gone_holds_the_order_again(buyer, clerk, today):
    order = credit.order(customer=buyer, amount="4000.00", as_of=today)
    factories.invoice(customer=buyer, amount="9000.00", due_on=today)
    answer = clerk.post(
        act("deliver", order), {"delivered_on": today.isoformat()}, follow=True
    )
    assert "send nothing" in answer.content.decode()
    order.refresh_from_db()
    assert order.state == "held"


def test_the_list_filters_and_exports(buyer, clerk, today):
    held = credit.order(customer=buyer, amount="12000.00", as_of=today)
    passed = credit.order(customer=buyer, amount="1.00", as_of=today)
    address = reverse("invoices:order_list")
    only_held = clerk.get(address, {"state": "held"}).content.decode()
    assert held.number in only_held
    assert passed.number not in only_held
    sheet = b"".join(clerk.get(address, {"export": "csv"}).streaming_content)  # type: ignore[attr-defined]
    assert held.number.encode() in sheet
    assert b"over the credit line" in sheet


def test_the_lists_cost_the_same_at_one_row_and_at_fifty(buyer, clerk, today):
    for name in ("invoices:order_list", "customers:credit_list"):
        costs = []
        for rows in (1, 50):
            for _ in range(rows):
                other = factories.customer(company=buyer.company, rep=buyer.rep)
                credit.credit_line(customer=other, valid_from=today)
                credit.order(customer=other, as_of=today)
            clerk.get(reverse(name))
            with CaptureQueriesContext(connection) as queries:
                assert clerk.get(reverse(name)).status_code == 200
            costs.append(len(queries))
        assert costs[0] == costs[1], name
    assert CreditProfile.objects.count() > 50
