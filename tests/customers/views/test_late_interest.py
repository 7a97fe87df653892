"""The rate of late interest that a contract agrees, entered as a percentage."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from arcollect.core.roles import Role
from customers.models import Contract
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return factories.customer()


@pytest.fixture
def clerk(customer):
    return factories.user(role=Role.FINANCE, company=customer.company)


def _posted(clerk, customer, rate):
    data = {
        "number": "HT-1",
        "kind": "sale",
        "sales_mode": "CREDIT",
        "currency": "CNY",
        "late_interest_bp": rate,
        "terms-TOTAL_FORMS": "1",
        "terms-INITIAL_FORMS": "0",
        "terms-0-type": "NET",
        "terms-0-days": "30",
        "terms-0-due_roll": "none",
    }
    address = reverse("customers:contract_new", args=[customer.pk])
    return factories.signed_in(clerk).post(address, data)


@pytest.mark.parametrize(
    ("typed", "kept"), [("6.5", 650), ("12", 1_200), ("0.05%", 5), ("", None)]
)
def test_a_percentage_is_kept_exactly(clerk, customer, typed, kept):
    assert _posted(clerk, customer, typed).status_code == 302
    contract = Contract.objects.get()
    assert contract.late_interest_bp == kept
    address = reverse("customers:contract_edit", args=[contract.pk])
    page = factories.signed_in(clerk).get(address).content.decode()
    assert "Late interest, % a year" in page


@pytest.mark.parametrize("typed", ["6.555", "101", "-1", "much"])
def test_what_is_no_percentage_is_refused_with_a_sentence(clerk, customer, typed):
    answer = _posted(clerk, customer, typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["late_interest_bp"]
    assert not Contract.objects.exists()


def test_the_api_keeps_and_shows_it(clerk, customer):
    caller = factories.caller(clerk)
    body = {
        "customer": customer.pk,
        "number": "HT-2",
        "currency": "CNY",
        "late_interest_bp": 650,
        "terms": [{"type": "NET", "days": 30}],
    }
    answer = caller.generic(
        "POST", "/api/v1/contracts/", json.dumps(body), "application/json"
    )
    assert answer.status_code == 201, answer.content
    assert answer.json()["late_interest_bp"] == 650
