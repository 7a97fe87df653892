"""What is wrong with a visit or promise is said at the field it is about."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from arcollect.core import clock
from arcollect.core.roles import Role
from collection.models import Promise, Visit
from customers.models import Customer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer() -> Customer:
    return factories.customer(company=factories.company())


@pytest.fixture
def client(customer: Customer) -> Client:
    person = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    return factories.caller(person)


@pytest.fixture
def today(customer: Customer) -> dt.date:
    return clock.today(customer.company.time_zone)


def refusal(client: Client, path: str, body: Any) -> tuple[int, str, str]:
    answer = client.post(f"/api/v1/{path}/", body, content_type="application/json")
    (one,) = answer.json()["errors"]
    return answer.status_code, one["field"], one["rule"]


def a_promise(customer: Customer, today: dt.date, **change: Any) -> dict[str, Any]:
    return {
        "customer": customer.pk,
        "currency": "CNY",
        "amount": "100.00",
        "made_on": today.isoformat(),
        "promised_on": (today + dt.timedelta(days=7)).isoformat(),
        **change,
    }


def test_a_day_before_the_promise_is_a_fault_of_the_promised_day(
    client: Client, customer: Customer, today: dt.date
) -> None:
    yesterday = (today - dt.timedelta(days=1)).isoformat()
    body = a_promise(customer, today, promised_on=yesterday)
    assert refusal(client, "promises", body) == (422, "promised_on", "not-before-made")
    assert not Promise.objects.exists()


def test_a_promise_of_tomorrow_is_a_fault_of_the_day_it_was_made(
    client: Client, customer: Customer, today: dt.date
) -> None:
    tomorrow = (today + dt.timedelta(days=1)).isoformat()
    body = a_promise(customer, today, made_on=tomorrow)
    assert refusal(client, "promises", body) == (422, "made_on", "not-in-future")


def test_a_foreign_item_is_a_fault_of_the_items(
    client: Client, customer: Customer, today: dt.date
) -> None:
    stranger = factories.customer(company=customer.company, code="C-2")
    item = factories.invoice(customer=stranger).items.get()
    body = a_promise(customer, today, due_items=[item.pk])
    assert refusal(client, "promises", body) == (422, "due_items", "same-customer")


def test_a_visit_of_tomorrow_is_a_fault_of_its_day(
    client: Client, customer: Customer, today: dt.date
) -> None:
    tomorrow = (today + dt.timedelta(days=1)).isoformat()
    body = {"customer": customer.pk, "outcome": "other", "visited_on": tomorrow}
    assert refusal(client, "visits", body) == (422, "visited_on", "not-in-future")


def test_the_promise_of_a_visit_is_checked_as_any_other(
    client: Client, customer: Customer, today: dt.date
) -> None:
    yesterday = (today - dt.timedelta(days=1)).isoformat()
    body = {
        "customer": customer.pk,
        "outcome": "promised",
        "visited_on": today.isoformat(),
        "promised": {"currency": "CNY", "amount": "1.00", "promised_on": yesterday},
    }
    named = (422, "promised.promised_on", "not-before-made")
    assert refusal(client, "visits", body) == named
    assert not Visit.objects.exists()
