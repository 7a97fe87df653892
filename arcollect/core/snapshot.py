"""Transactions that see one moment of the database from their first to their last word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, models, transaction

from arcollect.core.locking import retried_transaction

T = TypeVar("T")


def in_snapshot(work: Callable[[], T], *, taking_turns: type[models.Model]) -> T:
    """Run `work` in one transaction on one snapshot; begin again if a writer was faster.

    Several statements then agree with each other, and a row that somebody changed
    meanwhile makes the whole of `work` repeat. Calls that name the same small table in
    `taking_turns` follow each other, each seeing what the one before did. SQLite has
    one writer and needs nothing. Inside an outer transaction all is as that one has it.
    """
    table = taking_turns._meta.db_table  # noqa: SLF001

    outermost = not connection.in_atomic_block

    @retried_transaction
    def run() -> T:
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                # LOCK takes no snapshot: the first look at the rows is after the wait.
                cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
        return work()

    return run()


@contextmanager
def reading_snapshot() -> Iterator[None]:
    """Read one moment of the database, however long it takes, without holding up writers.

    Nothing may be written inside. Inside an outer transaction it is that one's view.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # `atomic` takes SQLite's one write lock at once; a reader wants none.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
