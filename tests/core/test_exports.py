"""Exports are what is shown: texts that start a formula stay texts, numbers numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from arcollect.core.exports import Sheet, export_response

SHEET = Sheet(
    name="sample",
    heads=["Name", "Amount", "Day", "Items"],
    rows=[
        ["=HYPERLINK(1)", Decimal("-1250.50"), dt.date(2026, 6, 30), 3],
        ["+86 10", None, None, None],
        ["澜岳", Decimal(7), dt.date(2026, 1, 1), 0],
        ["@x", Decimal("0.000"), None, -1],
    ],
)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_csv_opens_in_a_spreadsheet_as_it_was_shown():
    raw = body(export_response(SHEET, file_format="csv"))

    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows == [
        ["Name", "Amount", "Day", "Items"],
        ["'=HYPERLINK(1)", "-1250.50", "2026-06-30", "3"],
        ["'+86 10", "", "", ""],
        ["澜岳", "7", "2026-01-01", "0"],
        ["'@x", "0.000", "", "-1"],
    ]


def test_xlsx_keeps_numbers_dates_and_texts_apart():
    raw = body(export_response(SHEET, file_format="xlsx"))

    rows = list(openpyxl.load_workbook(io.BytesIO(raw)).active.iter_rows())
    first = rows[1]
    assert first[0].value == "'=HYPERLINK(1)"
    assert first[0].data_type == "s"
    assert (first[1].value, first[1].number_format) == (-1250.5, "#,##0.00")
    assert first[2].value.date() == dt.date(2026, 6, 30)
    assert rows[2][1].value is None
    assert rows[4][1].number_format == "#,##0.000"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1",
        "\x00=1", " =1", "\u00a0=1", "＝1＋1", "＋1", "－1", "＠SUM(1)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_text_starts_a_formula(text: str, file_format: str):
    sheet = Sheet(name="sample", heads=[text], rows=[[text], ["plain"]])

    raw = body(export_response(sheet, file_format=file_format))

    if file_format == "csv":
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        cells = [row[0] for row in rows]
    else:
        page = openpyxl.load_workbook(io.BytesIO(raw)).active
        cells = [row[0].value for row in page.iter_rows()]
        assert {row[0].data_type for row in page.iter_rows()} == {"s"}
    assert [cell[0] for cell in cells] == ["'", "'", "p"]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_imported_control_character_breaks_no_download(file_format: str):
    sheet = Sheet(name="sample", heads=["Name"], rows=[["Lan\x0byue\x1f Ltd\x00"]])

    raw = body(export_response(sheet, file_format=file_format))

    if file_format == "xlsx":
        page = openpyxl.load_workbook(io.BytesIO(raw)).active
        assert page["A2"].value == "Lanyue Ltd"
    else:
        assert "Lanyue Ltd" in raw.decode("utf-8-sig")
