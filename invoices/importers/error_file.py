"""The uploaded file again with a column that says what is wrong with each row."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from arcollect.core.exports import safe_text
from arcollect.core.files import XLSX_ENDING, Table, open_tables
from invoices.importers.problems import Level
from invoices.importers.sources import SourceFile
from invoices.importers.staging import LINE_BITS

ERROR_COLUMN = "error"
_CHUNK = 500
Reasons = dict[int, str]


def write_error_file(
    source: SourceFile,
    *,
    staging_path: Path,
    target: Path,
    scratch: Path,
    encoding: str,
    delimiter: str = ",",
) -> str:
    """Write the copy to `target` and return the name to offer it under.

    CSV becomes CSV (UTF-8 with the mark that spreadsheets look for), XLSX becomes
    XLSX. Raises `FileRefusedError` where the file itself cannot be read.
    """
    is_book = source.name.lower().endswith(XLSX_ENDING)
    tables = open_tables(
        source.path, scratch=scratch, encoding=encoding, delimiter=delimiter
    )
    findings = Findings(staging_path, source.name)
    try:
        if is_book:
            _write_book(target, tables, findings)
        else:
            _write_csv(target, tables[0], findings.of(""), delimiter)
    finally:
        findings.close()
    stem = Path(source.name).name.split(".")[0]
    return f"{stem}-errors{XLSX_ENDING if is_book else '.csv'}"


class Findings:
    """Errors of one file by line, read from the staging file of the check."""

    def __init__(self, staging_path: Path, name: str) -> None:
        self._db = sqlite3.connect(f"{staging_path.as_uri()}?mode=ro", uri=True)
        self._name = name

    def of(self, sheet: str) -> Reasons:
        """Reasons by line; the errors are few, or nobody would mend them by hand."""
        wanted = [self._name] if not sheet else [f"{self._name} / {sheet}", self._name]
        number = None
        for name in wanted:
            number = self._db.execute(
                "SELECT no FROM file WHERE name = ?", (name,)
            ).fetchone()
            if number:
                break
        if not number:
            return {}
        reasons: Reasons = {}
        for at, column, reason in self._db.execute(
            "SELECT at, column_name, reason FROM problem "
            "WHERE level = ? AND at >> ? = ? ORDER BY at, id",
            (Level.ERROR.value, LINE_BITS, number[0]),
        ):
            line = at & ((1 << LINE_BITS) - 1)
            text = f"{column}: {reason}" if column else reason
            reasons[line] = f"{reasons[line]} {text}" if line in reasons else text
        return reasons

    def close(self) -> None:
        self._db.close()


def _rows(table: Table, reasons: Reasons) -> Iterator[list[str]]:
    yield [*table.header, ERROR_COLUMN]
    width = len(table.header)
    for line, cells in table.rows:
        filled = cells + [""] * (width - len(cells))
        yield [*filled, reasons.get(line, "")]


def _write_csv(target: Path, table: Table, reasons: Reasons, delimiter: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    with target.open("w", encoding="utf-8-sig", newline="") as text:
        for number, row in enumerate(_rows(table, reasons), start=1):
            writer.writerow([_harmless(cell) for cell in row])
            if number % _CHUNK == 0:
                text.write(buffer.getvalue())
                buffer.seek(0)
                buffer.truncate()
        text.write(buffer.getvalue())


def _write_book(target: Path, tables: list[Table], findings: Findings) -> None:
    book = Workbook(write_only=True)
    for table in tables:
        page: Any = book.create_sheet(table.sheet[:31])
        reasons = findings.of(table.sheet)
        for row in _rows(table, reasons):
            cells = []
            for text in row:
                plain = ILLEGAL_CHARACTERS_RE.sub("", _harmless(text))
                cell = WriteOnlyCell(page, value=plain)
                cell.data_type = "s"
                cells.append(cell)
            page.append(cells)
    book.save(target)


def _harmless(text: str) -> str:
    """Texts that start a formula get an apostrophe; negative numbers stay numbers."""
    if text[:1] in "+-" and text[1:].replace(".", "", 1).isdigit():
        return text
    return safe_text(text)
