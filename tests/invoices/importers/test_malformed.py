"""Anything at all in the files: an answer, never a crash, nothing half there."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invoices.importers.books import (
    ALLOCATIONS,
    INVOICES,
    PAYMENTS,
    Result,
    run_command,
    snapshot,
    write,
)
from tests.levels import at_level

pytestmark = pytest.mark.django_db
EXAMPLES = at_level(ci=40, everything=2_000)
# What people and machines really put into cells, besides anything else.
NUMBERS = [
    "1e308",
    "-1",
    "1,000.00",
    "1.00",
    "9" * 30,
    "1.",
    ".5",
    "--",
    "inf",
    "NaN",
    "30",
]
DATES = ["2026-02-31", "0000-00-00", "2026-01-10"]
WORDS = ["", " ", "\0", "９", "𝟙", "=1+1", '"', "\r", "\n", "\ufeff", "x" * 700]
NAMES = ["I-1", "D001", "CNY", "credit_note"]
ODD = st.sampled_from([*NUMBERS, *DATES, *WORDS, *NAMES])
CELL = st.one_of(ODD, st.text(max_size=12))
HEADS = {
    "invoices.csv": INVOICES,
    "payments.csv": PAYMENTS,
    "allocations.csv": ALLOCATIONS,
}


def answer(files: dict[str, bytes], **options: str) -> Result:
    before = snapshot()
    with tempfile.TemporaryDirectory() as folder:
        result = run_command(*write(Path(folder), files), **options)
    assert result.status in (0, 1)
    if result.status == 1:
        assert result.errors
        assert all(problem["reason"] and problem["file"] for problem in result.errors)
        after = snapshot()
        left_out = ("core.auditevent",)
        assert {k: v for k, v in after.items() if k not in left_out} == {
            k: v for k, v in before.items() if k not in left_out
        }
    return result


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@settings(max_examples=EXAMPLES)
@given(name=st.sampled_from(sorted(HEADS)), rows=st.lists(st.lists(CELL), max_size=6))
def test_rows_of_anything(name: str, rows: list[list[str]]):
    body = "".join(",".join(map(quoted, row)) + "\n" for row in rows)
    answer({name: (HEADS[name] + body).encode("utf-8", "surrogatepass")})


@settings(max_examples=EXAMPLES)
@given(cells=st.lists(CELL, min_size=8, max_size=8))
def test_a_full_row_of_anything(cells: list[str]):
    body = ",".join(map(quoted, cells)) + "\n"
    answer({"invoices.csv": (INVOICES + body).encode("utf-8", "surrogatepass")})


@settings(max_examples=EXAMPLES)
@given(
    data=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xlsx", "a.csv.gz"])
)
def test_bytes_of_anything(data: bytes, name: str):
    answer({name: data})


@settings(max_examples=EXAMPLES)
@given(
    text=st.text(max_size=60),
    encoding=st.sampled_from(["gb18030", "big5", "utf-16", "utf-8", "cp1252"]),
    chosen=st.sampled_from(["", "gb18030", "utf-16"]),
)
def test_encodings_of_anything(text: str, encoding: str, chosen: str):
    answer(
        {"customers.csv": ("code,name\n" + text).encode(encoding, "replace")},
        encoding=chosen,
    )


@settings(max_examples=at_level(ci=10, everything=200))
@given(inside=st.binary(max_size=200), sheet=st.text(max_size=80))
def test_workbooks_of_anything(inside: bytes, sheet: str):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", inside)
        archive.writestr("xl/workbook.xml", sheet.encode("utf-8", "replace"))
    answer({"invoices.xlsx": target.getvalue()})
