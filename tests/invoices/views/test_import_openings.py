"""Opening balances in the browser: example, upload, sums, post, the file with errors."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from arcollect.core.roles import Role
from customers.models import ContractRules, Customer
from invoices.importers.columns import Kind
from invoices.models import CreditNote, DueItemState, Invoice
from tests import factories
from tests.invoices.views.test_imports import Desk

pytestmark = pytest.mark.django_db
HEAD = "number,customer_code,issued_on,due_on,currency,open_amount\n"
GOOD = (
    HEAD + "A-1,D001,2025-11-20,2025-12-20,CNY,35000.00\nA-2,D001,2025-12-01,,CNY,-5\n"
)


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    factories.customer(company=desk.company, code="D001")
    return desk


def example(desk: Desk, kind: str, **query: str) -> bytes:
    url = reverse("invoices:import_example")
    response = desk.client.get(url, {"kind": kind, **query})
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_sums_are_shown_before_anything_is_posted(desk: Desk) -> None:
    desk.upload(openings_dot_csv=GOOD)
    assert desk.work().state == "checked"
    page = desk.page()
    assert "35,000<i>.00</i>" in page
    assert "34,995<i>.00</i>" in page
    assert not Invoice.objects.exists()
    desk.client.post(desk.url("commit"))
    assert desk.work().state == "applied"
    assert Invoice.objects.get().kind == "opening"
    assert CreditNote.objects.get().reason == "opening"
    assert DueItemState.objects.get().severity is not None


def test_what_is_refused_comes_back_with_its_reason(desk: Desk) -> None:
    desk.upload(openings_dot_csv=GOOD + "A-3,D009,,2026-01-31,CNY,7\n")
    assert desk.work().state == "refused"
    url = desk.url("errors", desk.batch.files.get().pk)
    text = b"".join(desk.client.get(url).streaming_content).decode("utf-8-sig")
    *_good, bad = csv.reader(io.StringIO(text))
    assert "customer_code: There is no customer with this code" in bad[-1]


def test_other_titles_are_mapped_and_keep_their_minus(desk: Desk) -> None:
    text = 'Nr,Kunde,Datum,Whg,Rest\nA-1,D001,20.11.2025,CNY,"-1.234,50"\n'
    desk.upload(old_dot_csv=text)
    desk.work()
    chosen = {
        "map": "1",
        "kind": "openings",
        "column_number": "Nr",
        "column_customer_code": "Kunde",
        "column_issued_on": "Datum",
        "column_currency": "Whg",
        "column_open_amount": "Rest",
        "date_form": "dotted",
        "number_form": "dot_groups",
    }
    assert desk.client.post(desk.url("mapping"), chosen).status_code == 302
    assert desk.work().state == "checked"
    (line,) = desk.batch.result["openings"]
    assert (line["credit"], line["net"]) == ("1234.50", "-1234.50")


def test_a_sale_without_a_contract_is_named_as_a_note(desk: Desk) -> None:
    ContractRules.objects.create(company=desk.company, gate="flag")
    sale = (
        "number,customer_code,issued_on,due_on,currency,amount\n"
        "I-1,D001,2026-01-10,2026-02-09,CNY,1000.00\n"
    )
    desk.upload(invoices_dot_csv=sale)
    assert desk.work().result["marked"] == 1
    assert "A sale on credit without a contract" in desk.page()


def test_the_examples_of_all_kinds_are_one_ledger() -> None:
    desk = Desk()
    files = [
        SimpleUploadedFile(f"{kind}.csv", example(desk, kind.value)) for kind in Kind
    ]
    desk.client.post(reverse("invoices:import_new"), {"tables": files})
    batch = desk.work()
    assert (batch.state, batch.result["warning_count"]) == ("checked", 0)
    assert batch.result["created"] == batch.result["rows"] == 9
    desk.client.post(desk.url("commit"))
    assert desk.work().state == "applied"
    assert Customer.objects.get(code="D002").parent.code == "D001"


def test_an_example_is_a_workbook_too(desk: Desk) -> None:
    assert example(desk, "openings", export="xlsx")[:2] == b"PK"


def test_there_is_no_example_of_an_unknown_kind(desk: Desk) -> None:
    url = reverse("invoices:import_example")
    assert desk.client.get(url, {"kind": "cats"}).status_code == 404


def test_only_those_who_import_get_examples() -> None:
    company = factories.company()
    rep = factories.signed_in(factories.user(role=Role.SALES_REP, company=company))
    assert rep.get(reverse("invoices:import_example")).status_code == 403
