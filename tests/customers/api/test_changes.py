"""Customers, contacts and contracts over the API: what is left out stays."""

from __future__ import annotations

import json

import pytest

from arcollect.core.roles import Role
from customers.models import Contract, Customer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return factories.customer(name="Lanyue", region="East")


@pytest.fixture
def client(customer):
    return factories.caller(factories.user(role=Role.FINANCE, company=customer.company))


def send(client, method, path, body):
    url = f"/api/v1/{path}/"
    return client.generic(method, url, json.dumps(body), "application/json")


def test_what_is_left_out_stays(client, customer):
    answer = send(
        client, "PATCH", f"customers/{customer.pk}", {"version": 1, "phone": "12345"}
    )
    assert answer.status_code == 200
    found = answer.json()
    assert (found["name"], found["region"], found["phone"]) == (
        "Lanyue",
        "East",
        "12345",
    )
    assert found["version"] == 2


def test_the_later_one_of_two_changes_is_refused(client, customer):
    path = f"customers/{customer.pk}"
    send(client, "PATCH", path, {"version": 1, "phone": "1"})
    late = send(client, "PATCH", path, {"version": 1, "phone": "2"})
    assert late.status_code == 409
    assert late.json()["errors"][0]["field"] == "version"
    assert Customer.objects.get(pk=customer.pk).phone == "1"


def test_a_change_needs_its_version(client, customer):
    answer = send(client, "PATCH", f"customers/{customer.pk}", {"phone": "1"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0] == {
        "field": "version",
        "rule": "required",
        "detail": "This field is required.",
    }


def test_a_contract_keeps_its_terms_unless_they_are_named(client, customer):
    body = {
        "customer": customer.pk,
        "number": "V-1",
        "currency": "CNY",
        "amount": "12.50",
        "terms": [{"type": "NET", "days": 30}],
    }
    made = send(client, "POST", "contracts", body).json()
    path = f"contracts/{made['id']}"

    kept = send(client, "PATCH", path, {"version": 1, "amount": "13.00"}).json()
    assert [term["days"] for term in kept["terms"]] == [30]
    terms = [{"type": "FIXED_DAY", "day_of_month": 10, "months": 1}]
    changed = send(client, "PATCH", path, {"version": 2, "terms": terms}).json()
    assert changed["terms"][0]["type"] == "FIXED_DAY"
    assert changed["amount"] == "13.00"


def test_an_amount_must_fit_the_new_currency(client, customer):
    contract = Contract.objects.create(
        company=customer.company,
        customer=customer,
        number="V-1",
        currency="CNY",
        amount="12.50",
    )
    answer = send(
        client, "PATCH", f"contracts/{contract.pk}", {"version": 1, "currency": "JPY"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "minor-unit"
