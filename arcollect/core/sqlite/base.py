"""A fair queue before SQLite's one writer.

Left alone, SQLite makes whoever waits look more and more rarely: newcomers and the one
who has just written overtake, until some writer among many gives up. And it keeps the
waiting connection locked, on which Python's garbage collector may stop in another thread,
even in the one that all are waiting for.
"""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# Seconds for which a writer waits; what the settings say holds for connecting only.
PATIENCE = 20.0
# Milliseconds for which SQLite waits by itself.
TURN = 50
# Seconds between two looks at the queue.
LOOK = 0.02


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues for the write lock, among threads and processes."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.connection.execute(f"PRAGMA busy_timeout={TURN}")

    def create_cursor(self, name: Any = None) -> Any:  # noqa: ARG002
        return self.connection.cursor(factory=PatientCursor)

    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db():
            self._begin()
            return
        with first_in_line(Path(f"{self.settings_dict['NAME']}-queue")):
            self._begin()

    def _begin(self) -> None:
        # The type stubs do not know it.
        super()._start_transaction_under_autocommit()  # type: ignore[misc]


class PatientCursor(base.SQLiteCursorWrapper):
    """Tries again for `PATIENCE` seconds while another connection has the database.

    Only outside a transaction: what is locked inside one stays so until it ends.
    """

    def execute(self, query: str, params: Any = None) -> Any:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return super().execute(query, params)
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                over = time.monotonic() > until
                if self.connection.in_transaction or not busy or over:
                    raise


@contextmanager
def first_in_line(path: Path) -> Iterator[None]:
    """Be the only one of all threads and processes who waits for the writer to end.

    Whoever has just written finds somebody in line before him. The system takes the
    place away from a process that ends. Raises `OperationalError` after `PATIENCE`.
    """
    until = time.monotonic() + PATIENCE
    with path.open("ab") as line:
        while True:
            try:
                fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise OperationalError("database is locked") from None
                time.sleep(LOOK)
        yield
