"""CSV and XLSX files as raw rows of text: nothing is interpreted here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from arcollect.core import encodings, spreadsheets
from arcollect.core.encodings import Candidate
from arcollect.core.raw_bytes import FileRefusedError, open_bytes

UTF8 = "utf-8-sig"
CSV_ENDINGS = (".csv", ".csv.gz")
XLSX_ENDING = ".xlsx"
RawRow = tuple[int, list[str]]


class NotUtf8Error(FileRefusedError):
    """The text is not UTF-8; a person must choose among `candidates`."""

    def __init__(self, reason: str, candidates: list[Candidate]) -> None:
        super().__init__(reason)
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows; each row comes with the line it begins on.

    `sheet` is empty for a CSV file. Lines count from 1, the header included.
    """

    sheet: str
    header_line: int
    header: tuple[str, ...]
    rows: Iterator[RawRow]


def is_importable(path: Path) -> bool:
    """Whether the file's name ends like a table: .csv, .csv.gz or .xlsx."""
    return path.name.lower().endswith((*CSV_ENDINGS, XLSX_ENDING))


def stem_of(path: Path) -> str:
    """The file's name without its endings, in small letters."""
    name = path.name.lower()
    for ending in (*CSV_ENDINGS, XLSX_ENDING):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def open_tables(
    path: Path, *, scratch: Path, encoding: str = "", delimiter: str = ","
) -> list[Table]:
    """The tables of a file: one of a CSV file, one per filled sheet of an XLSX file.

    `encoding` names what a CSV file is written in, if it is not UTF-8. `scratch` is
    a folder for unpacked sheets. Raises `FileRefusedError` for an empty or unreadable
    file and `NotUtf8Error` where a person must choose the encoding; reading rows may
    raise `FileRefusedError` too.
    """
    if path.name.lower().endswith(XLSX_ENDING):
        sheets = spreadsheets.unpack(path, scratch=scratch)
        return [_sheet_table(sheet) for sheet in sheets]
    chosen = _encoding_of(path, encoding)
    return [_table("", _csv_rows(path, encoding=chosen, delimiter=delimiter))]


def _encoding_of(path: Path, asked: str) -> str:
    if not asked or encodings.has_utf8_mark(path):
        if encodings.first_bad_byte(path, encoding="utf-8") is None:
            return UTF8
        raise NotUtf8Error(
            _(
                "The file is not UTF-8 text. Choose the encoding in which the names "
                "read right; nothing is guessed."
            ),
            encodings.list_candidates(path),
        )
    bad = encodings.first_bad_byte(path, encoding=asked)
    if bad is not None:
        raise FileRefusedError(
            _("The file is not %(encoding)s text: byte %(offset)d does not decode.")
            % {"encoding": asked, "offset": bad}
        )
    return asked


def _csv_rows(path: Path, *, encoding: str, delimiter: str) -> Iterator[RawRow]:
    line = 1
    with (
        open_bytes(path) as source,
        io.TextIOWrapper(source, encoding=encoding, newline="") as text,
    ):
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise FileRefusedError(_why(error), line=line) from error


def _why(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return _("A quotation mark opens here and is never closed.")
    if "field larger" in str(error):
        return _("A cell is longer than %(limit)d characters.") % {
            "limit": csv.field_size_limit()
        }
    return _("Quotation marks are wrong here: write a quote inside a cell twice.")


def _sheet_table(sheet: spreadsheets.Sheet) -> Table:
    def rows() -> Iterator[RawRow]:
        with sheet.path.open(encoding="utf-8", newline="") as text:
            for cells in csv.reader(text):
                yield int(cells[0]), cells[1:]

    return _table(sheet.title, rows())


def _table(title: str, rows: Iterator[RawRow]) -> Table:
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            return Table(title, line, tuple(cells), _filled(rows))
    raise FileRefusedError(_("The file is empty: it has not even a header line."))


def _filled(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """Rows that hold anything; blank lines are no rows."""
    for row in rows:
        if any(row[1]) and any(cell.strip() for cell in row[1]):
            yield row
