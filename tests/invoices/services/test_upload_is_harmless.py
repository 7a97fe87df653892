"""Uploads with hostile names and contents: kept under our names, never shown inline."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from arcollect.core.models import AuditEvent, ImportBatch, ImportFile
from arcollect.core.roles import Role
from invoices.services import upload_import
from invoices.services.resume_imports import work_on
from tests import factories
from tests.architecture.world import nothing_written

pytestmark = pytest.mark.django_db
STORE = Path(settings.VAR_DIR) / "uploads" / "imports"
HOSTILE_NAMES = [
    "../../../../tmp/out.csv",
    "..\\..\\windows\\system32\\out.csv",
    "/etc/cron.d/out.csv",
    "C:\\out.csv",
    "%2e%2e%2fout.csv",
    "..csv",
    ".csv",
    "a" * 300 + ".csv",
    "invoice\u202evsc.exe.csv",
    "<img src=x onerror=alert(1)>.csv",
    "x.php\x1f.csv",
    "aux.csv",
    "out.CSV",
    "out.html.csv.gz",
]
CONTENT = b"number,customer_code,issued_on,due_on,currency,amount\n<script>,x,y,z,q,r\n"


@pytest.fixture
def clerk() -> Client:
    user = factories.user(role=Role.FINANCE, company=factories.company())
    return factories.signed_in(user)


def upload(client: Client, name: str, content: bytes = CONTENT) -> HttpResponse:
    """Send the name byte for byte; the test client would tidy it up."""
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="tables"; filename="{name}"\r\n'
        "Content-Type: text/html\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return client.generic(
        "POST", "/invoices/imports/new/", body, content_type=MULTIPART_CONTENT
    )


def folders() -> set[Path]:
    return set(STORE.iterdir()) if STORE.exists() else set()


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_the_name_on_disk_is_ours(clerk: Client, name: str):
    response = upload(clerk, name)

    if response.status_code == 422:
        assert not ImportFile.objects.exists()
        return
    file = ImportFile.objects.get()
    path = Path(file.path).resolve()
    assert path.parent.parent == STORE.resolve()
    assert path.name in {"1", "1.csv", "1.csv.gz"}
    assert path.read_bytes() == CONTENT
    assert not {"/", "\\"} & set(file.name)
    assert file.name.isprintable()


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_download_is_an_attachment_whatever_it_holds(clerk: Client, name: str):
    if name.endswith(".gz") or upload(clerk, name).status_code == 422:
        return
    batch = ImportBatch.objects.get()
    work_on(batch.pk, state=batch.state)
    url = f"/invoices/imports/{batch.pk}/errors/{batch.files.get().pk}/"

    response = clerk.get(url)

    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"].partition(";")[0] == "text/csv"
    page = clerk.get(f"/invoices/imports/{batch.pk}/").content.decode()
    assert "<script>," not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "name", ["out.html", "out.svg", "out.csv.exe", "out.xlsm", "out.xls", "csv", "out"]
)
def test_a_kind_that_holds_no_table_is_refused(clerk: Client, name: str):
    before = folders()

    with nothing_written():
        response = upload(clerk, name)

    assert response.status_code == 422
    assert folders() == before


def test_a_file_above_the_limit_is_refused(clerk: Client, monkeypatch):
    monkeypatch.setattr(upload_import, "MAX_BYTES", len(CONTENT) - 1)
    before = folders()

    with nothing_written():
        response = upload(clerk, "out.csv")

    assert response.status_code == 422
    assert folders() == before
    assert not AuditEvent.objects.filter(action="invoices.import.uploaded").exists()


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv.gz"])
def test_a_file_that_is_not_what_its_name_says_is_refused_with_a_reason(
    clerk: Client, name: str
):
    upload(clerk, name, b"<html><script>alert(1)</script></html>")

    batch = ImportBatch.objects.get()
    work_on(batch.pk, state=batch.state)

    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.REFUSED
    assert clerk.get(f"/invoices/imports/{batch.pk}/").status_code == 200
