"""Inserting many rows at once: COPY on PostgreSQL, one prepared INSERT on SQLite.

For rows that were checked before: no model instances, no `save()`, no signals. Values
are what the database stores (money as its integer, dates as ISO texts).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models.functions import Cast, Concat

ATTEMPTS = 5
CHUNK = 5_000
# An ISO date.
DAY_LENGTH = 10
# How many rows of an index SQLite looks at for its statistics.
SAMPLED_ROWS = 1_000
Row = Sequence[Any]
T = TypeVar("T")


def reserve_ids(model: type[models.Model], count: int) -> int:
    """First of `count` consecutive ids that nobody else gets.

    Raises `TransactionManagementError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "Ids are reserved in the transaction that uses them."
        )
    table = model._meta.db_table  # noqa: SLF001
    if connection.vendor != "postgresql":
        return _next_on_sqlite(table)
    if count == 0:
        return 0
    for _attempt in range(ATTEMPTS):
        first, last = _take_from_sequence(table, count)
        if last - first + 1 == count:
            return first
    # Others insert all the time: make them wait for the length of one statement.
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
    first, last = _take_from_sequence(table, count)
    if last - first + 1 != count:
        raise transaction.TransactionManagementError(
            f"No {count} consecutive ids could be reserved in {table}."
        )
    return first


def _next_on_sqlite(table: str) -> int:
    # The write lock is held from BEGIN on, so nobody inserts in between.
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    return (row[0] if row else 0) + 1


def _take_from_sequence(table: str, count: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(v), max(v) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
            " AS v FROM generate_series(1, %s)) AS taken",
            [f'"{table}"', count],
        )
        first, last = cursor.fetchone()
    return int(first), int(last)


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Insert `rows` into the model's table; `columns` are database column names.

    Columns that are not named take the model's default. Constraints and triggers hold as
    for any other INSERT. `rows` must not query the same database while it is consumed.
    Raises `IntegrityError`.
    """
    table = model._meta.db_table  # noqa: SLF001
    columns, rows = _with_defaults(model, columns, rows)
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.vendor == "postgresql":
        _copy(f'COPY "{table}" ({names}) FROM STDIN', rows)
        return
    marks = ", ".join(["%s"] * len(columns))
    # Names come from the models, never from a file.
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
    execute_many(statement, rows)


def insert_missing(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """`insert_rows`, leaving out rows that a unique key refuses; the others stand."""
    table = model._meta.db_table  # noqa: SLF001
    columns, rows = _with_defaults(model, columns, rows)
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    # Names come from the models, never from a file.
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
    execute_many(f"{statement} ON CONFLICT DO NOTHING", rows)


def _with_defaults(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]
) -> tuple[Sequence[str], Iterable[Row]]:
    """Columns and rows with what an instance would have had without being told."""
    named = set(columns)
    left = [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001
        if field.column not in named and field.has_default()
    ]
    if not left:
        return columns, rows
    values = tuple(
        field.get_db_prep_save(field.get_default(), connection) for field in left
    )
    return [*columns, *(str(field.column) for field in left)], (
        (*row, *values) for row in rows
    )


def _copy(statement: str, rows: Iterable[Row]) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def read_rows(rows: models.QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a `values_list` as the database gives them, without any conversion.

    Money is its integer; dates are read with `text_of` and `days_of`. For tens of
    thousands of rows, where the conversion of every value is most of the work.
    """
    try:
        statement, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk


def text_of(*days: str) -> Concat:
    """Columns of dates as one text of ten characters each, for `read_rows`."""
    texts = [Cast(day, models.TextField()) for day in days]
    return Concat(*texts, models.Value(""), output_field=models.TextField())


@functools.lru_cache(maxsize=50_000)
def days_of(text: str) -> tuple[dt.date, ...]:
    """The dates of a `text_of`; the same text gives the same objects."""
    return tuple(
        dt.date.fromisoformat(text[start : start + DAY_LENGTH])
        for start in range(0, len(text), DAY_LENGTH)
    )


def execute_many(statement: str, rows: Iterable[Row]) -> int:
    """Run the statement once per row; how many database rows that touched in all."""
    touched = 0
    with connection.cursor() as cursor:
        for chunk in in_chunks(rows, CHUNK):
            cursor.executemany(statement, chunk)
            touched += cursor.rowcount
    return touched


# The sample counts the NULLs of a unique column as rows of one key, and the planner then
# scans the table where it should look one row up. Without a count it knows better.
_FORGET_UNIQUE = """
DELETE FROM sqlite_stat1 WHERE idx IN (
  SELECT list.name FROM pragma_index_list(%s) AS list
  WHERE list."unique" AND 1 = (SELECT COUNT(*) FROM pragma_index_info(list.name)))
"""


def refresh_statistics(tables: Iterable[str]) -> None:
    """Let the planner know what a bulk insert changed.

    It would plan for the table of before, which was perhaps empty, until the database
    looks by itself: the next import or night then takes minutes instead of seconds.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLED_ROWS}")
        for table in tables:
            cursor.execute(f'ANALYZE "{table}"')
            if connection.vendor == "sqlite":
                cursor.execute(_FORGET_UNIQUE, [table])
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE sqlite_schema")  # reads what is left again


def in_chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items, in order; none is empty."""
    chunk: list[T] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def stored_instant(instant: dt.datetime) -> Any:
    """An aware instant as `insert_rows` takes it on this database."""
    return connection.ops.adapt_datetimefield_value(instant)
