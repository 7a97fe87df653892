"""Files to staged rows: every line is read once, and every bad one is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from arcollect.core.files import NotUtf8Error, Table, open_tables, stem_of
from arcollect.core.raw_bytes import FileRefusedError
from invoices.importers.canonical import RowReader
from invoices.importers.columns import (
    Kind,
    canonical_names,
    column_names,
    folded,
    kind_from_header,
    kind_from_name,
    missing_columns,
)
from invoices.importers.problems import error, warning
from invoices.importers.profile import Profile
from invoices.importers.profile_rows import ProfileReader
from invoices.importers.sources import SourceFile
from invoices.importers.staging import Staging, pack

# Told how many rows were read so far.
Progress = Callable[[int], None]
PROGRESS_ROWS = 1_000
# What is read of a row: its place and its cells.
ReadRow = Callable[[int, list[str]], None]


class Reader:
    """Reads the files of one import into its staging file."""

    def __init__(
        self,
        staging: Staging,
        *,
        profile: Profile | None,
        encoding: str,
        scratch: Path,
        progress: Progress,
    ) -> None:
        self.staging = staging
        self.profile = profile
        self.encoding = encoding
        self.scratch = scratch
        self.progress = progress
        self.rows = 0
        # Encodings a person may choose from, by file name.
        self.encodings: dict[str, list[dict[str, object]]] = {}
        self._profile_reader = ProfileReader(profile, staging) if profile else None

    def read(self, source: SourceFile) -> None:
        """Stage every sound row of the file and report the others."""
        number = self.staging.add_file(source.name)
        if source.left_out:
            self._leave_out(number)
            return
        try:
            tables = open_tables(
                source.path,
                scratch=self.scratch,
                encoding=self.encoding,
                delimiter=self.profile.delimiter if self.profile else ",",
            )
        except FileRefusedError as problem:
            self._refuse_file(number, source, problem)
            return
        for table in self._wanted(number, tables):
            at_file = number
            if table.sheet and len(tables) > 1:
                at_file = self.staging.add_file(f"{source.name} / {table.sheet}")
            self._read_table(at_file, source, table)

    def finish(self) -> None:
        """Stage what only the last row decides."""
        if self._profile_reader is not None:
            self._profile_reader.finish()
        self.staging.flush()
        self.progress(self.rows)

    def _refuse_file(
        self, number: int, source: SourceFile, problem: FileRefusedError
    ) -> None:
        if isinstance(problem, NotUtf8Error):
            self.encodings[source.name] = [
                {"encoding": candidate.encoding, "samples": list(candidate.samples)}
                for candidate in problem.candidates
            ]
        cause = "encoding" if isinstance(problem, NotUtf8Error) else "file"
        self.staging.report(
            error(
                cause,
                pack(number, problem.line),
                str(problem),
                column=problem.column,
                value=problem.value,
            )
        )

    def _leave_out(self, number: int) -> None:
        names = ", ".join(kind.value for kind in Kind)
        reason = _(
            "The file is left out: of a folder only tables named exactly %(names)s are "
            "read. Name the file itself to import it."
        )
        at = pack(number, 0)
        self.staging.report(warning("file.left_out", at, reason % {"names": names}))

    def _wanted(self, number: int, tables: list[Table]) -> list[Table]:
        """Sheets named like a kind, else the first one; the others are mentioned."""
        if len(tables) == 1:
            return tables
        wanted = [
            table
            for table in tables
            if self.profile is None and kind_from_name(table.sheet.strip())
        ] or tables[:1]
        for table in tables:
            if table not in wanted:
                reason = _("The sheet is left out: its name is no kind of table.")
                self.staging.report(
                    warning("sheet", pack(number, 0), reason, value=table.sheet)
                )
        return wanted

    def _read_table(self, number: int, source: SourceFile, table: Table) -> None:
        at = pack(number, table.header_line)
        read_row = self._prepare(at, source, table)
        if read_row is None:
            return
        width = len(table.header)
        before = self.rows
        for line, cells in self._rows(number, table.rows):
            self.rows += 1
            if self.rows % PROGRESS_ROWS == 0:
                self.progress(self.rows)
            squared = self._squared(number, line, cells, width, bool(table.sheet))
            if squared is not None:
                read_row(pack(number, line), squared)
        self.staging.execute(
            "UPDATE file SET rows = ? WHERE no = ?", [self.rows - before, number]
        )
        if self.rows == before:
            reason = _("The file holds a header and no rows.")
            self.staging.report(warning("file.header_only", at, reason))

    def _rows(
        self, number: int, rows: Iterator[tuple[int, list[str]]]
    ) -> Iterator[tuple[int, list[str]]]:
        try:
            yield from rows
        except FileRefusedError as problem:
            self.staging.report(error("file", pack(number, problem.line), str(problem)))

    def _squared(
        self, number: int, line: int, cells: list[str], width: int, is_sheet: bool
    ) -> list[str] | None:
        """Cells cut or filled to the header's width where only empty ones differ."""
        if len(cells) == width:
            return cells
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            return cells[:width]
        if len(cells) < width and is_sheet:
            return cells + [""] * (width - len(cells))
        reason = _("The row has %(cells)d cells, the header has %(header)d.")
        shown = {"cells": len(cells), "header": width}
        self.staging.report(error("ragged", pack(number, line), reason % shown))
        return None

    def _prepare(self, at: int, source: SourceFile, table: Table) -> ReadRow | None:
        """The reader of the table's rows; None where its header cannot be used."""
        folded_titles = [folded(title) for title in table.header]
        if not self._header_is_sound(at, folded_titles, table.header):
            return None
        if self._profile_reader is not None:
            return self._profile_reader.bind(at, table.header)
        kind = (
            kind_from_name(table.sheet.strip())
            or kind_from_name(stem_of(Path(source.name)))
            or kind_from_header(table.header)
        )
        if kind is None:
            reason = _(
                "Neither the name nor the header tells what the file holds: name it "
                "after one of %(names)s, or map its columns with a profile."
            )
            names = ", ".join(kind.value for kind in Kind)
            self.staging.report(error("kind", at, reason % {"names": names}))
            return None
        return self._canonical(at, kind, table.header)

    def _header_is_sound(
        self, at: int, names: Sequence[str], titles: Sequence[str]
    ) -> bool:
        """Whether no column stands twice; `titles` is what the file calls them."""
        seen: set[str] = set()
        sound = True
        for name, title in zip(names, titles, strict=True):
            if name and name in seen:
                reason = _("The header names this column twice.")
                self.staging.report(error("header.twice", at, reason, column=title))
                sound = False
            seen.add(name)
        return sound

    def _canonical(
        self, at: int, kind: Kind, header: tuple[str, ...]
    ) -> ReadRow | None:
        missing = missing_columns(kind, header)
        for name in missing:
            reason = _("The required column %(column)s is missing from %(kind)s.")
            shown = {"column": name, "kind": kind.value}
            self.staging.report(
                error("header.missing", at, reason % shown, column=name)
            )
        if missing:
            return None
        names = column_names(kind)
        read_as = canonical_names(kind, header)
        if not self._header_is_sound(at, read_as, header):
            return None
        places = {name: index for index, name in enumerate(read_as)}
        for title, name in zip(header, read_as, strict=True):
            if title.strip() and name not in names:
                reason = _("The column is not known and is left out.")
                self.staging.report(warning("header.unknown", at, reason, column=title))
        labels = [
            header[places[name]].strip()
            if name in places and folded(header[places[name]]) != name
            else name
            for name in names
        ]
        return _canonical_rows(
            RowReader(kind, self.staging), [places.get(name) for name in names], labels
        )


def _canonical_rows(
    reader: RowReader, order: list[int | None], labels: list[str]
) -> ReadRow:
    def read_row(at: int, cells: list[str]) -> None:
        texts = ["" if index is None else cells[index] for index in order]
        reader.read(at, texts, lambda index: (labels[index], texts[index]))

    return read_row
