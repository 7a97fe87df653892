"""Importing in the browser: upload, map, look, post, and the file with its errors."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from arcollect.core.models import AuditEvent, Company, ImportBatch, ImportProfile
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.models import DueItemState, Invoice
from invoices.services.resume_imports import resume_stale_batches, work_on
from tests import factories

pytestmark = pytest.mark.django_db
GOOD = (
    "number,customer_code,issued_on,due_on,currency,amount\n"
    "I-1,D001,2026-01-10,2026-02-09,CNY,1000.00\n"
)
BAD = GOOD + "=2+2,D001,2026-01-10,2026-02-09,CNY,x\n"
FOREIGN = '发票号,客户编码,开票日期,到期日,金额\n7,D,2026/01/10,2026/02/10,"1,234.50"\n'


class Desk:
    """A clerk's browser, and the worker beside it."""

    def __init__(self) -> None:
        self.company: Company = factories.company()
        self.user = factories.user(role=Role.FINANCE, company=self.company)
        self.client: Client = factories.signed_in(self.user)

    def upload(self, **files: str | bytes) -> HttpResponse:
        uploads = [
            SimpleUploadedFile(name.replace("_dot_", "."), _bytes(content))
            for name, content in files.items()
        ]
        return self.client.post(reverse("invoices:import_new"), {"tables": uploads})

    @property
    def batch(self) -> ImportBatch:
        return ImportBatch.objects.latest("pk")

    def work(self) -> ImportBatch:
        """What the worker does with the newest batch."""
        work_on(self.batch.pk, state=self.batch.state)
        return self.batch

    def url(self, name: str, *more: int) -> str:
        return reverse(f"invoices:import_{name}", args=[self.batch.pk, *more])

    def page(self) -> str:
        return self.client.get(self.url("detail")).content.decode()


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_from_upload_to_the_books(
    desk: Desk, django_capture_on_commit_callbacks: Callable
):
    assert desk.upload(invoices_dot_csv=GOOD).status_code == 302
    assert desk.batch.state == "checking"
    assert "hx-get" in desk.page()
    assert desk.work().state == "checked"
    assert not Invoice.objects.exists()
    assert "Post 1 row" in desk.page()

    desk.client.post(desk.url("commit"))
    assert desk.batch.state == "applying"
    assert desk.work().state == "applied"
    invoice = Invoice.objects.get()
    assert (invoice.batch, invoice.recorded_by) == (desk.batch, desk.user)
    assert DueItemState.objects.get().severity is not None
    assert "See the aging" in desk.page()
    event = AuditEvent.objects.get(action="invoices.import.applied")
    assert event.actor == desk.user
    assert event.after["files"][0]["sha256"] == desk.batch.files.get().sha256


def test_a_second_click_posts_nothing_twice(desk: Desk):
    desk.upload(invoices_dot_csv=GOOD)
    desk.work()
    for _click in range(2):
        assert desk.client.post(desk.url("commit")).status_code == 302
    desk.work()
    assert desk.client.post(desk.url("commit")).status_code == 302
    work_on(desk.batch.pk, state="applying")
    assert Invoice.objects.count() == 1
    assert AuditEvent.objects.filter(action="invoices.import.applied").count() == 1


def test_errors_are_grouped_and_come_back_in_the_same_file(desk: Desk):
    desk.upload(invoices_dot_csv=BAD)
    assert desk.work().state == "refused"
    assert "This is not an amount" in desk.page()
    response = desk.client.get(desk.url("errors", desk.batch.files.get().pk))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    head, good, bad = csv.reader(io.StringIO(text))
    assert (head[-1], good[-1]) == ("error", "")
    assert "amount: This is not an amount" in bad[-1]
    assert bad[0] == "'=2+2"
    assert desk.client.post(desk.url("commit")).status_code == 302
    assert desk.batch.state == "refused"
    assert not Invoice.objects.exists()


def test_a_workbook_comes_back_as_a_workbook(desk: Desk):
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(BAD)):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    desk.upload(invoices_dot_xlsx=data.getvalue())
    assert desk.work().state == "refused"
    response = desk.client.get(desk.url("errors", desk.batch.files.get().pk))
    found = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(found.active.iter_rows(values_only=True))
    assert rows[0][-1] == "error"
    assert "not an amount" in rows[2][-1]


def test_unknown_headers_are_mapped_with_suggestions(desk: Desk):
    desk.upload(export_dot_csv=FOREIGN)
    assert desk.work().state == "uploaded"
    assert "Map the columns" in desk.page()
    page = desk.client.get(desk.url("mapping")).content.decode()
    assert '<option value="发票号" selected>' in page
    form = {
        "map": "1",
        "kind": "invoices",
        "column_number": "发票号",
        "column_customer_code": "客户编码",
        "column_issued_on": "开票日期",
        "column_due_on": "到期日",
        "column_amount": "金额",
        "date_form": "slash",
        "number_form": "comma_groups",
        "save_as": "Old books",
    }
    refused = desk.client.post(desk.url("mapping"), form)
    assert refused.status_code == 422
    assert desk.batch.state == "uploaded"
    form["constant_currency"] = "CNY"
    assert desk.client.post(desk.url("mapping"), form).status_code == 302
    assert desk.work().state == "checked"
    assert ImportProfile.objects.get().name == "Old books"

    desk.upload(export2_dot_csv=FOREIGN.replace("7,", "8,"))
    desk.work()
    assert "Old books" in desk.client.get(desk.url("mapping")).content.decode()
    desk.client.post(desk.url("mapping"), {"profile": "Old books"})
    assert desk.work().state == "checked"
    assert desk.batch.profile_name == "Old books"


