"""Evidence on screen: the card, the list, handing in, giving out, withdrawing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core import clock
from arcollect.core.models import AuditEvent, Company, EvidenceFile
from arcollect.core.roles import Role
from arcollect.core.services.keep_evidence import MAX_BYTES
from customers.models import Contract, Customer
from invoices.models import Evidence, Invoice
from tests import factories
from tests.architecture.world import nothing_written
from tests.factories.evidence import PDF, PNG

TODAY = factories.TODAY


@pytest.fixture
def company(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Company:
    noon = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    return factories.company()


@pytest.fixture
def seller(customer: Customer) -> Client:
    assert customer.rep is not None
    assert customer.rep.user is not None
    return factories.signed_in(customer.rep.user)


@pytest.fixture
def colleague(company: Company) -> Client:
    other = factories.user(role=Role.SALES_REP, company=company)
    factories.rep(company=company, user=other)
    return factories.signed_in(other)


def new(posted: Invoice) -> str:
    return reverse("invoices:evidence_new", args=["invoice", posted.pk])


def all_of(posted: Invoice) -> str:
    return reverse("invoices:evidence_list", args=["invoice", posted.pk])


def file_of(kept: Evidence) -> str:
    return reverse("invoices:evidence_file", args=[kept.pk])


def withdraw(kept: Evidence) -> str:
    return reverse("invoices:evidence_withdraw", args=[kept.pk])


def sent(content: bytes = PDF, name: str = "签收单.pdf", **more: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile(name, content, content_type="text/html"),
        "kind": "delivery",
        "origin": "Warehouse of the buyer",
        "taken_on": TODAY.isoformat(),
        "custody": "Chen Jie, safe",
        **more,
    }


def on_disk() -> list[Path]:
    return [path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()]


def test_handed_in_shown_and_given_out(posted: Invoice, seller: Client) -> None:
    page = reverse("invoices:invoice_detail", args=[posted.pk])
    empty = seller.get(page).content.decode()
    assert "signed delivery receipt" in empty
    assert "Missing:</span> Order · Delivery receipt" in empty
    assert new(posted) in empty

    answer = seller.post(new(posted), sent(), follow=True)
    assert "签收单.pdf is kept as evidence" in answer.content.decode()
    kept = Evidence.objects.get()
    assert "Missing:</span> Order</p>" in seller.get(page).content.decode()
    for address in (page, all_of(posted)):
        shown = seller.get(address).content.decode()
        for text in (
            "签收单.pdf",
            "Delivery receipt",
            "Chen Jie, safe",
            kept.sha256[:8],
        ):
            assert text in shown

    given = seller.get(file_of(kept))
    assert given.content == PDF
    assert given["Content-Type"] == "application/pdf"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Disposition"] == (
        f"attachment; filename*=utf-8''{quote('签收单.pdf')}"
    )


def test_the_same_file_again_is_told_and_not_kept(
    posted: Invoice, clerk: Client
) -> None:
    clerk.post(new(posted), sent())
    again = clerk.post(new(posted), sent(name="other.pdf"), follow=True)
    assert "The same file is here already: 签收单.pdf" in again.content.decode()
    assert Evidence.objects.count() == 1
    assert len(on_disk()) == 1


def test_every_page_that_has_evidence_shows_it(
    company: Company, customer: Customer, posted: Invoice, boss: Client
) -> None:
    item = posted.items.get()
    contract = Contract.objects.create(
        company=company, customer=customer, number="C-1", currency="CNY"
    )
    bill = factories.bill(customer=customer)
    decision = factories.decision(item=item)
    deduction = factories.deduction(item=item)
    dispute = factories.dispute(item=item)
    goods = factories.goods(customer=customer)
    pages = {
        "customer": (customer, "customers:detail"),
        "contract": (contract, "invoices:contract_detail"),
        "invoice": (posted, "invoices:invoice_detail"),
        "deduction": (deduction, "invoices:deduction_detail"),
        "dispute": (dispute, "invoices:dispute_resolve"),
        "decision": (decision, "invoices:decision_detail"),
        "movement": (goods, "invoices:goods_detail"),
        "bill": (bill, "invoices:bill_detail"),
    }
    assert set(pages) == set(Evidence.About.values)
    for about, (row, route) in pages.items():
        page = reverse(route, args=[row.pk])
        assert "No file yet" in boss.get(page).content.decode() or about == "customer"
        address = reverse("invoices:evidence_new", args=[about, row.pk])
        assert boss.get(address).status_code == 200
        name = f"paper-{about}.pdf"
        assert boss.post(address, sent(name=name)).status_code == 302
        kept = Evidence.objects.get(about=about)
        assert file_of(kept) in boss.get(page).content.decode()
        listed = reverse("invoices:evidence_list", args=[about, row.pk])
        assert name in boss.get(listed).content.decode()
    # A customer's list holds what is about his documents too.
    whole = reverse("invoices:evidence_list", args=["customer", customer.pk])
    shown = boss.get(whole).content.decode()
    assert all(f"paper-{about}.pdf" in shown for about in pages)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": ""}, "required"),
        ({"kind": "gift"}, "valid choice"),
        ({"origin": ""}, "required"),
        ({"taken_on": "yesterday"}, "valid date"),
        ({"taken_on": "2026-07-01"}, "not come yet"),
        ({"file": ""}, "required"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "The file is empty"),
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "What the file holds"),
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, "none of the files"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ\x00")}, "none of the files"),
        (
            {"file": SimpleUploadedFile("a.pdf", PDF + bytes(MAX_BYTES))},
            "larger than 20 MB",
        ),
    ],
)
def test_bad_input_says_why_and_nothing_is_kept(
    posted: Invoice, clerk: Client, more: dict[str, Any], said: str
) -> None:
    if more.get("file"):
        more["file"].seek(0)
    with nothing_written():
        answer = clerk.post(new(posted), sent(**more))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not EvidenceFile.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/out.png",
        "..\\..\\windows\\out.png",
        "/etc/cron.d/out.png",
        "photo\u202egnp.exe",
        "<img src=x onerror=alert(1)>.html",
        "drawing.svg",
        "a" * 399,
        "..png",
        "x\tSet-Cookie: a=b.png",
    ],
)
def test_hostile_names_stay_names(posted: Invoice, clerk: Client, name: str) -> None:
    answer = send_raw(clerk, new(posted), name)
    assert answer.status_code == 302
    kept = Evidence.objects.select_related("file").get()
    (stored,) = on_disk()
    assert stored.relative_to(settings.VAR_DIR).as_posix() == (
        f"evidence/{kept.sha256[:2]}/{kept.sha256}.bin"
    )
    assert kept.file.name.endswith(".png")
    assert kept.file.name.isprintable()
    assert not set(kept.file.name) & set('/\\<>:"|?*')
    given = clerk.get(file_of(kept))
    assert given["Content-Type"] == "image/png"
    assert given["Content-Disposition"].startswith("attachment; filename")
    shown = clerk.get(all_of(posted)).content.decode()
    assert "<img src=x" not in shown


def send_raw(client: Client, address: str, name: str) -> HttpResponse:
    """Send the name byte for byte; the test client would tidy it up."""
    fields = {key: value for key, value in sent().items() if key != "file"}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{name}"\r\nContent-Type: text/html\r\n\r\n'
    )
    body = "".join(parts).encode() + head.encode() + PNG + b"\r\n"
    return client.generic(
        "POST",
        address,
        body + f"--{BOUNDARY}--\r\n".encode(),
        content_type=MULTIPART_CONTENT,
    )


def test_a_changed_file_is_refused_with_a_sentence_and_audited(
    posted: Invoice, clerk: Client
) -> None:
    clerk.post(new(posted), sent())
    kept = Evidence.objects.get()
    (stored,) = on_disk()
    stored.write_bytes(b"<html>something else</html>")
    answer = clerk.get(file_of(kept))
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "not the file that was handed in" in shown
    assert "something else" not in shown
    event = AuditEvent.objects.get(action="invoices.evidence.found_changed")
    assert event.object_label == "签收单.pdf"


def test_withdrawn_by_the_uploader_the_same_day(posted: Invoice, clerk: Client) -> None:
    clerk.post(new(posted), sent())
    kept = Evidence.objects.get()
    assert withdraw(kept) in clerk.get(all_of(posted)).content.decode()
    assert clerk.get(withdraw(kept)).status_code == 200
    with nothing_written():
        empty = clerk.post(withdraw(kept), {"reason": ""})
    assert empty.status_code == 422
    assert clerk.post(withdraw(kept), {"reason": "Wrong page"}).status_code == 302
    shown = clerk.get(all_of(posted)).content.decode()
    assert "withdrawn" in shown
    assert "Wrong page" in shown
    assert withdraw(kept) not in shown
    assert clerk.get(file_of(kept)).content == PDF
    second = clerk.post(withdraw(kept), {"reason": "Again"})
    assert "has withdrawn it already" in second.content.decode()


def test_nobody_but_the_finance_manager_withdraws_what_others_handed_in(
    posted: Invoice, clerk: Client, seller: Client, boss: Client
) -> None:
    clerk.post(new(posted), sent())
    kept = Evidence.objects.get()
    assert withdraw(kept) not in seller.get(all_of(posted)).content.decode()
    with nothing_written():
        refused = seller.post(withdraw(kept), {"reason": "I do not like it"})
    assert refused.status_code == 422
    assert "on the same day" in refused.content.decode()
    assert boss.post(withdraw(kept), {"reason": "Not ours"}).status_code == 302


def test_auditors_read_and_change_nothing(
    company: Company, posted: Invoice, clerk: Client
) -> None:
    clerk.post(new(posted), sent())
    kept = Evidence.objects.get()
    auditor = factories.signed_in(factories.user(role=Role.AUDITOR, company=company))
    assert auditor.get(file_of(kept)).content == PDF
    shown = auditor.get(all_of(posted)).content.decode()
    assert new(posted) not in shown
    with nothing_written():
        assert auditor.post(new(posted), sent()).status_code == 403
        assert auditor.post(withdraw(kept), {"reason": "x"}).status_code == 403


def test_a_foreign_customers_files_do_not_exist(
    posted: Invoice, clerk: Client, colleague: Client
) -> None:
    clerk.post(new(posted), sent())
    kept = Evidence.objects.get()
    outsider = factories.user(role=Role.FINANCE_MANAGER, company=factories.company())
    for client in (colleague, factories.signed_in(outsider)):
        with nothing_written():
            for address in (all_of(posted), new(posted), file_of(kept), withdraw(kept)):
                assert client.get(address).status_code == 404
            assert client.post(new(posted), sent(PNG)).status_code == 404
            assert client.post(withdraw(kept), {"reason": "x"}).status_code == 404


def test_strangers_log_in_first_and_other_words_and_methods_are_refused(
    posted: Invoice, clerk: Client
) -> None:
    for address in (all_of(posted), new(posted)):
        assert Client().get(address)["Location"].startswith("/login/")
    assert clerk.post(all_of(posted)).status_code == 405
    assert clerk.put(new(posted)).status_code == 405
    for about in ("payment", "user", "..", "12"):
        found = clerk.get(f"/invoices/evidence/{about}/{posted.pk}/new/")
        assert found.status_code == 404
    assert clerk.get("/invoices/evidence/invoice/999999/").status_code == 404


def test_pages_cost_the_same_at_1_and_at_50_files(
    posted: Invoice, clerk: Client
) -> None:
    pages = [all_of(posted), reverse("invoices:invoice_detail", args=[posted.pk])]

    def queries() -> list[int]:
        counted = []
        for page in pages:
            clerk.get(page)
            with CaptureQueriesContext(connection) as found:
                assert clerk.get(page).status_code == 200
            counted.append(len(found))
        return counted

    def hand_in(number: int) -> None:
        factories.evidence(
            customer=posted.customer,
            about="invoice",
            document=posted,
            content=f"Slip {number}\n".encode(),
        )

    hand_in(0)
    one = queries()
    for number in range(1, 50):
        hand_in(number)
    assert queries() == one
