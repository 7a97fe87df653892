"""Deductions, disputes, extensions and goods documents over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from arcollect.core.models import User
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.models import Deduction, DueItem, DueItemState
from tests import factories

pytestmark = pytest.mark.django_db
DAY = factories.TODAY.isoformat()


@pytest.fixture
def boss() -> User:
    return factories.user(role=Role.FINANCE_MANAGER, company=factories.company())


@pytest.fixture
def customer(boss: User) -> Customer:
    return factories.customer(company=boss.memberships.get().company)


@pytest.fixture
def item(customer: Customer) -> DueItem:
    return factories.invoice(customer=customer, amount="500.00").items.get()


@pytest.fixture
def manager(boss: User) -> Client:
    return factories.caller(boss)


@pytest.fixture
def clerk(customer: Customer) -> Client:
    user = factories.user(role=Role.FINANCE, company=customer.company)
    return factories.caller(user)


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/v1/{path}/", body, content_type="application/json")


def still_open(item: DueItem) -> str:
    return f"{DueItemState.objects.get(pk=item.pk).open_amount:.2f}"


def claim(item: DueItem, **change: Any) -> dict[str, Any]:
    return {
        "customer": item.customer_id,
        "kind": "freight",
        "claimed_on": DAY,
        "parts": [{"due_item": item.pk, "amount": "120.00"}],
        **change,
    }


def test_a_deduction_from_claim_to_taking_back(
    item: DueItem, clerk: Client, manager: Client
) -> None:
    made = post(clerk, "deductions", claim(item))
    assert made.status_code == 201
    key = made.json()["id"]
    assert made["Location"].endswith(f"/deductions/{key}/")
    assert (made.json()["state"], still_open(item)) == ("claimed", "500.00")
    part = [{"due_item": item.pk, "amount": "100.00"}]
    decided = {"decided_on": DAY, "parts": part, "decision": "One way only"}
    assert post(clerk, f"deductions/{key}/approve", decided).status_code == 403
    approved = post(manager, f"deductions/{key}/approve", decided).json()
    assert (approved["state"], approved["approved_amount"]) == (
        "partly_approved",
        "100.00",
    )
    assert (len(approved["credit_notes"]), still_open(item)) == (1, "400.00")
    again = post(manager, f"deductions/{key}/approve", decided)
    assert again.status_code == 409
    back = {"effective_on": DAY, "reason": "Wrong waybill"}
    taken = post(manager, f"deductions/{key}/take-back", back).json()
    assert (taken["state"], still_open(item)) == ("under_review", "500.00")
    no = {"decided_on": DAY, "decision": "No proof"}
    rejected = post(manager, f"deductions/{key}/reject", no).json()
    assert rejected["state"] == "rejected"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"parts": []}, 400),
        ({"kind": "gift"}, 400),
        ({"deadline_on": "2020-01-01"}, 422),
        ({"customer": 0}, 400),
    ],
)
def test_a_claim_that_cannot_be_is_refused(
    item: DueItem, clerk: Client, change: dict[str, Any], status: int
) -> None:
    answer = post(clerk, "deductions", claim(item, **change))
    assert answer.status_code in {status, 422}
    assert not Deduction.objects.exists()


def test_disputes_and_extensions_are_written_and_decided(
    item: DueItem, clerk: Client, manager: Client
) -> None:
    contested = {
        "due_item": item.pk,
        "amount": "50.00",
        "reason": "price",
        "opened_on": DAY,
    }
    dispute = post(clerk, "disputes", contested).json()
    result = {"state": "resolved_theirs", "resolved_on": DAY, "resolution": "Agreed"}
    settled = post(manager, f"disputes/{dispute['id']}/resolve", result).json()
    assert (settled["conceded"], still_open(item)) == ("50.00", "450.00")
    asked = {
        "due_item": item.pk,
        "new_due_on": "2026-07-31",
        "requested_on": DAY,
        "reason": "Slow season",
    }
    extension = post(clerk, "extensions", asked).json()
    assert extension["state"] == "requested"
    decided = {"decided_on": DAY}
    done = post(manager, f"extensions/{extension['id']}/approve", decided).json()
    assert (done["effect"], done["times"], done["first_due_on"]) == ("moved", 1, DAY)
    assert DueItemState.objects.get(pk=item.pk).due_on.isoformat() == "2026-07-31"


def test_goods_are_recorded_and_found_while_not_billed(
    customer: Customer, clerk: Client
) -> None:
    body = {
        "customer": customer.pk,
        "kind": "delivery",
        "number": "W-1",
        "moved_on": DAY,
        "currency": "CNY",
        "lines": [{"description": "Fridge", "quantity": "2", "amount": "300.00"}],
    }
    made = post(clerk, "goods", body).json()
    assert (made["amount"], made["lines"][0]["quantity"]) == ("300.00", "2")
    assert post(clerk, "goods", body).status_code == 409
    found = clerk.get("/api/v1/goods/", {"unbilled": "true"}).json()["results"]
    assert [row["number"] for row in found] == ["W-1"]


def test_the_company_says_through_when_its_books_are_closed(manager: Client) -> None:
    (company,) = manager.get("/api/v1/companies/").json()["results"]
    assert company["closed_through"] is None
