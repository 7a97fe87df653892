"""The headers of uploaded files, to see whether a person must map their columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from arcollect.core.files import Table, open_tables, stem_of
from arcollect.core.raw_bytes import FileRefusedError
from invoices.importers.columns import kind_from_header, kind_from_name, missing_columns
from invoices.importers.sources import SourceFile

SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table's header and first rows; `fits` where it is canonical."""

    file: str
    sheet: str
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    fits: bool


@dataclass(slots=True)
class Headers:
    """All tables of an upload that could be opened."""

    tables: list[FoundTable] = field(default_factory=list)

    @property
    def need_mapping(self) -> bool:
        """Whether a table is there whose columns are not the canonical ones.

        Only where none is: a canonical file with a column missing is an error to list.
        """
        return bool(self.tables) and not any(table.fits for table in self.tables)

    def as_json(self) -> list[dict[str, Any]]:
        """As the batch keeps them."""
        return [
            {
                "file": table.file,
                "sheet": table.sheet,
                "header": list(table.header),
                "sample": [list(row) for row in table.sample],
                "fits": table.fits,
            }
            for table in self.tables
        ]


def read_headers(
    sources: Iterable[SourceFile], *, scratch: Path, encoding: str
) -> Headers:
    """Headers of every file that can be opened; the others are reported by the check."""
    found = Headers()
    for source in sources:
        try:
            for table in open_tables(source.path, scratch=scratch, encoding=encoding):
                found.tables.append(_describe(source, table))
        except FileRefusedError:
            continue
    return found


def _describe(source: SourceFile, table: Table) -> FoundTable:
    kind = (
        kind_from_name(table.sheet.strip())
        or kind_from_name(stem_of(Path(source.name)))
        or kind_from_header(table.header)
    )
    rows = tuple(tuple(row[1]) for row in islice(table.rows, SAMPLE_ROWS))
    fits = kind is not None and not missing_columns(kind, table.header)
    return FoundTable(source.name, table.sheet, table.header, rows, fits)
