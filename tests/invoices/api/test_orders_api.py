"""Orders over the API: entered, held with reasons, released, delivered, invoiced."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from arcollect.core import clock
from arcollect.core.roles import Role
from invoices.models import SalesOrder
from tests import factories
from tests.factories import credit

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> dt.date:
    return clock.today("Asia/Shanghai")


@pytest.fixture
def buyer(today):
    made = factories.customer()
    credit.contract(customer=made)
    credit.credit_line(customer=made, valid_from=today)
    return made


@pytest.fixture
def clerk(buyer):
    return factories.caller(factories.user(role=Role.FINANCE, company=buyer.company))


@pytest.fixture
def manager(buyer):
    return factories.caller(
        factories.user(role=Role.FINANCE_MANAGER, company=buyer.company)
    )


def post(client: Any, path: str, body: Any, **headers: str) -> Any:
    address = f"/api/v1/{path}/"
    return client.post(address, body, content_type="application/json", **headers)


def test_an_order_is_held_released_delivered_and_invoiced(buyer, clerk, manager, today):
    body = {
        "customer": buyer.pk,
        "contract": buyer.contracts.get().pk,
        "ordered_on": today.isoformat(),
        "currency": "CNY",
        "lines": [{"description": "Fridge", "quantity": "12", "unit_price": "1000"}],
    }
    made = post(clerk, "orders", body)
    assert made.status_code == 201
    order = made.json()
    assert (order["state"], order["amount"]) == ("held", "12000.00")
    (check,) = order["checks"]
    assert check["reasons"] == [
        {"block": "headroom", "short": "2000.00", "released": False}
    ]
    path = f"orders/{order['id']}"
    refused = post(clerk, f"{path}/release", {"reason": "please"})
    assert refused.status_code == 403

    released = post(manager, f"{path}/release", {"reason": "paid by Friday"}).json()
    assert (released["state"], released["releases"][0]["state"]) == (
        "approved",
        "given",
    )
    day = {"delivered_on": today.isoformat()}
    assert post(clerk, f"{path}/deliver", day).json()["state"] == "delivered"
    assert post(clerk, f"{path}/deliver", day).status_code == 409
    done = post(clerk, f"{path}/invoice", {"issued_on": today.isoformat()}).json()
    assert done["state"] == "invoiced"
    invoice = clerk.get(f"/api/v1/invoices/{done['invoice']}/").json()
    assert invoice["amount"] == "12000.00"


def test_an_order_is_entered_once_per_key(buyer, clerk, today):
    body = {
        "customer": buyer.pk,
        "ordered_on": today.isoformat(),
        "currency": "CNY",
        "amount": "10.00",
    }
    key = {"HTTP_IDEMPOTENCY_KEY": "order-1"}
    first = post(clerk, "orders", body, **key)
    second = post(clerk, "orders", body, **key)
    assert first.json() == second.json()
    assert SalesOrder.objects.count() == 1


def test_a_draft_is_checked_cancelled_and_reopened(buyer, clerk, today):
    body = {
        "customer": buyer.pk,
        "ordered_on": today.isoformat(),
        "currency": "CNY",
        "amount": "10.00",
        "draft": True,
    }
    order = post(clerk, "orders", body).json()
    assert (order["state"], order["checks"]) == ("draft", [])
    path = f"orders/{order['id']}"
    assert post(clerk, f"{path}/check", {"state": "held"}).status_code == 409
    checked = post(clerk, f"{path}/check", {"state": "draft"}).json()
    assert checked["state"] == "approved"
    assert post(clerk, f"{path}/cancel", {}).status_code == 422
    gone = post(clerk, f"{path}/cancel", {"reason": "no stock"}).json()
    assert gone["state"] == "cancelled"
    assert post(clerk, f"{path}/reopen", {}).status_code == 422
    back = post(clerk, f"{path}/reopen", {"reason": "in stock"}).json()
    assert back["state"] == "approved"


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"amount": None}, "amount", "required"),
        ({"amount": "1.005"}, "amount", "minor-unit"),
        ({"amount": "0"}, "amount", "positive"),
        ({"deposit": "0.001"}, "deposit", "minor-unit"),
        ({"customer": 10**9}, "customer", "unknown"),
        ({"lines": [{"description": "F"}]}, "lines.0.amount", "required"),
    ],
)
def test_a_wrong_order_names_field_and_rule(buyer, clerk, today, change, field, rule):
    body = {
        "customer": buyer.pk,
        "ordered_on": today.isoformat(),
        "currency": "CNY",
        "amount": "10.00",
        **change,
    }
    answer = post(clerk, "orders", body)
    assert answer.status_code == 422
    (one,) = answer.json()["errors"]
    assert (one["field"], one["rule"]) == (field, rule)
    assert not SalesOrder.objects.exists()


def test_the_credit_of_a_customer_is_read(buyer, clerk, today):
    credit.order(customer=buyer, amount="4000.00", as_of=today)
    asked = {"currency": "CNY"}
    found = clerk.get(f"/api/v1/customers/{buyer.pk}/credit/", asked).json()
    assert found["own"]["line"] == "10000.00"
    assert found["own"]["open_orders"] == "4000.00"
    assert found["own"]["headroom"] == "6000.00"
    assert found["group"] is None
    stranger = factories.customer()
    foreign = clerk.get(f"/api/v1/customers/{stranger.pk}/credit/", asked)
    assert foreign.status_code == 404
    without = clerk.get(f"/api/v1/customers/{buyer.pk}/credit/")
    assert without.status_code == 422
