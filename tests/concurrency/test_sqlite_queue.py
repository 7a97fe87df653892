"""SQLite has one writer: whoever waits for him gets a turn, and holds nobody up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from arcollect.core.sqlite import base

# The tests' own connections are not used, but opening any needs the mark.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.concurrency,
    pytest.mark.above_database,
]
OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;",
}


@pytest.fixture
def opened(tmp_path: Path) -> ConnectionHandler:
    """A database of its own; every thread that asks has its own connection."""
    database = {
        "ENGINE": "arcollect.core.sqlite",
        "NAME": str(tmp_path / "a.sqlite3"),
        "OPTIONS": OPTIONS,
        "TIME_ZONE": settings.TIME_ZONE,
    }
    return ConnectionHandler({"default": database})


@contextmanager
def writing(connection: Any) -> Iterator[None]:
    """A transaction, as `atomic` begins one."""
    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )
    yield
    connection.commit()
    connection.set_autocommit(True)


def writes_before_the_other(opened: ConnectionHandler) -> int:
    """How many transactions one who never rests begins while another waits for one."""
    under_way, waiting, done = Event(), Event(), Event()

    def never_rests() -> int:
        begun = 0
        with closing(opened["default"]) as connection:
            while not done.is_set() and begun < 100:
                with writing(connection):
                    under_way.set()
                    time.sleep(0.01)
                    begun += waiting.is_set()
        return begun

    def once() -> None:
        with closing(opened["default"]) as connection:
            connection.ensure_connection()
            under_way.wait(timeout=60)
            waiting.set()
            with writing(connection):
                done.set()

    with ThreadPoolExecutor(2) as pool:
        restless, patient = pool.submit(never_rests), pool.submit(once)
        patient.result()
        return restless.result()


def test_who_waits_writes_next(opened: ConnectionHandler) -> None:
    assert writes_before_the_other(opened) <= 5


def test_without_the_queue_who_waits_is_overtaken(
    opened: ConnectionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "first_in_line", lambda _path: nullcontext())

    assert writes_before_the_other(opened) > 5


def drop_a_cursor_of_who_waits(opened: ConnectionHandler) -> str:
    """One who writes drops a cursor of the other, as the garbage collector would."""
    under_way, handed_over = Event(), Event()
    cursors: list[Any] = []

    def writes() -> None:
        with closing(opened["default"]) as connection, writing(connection):
            under_way.set()
            handed_over.wait(timeout=60)
            time.sleep(0.1)
            cursors.clear()

    def waits() -> str:
        with closing(opened["default"]) as connection:
            connection.ensure_connection()
            under_way.wait(timeout=60)
            unread = connection.connection.execute("SELECT 1 UNION SELECT 2")
            unread.fetchone()
            cursors.append(unread)
            del unread
            handed_over.set()
            try:
                with writing(connection):
                    return "had its turn"
            except OperationalError as error:
                return str(error)

    with ThreadPoolExecutor(2) as pool:
        writer, waiter = pool.submit(writes), pool.submit(waits)
        writer.result()
        return waiter.result()


def test_who_waits_does_not_stop_the_writer(
    opened: ConnectionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "PATIENCE", 5.0)

    assert drop_a_cursor_of_who_waits(opened) == "had its turn"


def test_waiting_in_one_long_turn_stops_the_writer(
    opened: ConnectionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "PATIENCE", 1.0)
    monkeypatch.setattr(base, "TURN", 2_000)

    assert drop_a_cursor_of_who_waits(opened) == "database is locked"


def test_who_waits_too_long_is_told(
    opened: ConnectionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "PATIENCE", 0.2)

    def late() -> str:
        with (
            closing(opened["default"]) as connection,
            pytest.raises(OperationalError) as told,
            writing(connection),
        ):
            pass
        return str(told.value)

    with (
        closing(opened["default"]) as connection,
        writing(connection),
        ThreadPoolExecutor(2) as pool,
    ):
        waiting = [pool.submit(late) for _ in range(2)]
        assert [one.result() for one in waiting] == ["database is locked"] * 2
