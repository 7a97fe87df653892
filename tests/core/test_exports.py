"""Exports are what is shown: texts that start a formula stay texts, numbers numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl

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