def test_the_shipped_profile_is_offered_where_it_fits(desk: Desk):
    head = (
        "cust_number,name_customer,clear_date,doc_id,posting_date,due_in_date,"
        "invoice_currency,total_open_amount,row_origin\n"
    )
    desk.upload(ledger_dot_csv=head + "007,A,,1.0,2020-03-30,20200410.0,USD,5,r1\n")
    desk.work()
    assert 'value="highradius"' in desk.client.get(desk.url("mapping")).content.decode()
    desk.client.post(desk.url("mapping"), {"profile": "highradius"})
    assert desk.work().state == "checked"


def test_an_encoding_is_chosen_by_its_names(desk: Desk):
    desk.upload(customers_dot_csv="code,name\nD,蓝月\n".encode("gb18030"))
    assert desk.work().state == "refused"
    assert "蓝月" in desk.page()
    desk.client.post(desk.url("mapping"), {"encoding": "gb18030"})
    assert desk.work().state == "checked"
    desk.client.post(desk.url("commit"))
    desk.work()
    assert Customer.objects.get().name == "蓝月"


def test_a_discarded_import_is_not_posted(desk: Desk):
    desk.upload(invoices_dot_csv=GOOD)
    desk.work()
    desk.client.post(desk.url("discard"))
    desk.client.post(desk.url("commit"))
    assert desk.batch.state == "discarded"
    assert not Invoice.objects.exists()


@pytest.mark.parametrize("name", ["ledger.pdf", "ledger", "ledger.xls"])
def test_other_files_are_refused_at_the_door(desk: Desk, name: str):
    upload = SimpleUploadedFile(name, b"x")
    response = desk.client.post(reverse("invoices:import_new"), {"tables": [upload]})
    assert response.status_code == 422
    assert "neither .csv" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_no_file_says_so(desk: Desk):
    assert desk.client.post(reverse("invoices:import_new")).status_code == 422


def test_a_name_with_folders_in_it_stays_a_name(desk: Desk, settings):
    desk.upload(**{"..\\..\\etc\\invoices_dot_csv": GOOD})
    file = desk.batch.files.get()
    assert file.name == "invoices.csv"
    assert Path(file.path).is_relative_to(Path(settings.VAR_DIR) / "uploads")


def test_books_that_moved_since_the_check_refuse_the_batch(desk: Desk):
    desk.upload(invoices_dot_csv=GOOD)
    desk.work()
    customer = factories.customer(company=desk.company, code="D001")
    factories.invoice(customer=customer, number="I-1", amount="7.00")
    desk.client.post(desk.url("commit"))
    assert desk.work().state == "refused"
    assert Invoice.objects.count() == 1
    assert "is posted with amount 7.00" in str(desk.batch.result)


def test_a_batch_without_a_sign_of_life_is_taken_up_again(desk: Desk):
    desk.upload(invoices_dot_csv=GOOD)
    early = desk.batch.state_changed_at
    assert resume_stale_batches(early) == 0
    assert resume_stale_batches(early.replace(year=early.year + 1)) == 1
    assert resume_stale_batches(early.replace(year=early.year + 1)) == 0
    assert desk.work().state == "checked"


def test_progress_is_a_fragment_that_leads_to_the_page_when_done(desk: Desk):
    desk.upload(invoices_dot_csv=GOOD)
    running = desk.client.get(desk.url("progress"), headers={"HX-Request": "true"})
    assert "HX-Redirect" not in running.headers
    assert "Waiting for a worker" in running.content.decode()
    desk.work()
    done = desk.client.get(desk.url("progress"), headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == desk.url("detail")


def test_a_colleague_sees_it_and_a_stranger_does_not(desk: Desk):
    desk.upload(invoices_dot_csv=GOOD)
    colleague = factories.user(role=Role.FINANCE, company=desk.company)
    stranger = factories.user(role=Role.FINANCE, company=factories.company())
    assert factories.signed_in(colleague).get(desk.url("detail")).status_code == 200
    assert factories.signed_in(stranger).get(desk.url("detail")).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(
    desk: Desk, django_assert_max_num_queries: Callable
):
    desk.upload(invoices_dot_csv=GOOD)
    desk.client.get(reverse("invoices:import_list"))
    for _ in range(24):
        desk.upload(invoices_dot_csv=GOOD)
    with django_assert_max_num_queries(9):
        page = desk.client.get(reverse("invoices:import_list")).content.decode()
    assert page.count("invoices.csv") == 50
