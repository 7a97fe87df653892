"""CSV, XLS and XLSX as rows of cells. Pure.

Cells of a workbook keep their type: a date cell is a date and a number is exact, to the
15 digits that such a file holds. Texts are left as they are.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from invoices.importers.statements.shape import MAX_ENTRIES, RefusedError

Cell = str | Decimal | dt.date
Row = tuple[int, list[Cell]]
MAX_ROWS = MAX_ENTRIES + 1_000
MAX_CELLS = 200
# Excel has no row behind it; a file that names one is counted up to it, row by row.
LAST_ROW = 1_048_576
MAX_PARTS = 500
MAX_UNPACKED = 64 << 20
# A sheet of real figures packs about ten times; a bomb several hundred times.
MAX_RATIO = 120
RATIO_COUNTS_FROM = 4 << 20


def csv_rows(
    content: bytes, *, encoding: str, delimiter: str, loose_quotes: bool
) -> list[Row]:
    """The filled lines of a CSV text. Raises `RefusedError`, `UnicodeDecodeError`.

    Some exports put blanks behind a closing quote: `loose_quotes` takes them, and then
    a cell must end on its line.
    """
    text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=not loose_quotes
    )
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if loose_quotes and any("\n" in cell for cell in cells):
                raise RefusedError("csv", line=line)
            _keep(rows, line, list(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise RefusedError("csv", line=line) from error
    return rows


def xlsx_sheets(content: bytes) -> Iterator[tuple[str, list[Row]]]:
    """Title and filled rows of every visible sheet. Raises `RefusedError`."""
    _check_archive(content)
    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        # Sizes that a file states about itself are not to be trusted.
        sheet.reset_dimensions()
        rows: list[Row] = []
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > LAST_ROW:
                raise RefusedError("no_such_row", line=number)
            _keep(rows, number, [_cell(value) for value in values])
        yield sheet.title, rows


def xls_sheets(content: bytes) -> Iterator[tuple[str, list[Row]]]:
    """The same of an old workbook. Raises `RefusedError`."""
    import xlrd

    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - keeps pathlib out
        try:
            book = xlrd.open_workbook(
                file_contents=content, logfile=nowhere, ragged_rows=True
            )
        except xlrd.XLRDError as error:
            raise RefusedError("xls", error=str(error)[:100]) from error
    for sheet in book.sheets():
        if sheet.visibility != 0:
            continue
        rows: list[Row] = []
        for number in range(sheet.nrows):
            cells = [_old_cell(cell, book.datemode) for cell in sheet.row(number)]
            _keep(rows, number + 1, cells)
        yield sheet.name, rows


def _keep(rows: list[Row], number: int, cells: list[Cell]) -> None:
    while cells and (not cells[-1] and not isinstance(cells[-1], Decimal)):
        cells.pop()
    if not any(not isinstance(cell, str) or cell.strip() for cell in cells):
        return
    if len(cells) > MAX_CELLS:
        raise RefusedError("too_wide", line=number, limit=MAX_CELLS)
    if len(rows) >= MAX_ROWS:
        raise RefusedError("too_many_entries", count=len(rows), limit=MAX_ENTRIES)
    rows.append((number, cells))


def _check_archive(content: bytes) -> None:
    """Refuse an archive whose directory promises too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError("xlsx") from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("encrypted")
    if not any(part.filename.endswith("workbook.xml") for part in parts):
        raise RefusedError("xlsx")
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise RefusedError("unpacks", size=unpacked >> 20, limit=MAX_UNPACKED >> 20)
    if unpacked > RATIO_COUNTS_FROM and unpacked > packed * MAX_RATIO:
        raise RefusedError("packed", ratio=unpacked // max(packed, 1))


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, bool | str | dt.time):
        return str(value)
    if isinstance(value, dt.date):
        return value
    return _number(value)


def _old_cell(cell: Any, mode: int) -> Cell:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        day: dt.datetime = xlrd.xldate_as_datetime(cell.value, mode)
        return day.date()
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return _number(cell.value)
    return str(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else ""


def _number(value: Any) -> Cell:
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(format(value, ".15g"))
    return str(value)
