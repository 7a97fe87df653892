"""XLSX: exact cells, several sheets, and files that mean harm."""

from __future__ import annotations

# ruff: noqa: DTZ001 - cells of a sheet have no time zone
import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from invoices.models import DueItem, Invoice, Payment
from tests.invoices.importers.books import Import, open_amounts, snapshot

HEAD = ["number", "customer_code", "issued_on", "due_on", "currency", "amount"]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_numbers_and_dates_are_converted_exactly(load: Import):
    row = [1001, "D001", dt.date(2026, 1, 10), dt.datetime(2026, 2, 9), "CNY", 100.5]
    result = load({"invoices.xlsx": workbook(Sheet1=[HEAD, row])})
    assert result.status == 0
    assert open_amounts() == {"1001": "100.50"}
    assert str(DueItem.objects.get().due_on) == "2026-02-09"


def test_a_fraction_with_binary_dust_is_refused_not_rounded(load: Import):
    row = ["I", "D001", dt.date(2026, 1, 10), dt.date(2026, 2, 9), "CNY", 1 / 3]
    result = load({"invoices.xlsx": workbook(Sheet1=[HEAD, row])})
    assert result.status == 1
    assert result.errors[0]["column"] == "amount"
    assert result.errors[0]["value"] == "0.3333333333333333"


def test_a_time_of_day_is_no_date(load: Import):
    row = ["I", "D", dt.datetime(2026, 1, 10, 8), dt.date(2026, 2, 9), "CNY", 1]
    result = load({"invoices.xlsx": workbook(Sheet1=[HEAD, row])})
    assert [problem["column"] for problem in result.errors] == ["issued_on"]


def test_sheets_named_after_kinds_are_all_read(load: Import):
    book = workbook(
        invoices=[HEAD, ["I-1", "D001", "2026-01-10", "2026-02-09", "CNY", 5]],
        payments=[
            ["reference", "customer_code", "received_on", "currency", "amount"],
            ["P-1", "D001", "2026-02-01", "CNY", 5],
        ],
        notes=[["anything"]],
    )
    result = load({"ledger.xlsx": book})
    assert (result.status, result.json["created"]) == (0, 2)
    assert (Invoice.objects.count(), Payment.objects.count()) == (1, 1)
    assert [warning["value"] for warning in result.warnings] == ["notes"]


def test_the_line_of_a_bad_row_is_the_one_the_person_sees(load: Import):
    rows = [HEAD, [], ["I-1", "D001", "2026-01-10", "2026-02-09", "CNY", "x"]]
    result = load({"invoices.xlsx": workbook(Sheet1=rows)})
    assert result.errors[0]["line"] == 3


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (50 << 20))
    return target.getvalue()


def encrypted() -> bytes:
    data = bytearray(workbook(Sheet1=[HEAD]))
    # Set the flag of the first entry in the archive's directory.
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (bomb(), "harmful"),
        (encrypted(), "encrypted"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
        (workbook(Sheet1=[HEAD])[:-200], "not an XLSX"),
        (workbook(Sheet1=[]), "empty"),
    ],
)
def test_harmful_and_broken_workbooks_are_refused(load: Import, data: bytes, word: str):
    result = load({"invoices.xlsx": data})
    assert result.status == 1
    assert word in result.reasons()
    assert snapshot()["invoices.invoice"] == []


def test_a_workbook_that_is_no_workbook_inside_takes_only_its_child_down(load: Import):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<?xml version='1.0'?><!DOCTYPE x>")
    assert load({"invoices.xlsx": target.getvalue()}).status == 1
