"""Bank statements over the API: read them and their entries, import a file."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from arcollect.core.roles import Role
from invoices.models import BankEntry
from tests import factories
from tests.invoices.importers.statements import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    company = factories.company()
    return factories.caller(factories.user(role=Role.FINANCE, company=company))


def send(client: Client, content: bytes, **more: Any) -> Any:
    body = {"name": "day.sta", "content": base64.b64encode(content).decode()}
    headers = {"Idempotency-Key": more.pop("key")} if "key" in more else {}
    return client.post(
        "/api/v1/bank-statements/",
        {**body, **more},
        content_type="application/json",
        headers=headers,
    )


def test_a_file_is_imported_and_read_back(client: Client):
    answer = send(client, samples.MT940)
    assert answer.status_code == 201, answer.content
    done = answer.json()
    assert (done["status"], done["created"], done["credit"]) == (
        "imported",
        3,
        "350.00",
    )
    (key,) = done["created_statements"]
    statement = client.get(f"/api/v1/bank-statements/{key}/").json()
    assert (statement["opening"], statement["closing"]) == ("1000.00", "1337.50")
    assert (statement["kept"], statement["left"]) == (3, 2)
    found = client.get("/api/v1/bank-entries/", {"state": "open"}).json()["results"]
    assert sorted(row["amount"] for row in found) == ["100.00", "250.00"]
    fee = client.get("/api/v1/bank-entries/", {"statement": key}).json()["results"]
    assert [row["state"] for row in fee if row["amount"] == "-12.50"] == [None]


def test_the_same_call_twice_and_the_same_file_twice(client: Client):
    first = send(client, samples.MT940, key="k1")
    replayed = send(client, samples.MT940, key="k1")
    assert replayed.json() == first.json()
    assert send(client, samples.MT940).json()["status"] == "already_imported"
    assert BankEntry.objects.count() == 3


def test_a_refusal_names_field_and_reason(client: Client):
    answer = send(client, samples.MT940.replace(b"EUR1337,50", b"EUR1,00"))
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["field"]) == (422, "content")
    assert fault["rule"] == "statement-refused"
    assert "makes 1337.50" in fault["detail"]
    bad = client.post(
        "/api/v1/bank-statements/",
        {"name": "x", "content": "%%%"},
        content_type="application/json",
    )
    assert bad.status_code == 422
    assert not BankEntry.objects.exists()
