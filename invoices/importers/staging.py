"""The staging file: one SQLite database per import, so that memory stays flat.

Rows of all files lie here while they are checked; sorting, counting, duplicates and
joins are SQL. `at` packs the file's number and the line into one integer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from invoices.importers.columns import Kind, column_names
from invoices.importers.problems import Level, Place, Problem

LINE_BITS = 32
_LINE_MASK = (1 << LINE_BITS) - 1
FLUSH_ROWS = 2_000
# What a staged row will do: its place in `status`; a row with an error has none.
CREATED, UNCHANGED, UPDATED = "C", "U", "M"

# Columns beside the canonical ones.
_EXTRA = {
    Kind.CUSTOMERS: (),
    Kind.CONTRACTS: (),
    # Whether the file itself names the nominal term.
    Kind.INVOICES: ("term_stated",),
    Kind.OPENINGS: (),
    Kind.PAYMENTS: (),
    # The very payment meant, where `settled_on` made both rows.
    Kind.ALLOCATIONS: ("pay_customer", "pay_on", "pay_amount"),
}
# Columns that only the check fills: an opening balance is staged as an invoice too.
_MADE = {Kind.INVOICES: ("opening",)}
_SCHEMA = """
CREATE TABLE file (no INTEGER PRIMARY KEY, name TEXT, rows INTEGER DEFAULT 0);
CREATE TABLE problem (
  id INTEGER PRIMARY KEY, level TEXT, cause TEXT, at INTEGER,
  column_name TEXT, value TEXT, reason TEXT);
CREATE TABLE unusable (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE vote (
  code TEXT, column_no INTEGER, value TEXT, votes INTEGER, at INTEGER,
  PRIMARY KEY (code, column_no, value)) WITHOUT ROWID;
"""


def table_of(kind: Kind) -> str:
    """The staging table of a kind: `customers` and so on."""
    return kind.value


def staged_columns(kind: Kind) -> tuple[str, ...]:
    """Columns of a staged row, in the order in which `add` takes them."""
    return ("at", *column_names(kind), *_EXTRA[kind])


class Staging:
    """An open staging file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.db.executescript(
            # Nothing here outlives the import, so nothing is made durable.
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;"
            "PRAGMA cache_size=-32768; PRAGMA locking_mode=EXCLUSIVE;"
        )
        self._pending: dict[Kind, list[tuple[Any, ...]]] = {kind: [] for kind in Kind}
        self._inserts: dict[Kind, str] = {}
        self.names: dict[int, str] = {}

    def create(self) -> None:
        """Make the tables of an empty file."""
        self.db.executescript(_SCHEMA)
        for kind in Kind:
            columns = staged_columns(kind)
            self.db.execute(
                f"CREATE TABLE {table_of(kind)} (no INTEGER PRIMARY KEY, "
                f"{', '.join((*columns, *_MADE.get(kind, ())))}, status TEXT)"
            )
            marks = ", ".join("?" * len(columns))
            names = ", ".join(columns)
            self._inserts[kind] = (
                f"INSERT INTO {table_of(kind)} ({names}) VALUES ({marks})"  # noqa: S608
            )

    def close(self) -> None:
        """Close the file; it stays on disk."""
        self.db.close()

    def add_file(self, name: str) -> int:
        """Number of a new file or sheet; `at` of its rows is built with it."""
        number = len(self.names) + 1
        self.names[number] = name
        self.db.execute("INSERT INTO file (no, name) VALUES (?, ?)", (number, name))
        return number

    def add(self, kind: Kind, row: tuple[Any, ...]) -> None:
        """Stage one row whose cells are sound."""
        pending = self._pending[kind]
        pending.append(row)
        if len(pending) >= FLUSH_ROWS:
            self._flush(kind)

    def _flush(self, kind: Kind) -> None:
        pending = self._pending[kind]
        if pending:
            self.db.execute("BEGIN")
            self.db.executemany(self._inserts[kind], pending)
            self.db.execute("COMMIT")
            pending.clear()

    def flush(self) -> None:
        """Write every row that is still in memory."""
        for kind in Kind:
            self._flush(kind)

    def report(self, problem: Problem) -> None:
        """Keep a problem for the list at the end."""
        self.db.execute(
            "INSERT INTO problem (level, cause, at, column_name, value, reason) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                problem.level,
                problem.cause,
                problem.at,
                problem.column,
                problem.value,
                problem.reason,
            ),
        )

    def report_all(
        self, level: Level, cause: str, *, column: str, reason: str, rows: str
    ) -> None:
        """Keep one problem for each of `rows`: a SELECT of `at` and the value.

        One statement, however many rows they are.
        """
        self.db.execute(
            "INSERT INTO problem (level, cause, at, column_name, value, reason) "  # noqa: S608
            f"SELECT ?, ?, found.at, ?, found.value, ? FROM ({rows}) AS found "
            "ORDER BY found.at",
            (level.value, cause, column, reason),
        )

    def mark_unusable(self, kind: str, key: str) -> None:
        """A key whose row is in error: what refers to it is not reported again."""
        self.db.execute("INSERT OR IGNORE INTO unusable VALUES (?, ?)", (kind, key))

    def execute(self, sql: str, parameters: Iterable[Any] = ()) -> int:
        """Run one statement; how many rows it touched."""
        with closing(self.db.execute(sql, tuple(parameters))) as cursor:
            return cursor.rowcount

    def query(self, sql: str, parameters: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Rows of a query: iterate over them, or fetch them all."""
        return self.db.execute(sql, tuple(parameters))

    def value(self, sql: str, parameters: Iterable[Any] = ()) -> Any:
        """The first column of the first row."""
        return self.db.execute(sql, tuple(parameters)).fetchone()[0]

    def insert_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run one INSERT per row, in one transaction."""
        self.db.execute("BEGIN")
        self.db.executemany(sql, rows)
        self.db.execute("COMMIT")

    def has_errors(self) -> bool:
        """Whether any row or file is refused."""
        return bool(
            self.value(
                "SELECT EXISTS (SELECT 1 FROM problem WHERE level = ?)", [Level.ERROR]
            )
        )

    def place(self, at: int | None) -> Place:
        """File and line of a packed `at`; rows made by the import have none."""
        if not at:
            return Place("", 0)
        return Place(self.names.get(at >> LINE_BITS, ""), at & _LINE_MASK)


def pack(file_number: int, line: int) -> int:
    """File number and line as one integer."""
    return file_number << LINE_BITS | line
