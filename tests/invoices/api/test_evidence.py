"""Evidence over the API: read rows and bytes, hand a file in, withdraw one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from arcollect.core.models import Company
from arcollect.core.roles import Role
from invoices.models import Evidence, Invoice
from tests import factories
from tests.factories.evidence import PDF, PNG, TAKEN_ON

pytestmark = pytest.mark.django_db
LIST = "/api/v1/evidence/"


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    return factories.company()


@pytest.fixture
def posted(company: Company) -> Invoice:
    return factories.invoice(customer=factories.customer(company=company))


@pytest.fixture
def client(company: Company) -> Client:
    return factories.caller(factories.user(role=Role.FINANCE_MANAGER, company=company))


def send(
    client: Client, posted: Invoice, content: bytes = PDF, key: str = "", **more: Any
) -> Any:
    body = {
        "file": SimpleUploadedFile("签收单.pdf", content),
        "about": "invoice",
        "object": str(posted.pk),
        "kind": "delivery",
        "origin": "Warehouse",
        "taken_on": TAKEN_ON.isoformat(),
        **more,
    }
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(LIST, body, headers=headers)


def test_handed_in_read_back_and_given_out(client: Client, posted: Invoice) -> None:
    answer = send(client, posted, custody="Safe")
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert (row["about"], row["object"], row["customer"]) == (
        "invoice",
        posted.pk,
        posted.customer_id,
    )
    assert (row["name"], row["media_type"], row["size"]) == (
        "签收单.pdf",
        "application/pdf",
        len(PDF),
    )
    assert (row["custody"], row["withdrawn_at"]) == ("Safe", None)
    address = answer["Location"]
    assert client.get(address).json() == row
    given = client.get(f"{address}file/")
    assert given.content == PDF
    assert given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"


def test_the_same_file_and_the_same_call_twice(client: Client, posted: Invoice) -> None:
    first = send(client, posted, key="k1")
    replayed = send(client, posted, key="k1")
    assert replayed["Idempotent-Replayed"] == "true"
    assert replayed.json() == first.json()
    assert send(client, posted, PNG, key="k1").status_code == 422
    again = send(client, posted)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field", "rule"),
    [
        ({"content": b"<svg/>"}, "file", "evidence-not-taken"),
        ({"content": b""}, "file", "evidence-not-taken"),
        ({"object": "99999"}, "object", "unknown"),
        ({"object": "x"}, "object", "format"),
        ({"about": "payment"}, "about", "invalid-choice"),
        ({"taken_on": "30.06.2026"}, "taken_on", "format"),
        ({"origin": ""}, "origin", "required"),
    ],
)
def test_a_refusal_names_field_and_rule(
    client: Client, posted: Invoice, more: dict[str, Any], field: str, rule: str
) -> None:
    answer = send(client, posted, **more)
    (fault,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert (fault["field"], fault["rule"].replace("_", "-")) == (field, rule)
    assert not Evidence.objects.exists()


def test_filters(client: Client, posted: Invoice) -> None:
    send(client, posted)
    factories.evidence(customer=posted.customer)

    def found(**asked: Any) -> list[str]:
        rows = client.get(LIST, asked).json()["results"]
        return sorted(row["about"] for row in rows)

    assert found(customer=posted.customer_id) == ["customer", "invoice"]
    assert found(about="invoice", object=posted.pk) == ["invoice"]
    assert found(about="customer", object=posted.customer_id) == ["customer"]
    assert found(about="bill") == found(withdrawn="true") == []
    assert found(withdrawn="false") == ["customer", "invoice"]
    assert found(kind="photo") == []
    assert client.get(LIST, {"object": posted.pk}).status_code == 422


def test_withdrawn_with_a_reason(client: Client, posted: Invoice) -> None:
    key = send(client, posted).json()["id"]
    address = f"{LIST}{key}/withdraw/"
    empty = client.post(address, {"reason": ""}, content_type="application/json")
    assert empty.status_code == 422
    done = client.post(address, {"reason": "Wrong"}, content_type="application/json")
    assert (done.status_code, done.json()["withdrawn_because"]) == (200, "Wrong")
    assert client.get(LIST, {"withdrawn": "true"}).json()["results"] == [done.json()]


def test_a_foreign_object_is_unknown_and_a_foreign_file_missing(
    company: Company, posted: Invoice, client: Client
) -> None:
    kept = send(client, posted).json()
    seller = factories.user(role=Role.SALES_REP, company=company)
    factories.rep(company=company, user=seller)
    other = factories.caller(seller)
    assert send(other, posted, PNG).json()["errors"][0]["rule"] == "unknown"
    assert other.get(f"{LIST}{kept['id']}/").status_code == 404
    assert other.get(f"{LIST}{kept['id']}/file/").status_code == 404
    assert Evidence.objects.count() == 1


def test_a_changed_file_is_a_conflict(
    client: Client, posted: Invoice, tmp_path: Path
) -> None:
    key = send(client, posted).json()["id"]
    for path in (tmp_path / "evidence").rglob("*.bin"):
        path.write_bytes(b"changed")
    answer = client.get(f"{LIST}{key}/file/")
    assert answer.status_code == 409
    assert "not given out" in answer.json()["detail"]
