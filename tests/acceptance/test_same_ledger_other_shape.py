"""One ledger in every lawful shape gives the same books."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from invoices.models import Invoice
from tests.acceptance.desk import Desk

TABLES = {
    "invoices": [
        [
            "number",
            "customer_code",
            "issued_on",
            "due_on",
            "currency",
            "amount",
            "note",
        ],
        [
            "1001",
            "甲",
            "2026-01-10",
            "2026-02-09",
            "CNY",
            "1234.5",
            "two\r\nlines, a comma",
        ],
        ["1002", "007", "2026-01-10", "2026-02-09", "JPY", "5000", 'a "quote"'],
        ["1003", "007", "2026-01-10", "2026-02-09", "KWD", "0.005", ""],
    ],
    "payments": [
        ["reference", "customer_code", "received_on", "currency", "amount"],
        ["P1", "甲", "2026-01-20", "CNY", "1000.00"],
    ],
    "allocations": [
        ["payment_reference", "invoice_number", "amount", "allocated_on"],
        ["P1", "1001", "999.99", "2026-01-20"],
    ],
}


def _csv(rows: list[list[str]], end: str = "\n") -> str:
    quoted = (
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    return end.join(quoted) + end


def _plain(desk: Desk) -> list[Path]:
    return [desk.write(f"{name}.csv", _csv(rows)) for name, rows in TABLES.items()]


def _marked_with_crlf(desk: Desk) -> list[Path]:
    for name, rows in TABLES.items():
        desk.write(f"{name}.csv", b"\xef\xbb\xbf" + _csv(rows, "\r\n").encode())
    return [desk.folder]


def _packed_in_any_case(desk: Desk) -> list[Path]:
    for name, rows in TABLES.items():
        data = gzip.compress(_csv(rows).encode())
        desk.write(f"{name.capitalize()}.CSV.GZ", data)
    return [desk.folder]


def _other_order_of_columns_and_blank_lines(desk: Desk) -> list[Path]:
    paths = []
    for name, rows in TABLES.items():
        turned = [[f" {cell} " if cell else "" for cell in row[::-1]] for row in rows]
        turned[0] = [cell.upper() for cell in turned[0]]
        text = "\n\n" + _csv(turned).replace("\n", "\n\n") + ",,\n"
        # The note's own line break is not to be doubled.
        text = text.replace("two\r\n\n", "two\r\n")
        paths.append(desk.write(f"{name}.csv", text))
    return paths[::-1]


def _utf_16(desk: Desk) -> list[Path]:
    return [
        desk.write(f"{name}.csv", _csv(rows).encode("utf-16"))
        for name, rows in TABLES.items()
    ]


def _workbook(desk: Desk) -> list[Path]:
    """One sheet a kind; numbers as numbers, dates as dates, and a page of notes."""
    book = Workbook()
    book.active.append(["Printed by the old system"])
    for name, rows in TABLES.items():
        sheet = book.create_sheet(name.capitalize())
        sheet.append(rows[0])
        for row in rows[1:]:
            sheet.append([_typed(*pair) for pair in zip(rows[0], row, strict=True)])
    data = io.BytesIO()
    book.save(data)
    return [desk.write("ledger.xlsx", data.getvalue())]


def _typed(column: str, text: str) -> object:
    if column.endswith("_on"):
        return dt.datetime.fromisoformat(text)
    if column == "amount":
        return float(text)
    if column in ("number", "invoice_number"):
        return int(text)
    return text or None


Shape = Callable[[Desk], list[Path]]
SHAPES: list[Shape] = [
    _plain,
    _marked_with_crlf,
    _packed_in_any_case,
    _other_order_of_columns_and_blank_lines,
    _utf_16,
    _workbook,
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__.strip("_"))
def test_the_books_are_the_same(desk: Desk, shape: Shape) -> None:
    paths = shape(desk)
    options = {"encoding": "utf-16"} if shape is _utf_16 else {}
    if options:
        refused = desk.import_(*paths)
        assert refused.status == 1
        assert not Invoice.objects.exists()
    assert desk.must_import(*paths, **options).counts == (5, 5, 0)
    figures = desk.aging("2026-02-28", by="customer")
    told = {
        (currency, code): line["total"]["amount"]
        for currency, part in figures.items()
        for code, line in part["customers"].items()
    }
    assert told == {
        ("CNY", "甲"): "234.50",
        ("JPY", "007"): "5000",
        ("KWD", "007"): "0.005",
    }
    first = Invoice.objects.get(number="1001")
    assert first.amount == Decimal("1234.5")
    assert first.note.splitlines() == ["two", "lines, a comma"]
    assert Invoice.objects.get(number="1002").note == 'a "quote"'
    assert desk.must_import(*paths, **options).counts == (5, 0, 5)
    # In whichever shape: it is the same ledger as the plain one.
    for path in desk.folder.iterdir():
        path.unlink()
    assert desk.must_import(*_plain(desk)).counts == (5, 0, 5)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("gb18030", "北京电器有限公司"), ("big5", "台北電器有限公司")],
)
def test_a_person_chooses_the_encoding(desk: Desk, encoding: str, name: str) -> None:
    path = desk.write("customers.csv", f"code,name\n1,{name}\n".encode(encoding))
    refused = desk.import_()
    assert refused.status == 1
    offered = {
        each["encoding"]: each["samples"]
        for each in refused.json["encodings"]["customers.csv"]
    }
    assert offered[encoding] == [name]
    assert all(len(samples) <= 10 for samples in offered.values())
    assert desk.must_import(path, encoding=encoding).counts == (1, 1, 0)
