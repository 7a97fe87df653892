"""Lists as CSV and XLSX: the same rows and columns as on the screen."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from tempfile import NamedTemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from arcollect.core.dates import is_known

FORMATS = ("csv", "xlsx")
# A text that begins so would be run as a formula by the program that opens the file;
# Chinese and Japanese ones take the wide signs for the narrow ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BREAKS = ("\t", "\r", "\n")
_CHUNK_ROWS = 500
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | dt.date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is exported: file name without ending, heads and rows in their order.

    Amounts are `Decimal` with the decimals of their currency, dates are dates, and
    codes are texts, so that a spreadsheet calculates with the first and leaves the
    last alone. A date nobody knows yet is an empty cell.
    """

    name: str
    heads: Sequence[str | Promise]
    rows: Iterable[Sequence[Cell]]


def asked_format(value: str | None) -> str | None:
    """The format of `?export=`, or None where the page itself is wanted."""
    return value if value in FORMATS else None


def export_response(sheet: Sheet, *, file_format: str) -> HttpResponseBase:
    """The sheet as a download in one of `FORMATS`."""
    return _xlsx(sheet) if file_format == "xlsx" else _csv(sheet)


def safe_text(text: str) -> str:
    """`text` with an apostrophe before it where it would start a formula.

    Control characters that no spreadsheet can hold are left out.
    """
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    starts = text.startswith(_BREAKS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts else text


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, dt.date) and not is_known(cell):
        return ""
    return safe_text(cell) if isinstance(cell, str) else str(cell)


def _csv(sheet: Sheet) -> HttpResponseBase:
    response = StreamingHttpResponse(
        _csv_chunks(sheet), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}.csv"'
    return response


def _csv_chunks(sheet: Sheet) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # Excel takes a file without this mark for one in the code page of its country.
    buffer.write("\ufeff")
    writer.writerow([_csv_cell(str(head)) for head in sheet.heads])
    for number, row in enumerate(sheet.rows, start=1):
        writer.writerow([_csv_cell(cell) for cell in row])
        if number % _CHUNK_ROWS == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _xlsx(sheet: Sheet) -> HttpResponseBase:
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name[:31])
    page.freeze_panes = "A2"
    heads = []
    for head in sheet.heads:
        cell = WriteOnlyCell(page, value=safe_text(str(head)))
        cell.font = Font(bold=True)
        heads.append(cell)
    page.append(heads)
    for row in sheet.rows:
        page.append([_xlsx_cell(page, value) for value in row])
    file = NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - closed by the response
    book.save(file)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{sheet.name}.xlsx",
        content_type=XLSX_TYPE,
    )


def _xlsx_cell(page: Any, value: Cell) -> Any:
    # openpyxl takes decimals and dates as they are; its stubs know floats only.
    if isinstance(value, str):
        return WriteOnlyCell(page, value=safe_text(value))
    if isinstance(value, Decimal):
        cell: Any = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]
        digits = max(0, -int(value.as_tuple().exponent))
        cell.number_format = "#,##0" + ("." + "0" * digits if digits else "")
        return cell
    if isinstance(value, dt.date) and is_known(value):
        cell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]
        cell.number_format = "yyyy-mm-dd"
        return cell
    return None if isinstance(value, dt.date) else value
