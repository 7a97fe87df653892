"""A customer's file over the API: shown, written, refused."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arcollect.core.roles import Role
from customers.models import CustomerFlag, PaymentProfile, PromotionAgreement
from tests import factories
from tests.factories import customer_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return factories.customer(name="Lanyue", region="East")


@pytest.fixture
def client(customer):
    return factories.caller(factories.user(role=Role.FINANCE, company=customer.company))


def send(client: Any, method: str, path: str, body: dict[str, Any]) -> Any:
    url = f"/api/v1/{path}/"
    return client.generic(method, url, json.dumps(body), "application/json")


def test_a_customer_shows_his_file_and_flags(client, customer):
    customer_files.flag(customer=customer, from_on=customer.created_at.date())
    found = client.get(f"/api/v1/customers/{customer.pk}/").json()
    assert (found["is_watched"], found["is_habitual_debtor"]) == (True, False)
    assert found["file_percent"] == 9
    assert (found["parent"], found["country"], found["cause"]) == (None, "", "")


def test_legal_data_and_group_are_written(client, customer):
    head = factories.customer(company=customer.company)
    body = {"version": 1, "parent": head.pk, "country": "TW", "size_class": "micro"}
    found = send(client, "PATCH", f"customers/{customer.pk}", body).json()
    assert (found["parent"], found["country"]) == (head.pk, "TW")
    assert found["size_class"] == "micro"


def test_a_status_that_cannot_follow_is_a_conflict(client, customer):
    body = {"version": 1, "status": "PROSPECT"}
    answer = send(client, "PATCH", f"customers/{customer.pk}", body)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["field"] == "status"


def test_the_cause_is_an_act_of_its_own(client, customer):
    body = {
        "version": 1,
        "cause": "procedure",
        "cause_note": "Three signatures",
        "cause_noted_on": "2026-06-30",
    }
    found = send(client, "POST", f"customers/{customer.pk}/cause", body).json()
    assert (found["cause"], found["version"]) == ("procedure", 2)


def test_a_window_of_a_contact_has_both_ends(client, customer):
    body = {"customer": customer.pk, "name": "Qian", "best_from": "09:00"}
    answer = send(client, "POST", "contacts", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "best_until"
    body |= {"best_until": "11:00", "best_days": [1]}
    assert send(client, "POST", "contacts", body).status_code == 201


def test_there_is_one_payment_profile(client, customer):
    body = {"customer": customer.pk, "closing_day": 25, "pay_weekdays": [1, 4]}
    added = send(client, "POST", "payment-profiles", body)
    assert added.status_code == 201
    assert send(client, "POST", "payment-profiles", body).status_code == 409
    pk = added.json()["id"]
    changed = send(
        client, "PATCH", f"payment-profiles/{pk}", {"version": 1, "bank": "ICBC"}
    )
    assert changed.json()["closing_day"] == 25
    assert PaymentProfile.objects.get().bank == "ICBC"
    wrong = {"version": 2, "closing_day": 32}
    assert send(client, "PATCH", f"payment-profiles/{pk}", wrong).status_code == 422


def test_finance_sets_a_flag_and_the_manager_lifts_it(client, customer):
    body = {
        "customer": customer.pk,
        "kind": "habitual",
        "from_on": "2026-06-01",
        "review_on": "2026-08-01",
        "reason": "Never on time",
    }
    flag = send(client, "POST", "customer-flags", body)
    assert flag.status_code == 201
    assert send(client, "POST", "customer-flags", body).status_code == 409
    path = f"customer-flags/{flag.json()['id']}/lift"
    lift = {"lifted_on": "2026-06-20", "reason": "Pays"}
    assert send(client, "POST", path, lift).status_code == 403
    head = factories.caller(
        factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    )
    assert send(head, "POST", path, lift).json()["lifted_on"] == "2026-06-20"
    assert CustomerFlag.objects.get().lift_reason == "Pays"


def test_products_and_what_a_customer_makes_of_them(client, customer):
    product = {"code": "F1", "name": "Fridge", "currency": "CNY", "list_price": "1000"}
    made = send(client, "POST", "products", product).json()
    assert made["list_price"] == "1000.00"
    body = {
        "customer": customer.pk,
        "product": made["id"],
        "dealer_price": "875.00",
        "sales_rank": 1,
        "sales_share_bp": 1250,
        "noted_on": "2026-06-30",
    }
    row = send(client, "POST", "customer-products", body).json()
    assert (row["margin_bp"], row["list_price"]) == (1250, "1000.00")
    fine = {"version": 1, "dealer_price": "875.001"}
    answer = send(client, "PATCH", f"customer-products/{row['id']}", fine)
    assert answer.status_code == 422


def test_agreements_are_added_ended_and_found_by_day(client, customer):
    body = {
        "customer": customer.pk,
        "number": "PA-1",
        "type": "advertising",
        "title": "Shop front",
        "from_on": "2026-01-01",
        "until_on": "2026-12-31",
        "currency": "CNY",
        "amount": "5000",
    }
    neither = {**body, "amount": None}
    assert send(client, "POST", "promotion-agreements", neither).status_code == 409
    held = send(client, "POST", "promotion-agreements", body).json()
    assert (held["amount"], held["rate_bp"]) == ("5000.00", None)
    end = {"ended_on": "2026-06-30", "reason": "The shop closed"}
    path = f"promotion-agreements/{held['id']}"
    assert send(client, "POST", f"{path}/end", end).json()["version"] == 2
    days = {"2026-06-30": 1, "2026-07-01": 0}
    for day, count in days.items():
        rows = client.get(f"/api/v1/promotion-agreements/?on={day}").json()["results"]
        assert len(rows) == count
    assert PromotionAgreement.objects.get().ended_on is not None


def test_support_is_logged_and_changed(client, customer):
    body = {
        "customer": customer.pk,
        "kind": "guide",
        "done_on": "2026-06-30",
        "currency": "CNY",
        "cost": "500",
    }
    row = send(client, "POST", "support-actions", body).json()
    path = f"support-actions/{row['id']}"
    found = send(client, "PATCH", path, {"version": 1, "note": "Two weekends"}).json()
    assert (found["cost"], found["note"]) == ("500.00", "Two weekends")
    stranger = factories.customer(company=customer.company)
    foreign = customer_files.agreement(customer=stranger)
    body |= {"agreement": foreign.pk}
    assert send(client, "POST", "support-actions", body).status_code == 422


def test_due_items_name_the_day_their_money_can_be_expected(client, customer):
    item = factories.invoice(customer=customer, due_on=dt.date(2099, 7, 1)).items.get()
    address = f"/api/v1/due-items/{item.pk}/"
    assert client.get(address).json()["expected_on"] == "2099-07-01"
    customer_files.payment_profile(customer=customer, closing_day=31)
    assert client.get(address).json()["expected_on"] == "2099-07-31"


def test_a_list_of_due_items_costs_the_same_at_1_and_at_20_rows(client, customer):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/api/v1/due-items/").status_code == 200
        return len(seen)

    factories.invoice(customer=customer, due_on=dt.date(2099, 7, 1))
    client.get("/api/v1/due-items/")
    few = cost()
    for _ in range(19):
        another = factories.customer(company=customer.company)
        customer_files.payment_profile(customer=another, closing_day=5)
        factories.invoice(customer=another, due_on=dt.date(2099, 7, 1))
    assert cost() == few
