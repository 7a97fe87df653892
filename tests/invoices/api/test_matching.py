"""Matching over the API: proposals and why, confirm, undo, advices."""

from __future__ import annotations

import pytest

from arcollect.core.roles import Role
from invoices.models import BankEntryState, DueItemState, Payment
from invoices.services.propose_matches import propose_matches
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return factories.customer(name="昆山世纪电器有限公司")


@pytest.fixture
def client(customer):
    clerk = factories.user(
        role=Role.FINANCE, company=customer.company, full_name="Shen Li"
    )
    return factories.caller(clerk)


@pytest.fixture
def line(customer):
    factories.invoice(customer=customer, amount="500.00", number="LY-26-09411")
    made = factories.bank_line(
        company=customer.company,
        amount="500.00",
        payer="昆山世纪电器",
        text="LY-26-09411",
    )
    propose_matches(company=customer.company)
    return made


def get(client, path):
    return client.get(f"/api/v1/{path}/").json()


def post(client, path, **body):
    return client.post(f"/api/v1/{path}/", body, content_type="application/json")


def test_a_proposal_explains_itself(client, line):
    (found,) = get(client, "match-proposals")["results"]

    assert (found["entry"], found["is_ready"], found["rule"]) == (
        line.pk,
        True,
        "BY_REMITTANCE",
    )
    assert found["title"] == "1 invoice named by the payer"
    assert found["reasons"][0] == {
        "code": "number",
        "text": "LY-26-09411 stands in the text",
        "is_for": True,
    }
    assert found["parts"][0]["money"] == "500.00"


def test_a_proposal_is_taken_undone_and_taken_by_parts(client, line):
    made = post(client, "matches", entry=line.pk, proposal=1)
    assert made.status_code == 201, made.json()
    assert made.json()["kind"] == "match"
    again = post(client, "matches", entry=line.pk, proposal=1)
    assert again.status_code == 409
    assert "Already done by Shen Li at" in again.json()["detail"]

    undone = post(client, f"matches/{made.json()['id']}/undo", reason="typo")
    assert undone.status_code == 201
    assert undone.json()["ended_at"] is not None
    item = DueItemState.objects.get()
    parts = [{"due_item": item.pk, "money": "499.00"}]
    made = post(client, "matches", entry=line.pk, parts=parts)
    assert made.status_code == 201
    item.refresh_from_db()
    assert item.open_amount == 1
    assert Payment.objects.filter(reverses=None, reversed_by=None).count() == 1


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"proposal": 4}, "exists"),
        ({"parts": [{"due_item": 0, "money": "1.00"}]}, ""),
        ({"parts": [{"due_item": "item", "money": "1.001"}]}, "minor-unit"),
        ({}, ""),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_booked(client, line, body, rule):
    for part in body.get("parts", []):
        if part["due_item"] == "item":
            part["due_item"] = DueItemState.objects.get().pk

    answer = post(client, "matches", entry=line.pk, **body)

    assert answer.status_code == 422, answer.json()
    if rule:
        assert answer.json()["errors"][0]["rule"] == rule
    assert BankEntryState.objects.get().state == "open"
    assert not Payment.objects.exists()


def test_an_advice_is_entered_and_discarded(client, customer, line):
    made = post(
        client,
        "remittances",
        currency="CNY",
        customer=customer.pk,
        reference="TT-77",
        lines=[{"number": "LY-26-09411", "amount": "500.00"}],
        kept_back="14.00",
    )
    assert made.status_code == 201, made.json()
    assert (made.json()["total"], made.json()["state"]) == ("486.00", "checked")

    gone = post(client, f"remittances/{made.json()['id']}/discard")
    assert gone.json()["state"] == "discarded"
    refused = post(
        client,
        "remittances",
        currency="CNY",
        lines=[{"number": "XX-1", "amount": "500.00"}],
    )
    assert refused.status_code == 422
    assert "XX-1" in refused.json()["detail"]
