"""Two people move the same due date at the same moment: one chain, nothing overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection, connections

from invoices.models import DueDateChange, DueItem, DueItemState
from invoices.services import move_due_date as moving
from invoices.services.move_due_date import DueDateRefusedError, move_due_date
from invoices.verify.run import verify
from tests.books.openings import item_of, open_company, open_customer, overdue_invoice

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
JAN_1, JAN_20 = dt.date(2026, 1, 1), dt.date(2026, 1, 20)
WAIT_SECONDS = 1.0


def both_at_once(item: DueItem, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two moves that have read the same due date before either writes, where possible.

    SQLite lets the second one read only after the first; then it waits in vain.
    """
    start, have_read = Barrier(2), Barrier(2)
    check = moving._check

    def read_together(*args: Any, **kwargs: Any) -> None:
        check(*args, **kwargs)
        with suppress(BrokenBarrierError):
            have_read.wait(WAIT_SECONDS)

    monkeypatch.setattr(moving, "_check", read_together)

    def move(days: int) -> str:
        start.wait()
        try:
            move_due_date(
                actor=None,
                due_item=item,
                cause=DueDateChange.Cause.EXTENSION,
                effective_on=JAN_20,
                new_due_on=JAN_20 + dt.timedelta(days=days),
            )
        except DueDateRefusedError:
            return "refused"
        finally:
            connections.close_all()
        return "moved"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(move, [30, 60]))


def is_one_chain(item: DueItem) -> bool:
    """Each move begins where the one before it ended, and the state at the end."""
    due_on = item.due_on
    for change in item.due_changes.order_by("sequence", "pk"):
        if change.old_due_on != due_on:
            return False
        due_on = change.new_due_on
    return DueItemState.objects.get(pk=item.pk).due_on == due_on


def test_moves_at_once_make_one_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    item = item_of(overdue_invoice(open_customer(open_company()), issued_on=JAN_1))
    told = both_at_once(item, monkeypatch)
    assert "moved" in told
    assert item.due_changes.count() == told.count("moved")
    assert is_one_chain(item)
    assert verify(company=item.company) == []


@contextmanager
def _without_the_key() -> Iterator[None]:
    """The same services without the unique number of a move and the state's condition."""
    key = next(
        constraint
        for constraint in DueDateChange._meta.constraints
        if constraint.name == "invoices_duedatechange_once"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(DueDateChange, key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE invoices_duedatechange CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(DueDateChange, key)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write after the other."
)
def test_without_its_key_a_move_is_overwritten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unguarded(change: DueDateChange, due_item: DueItem) -> None:
        DueItemState.objects.filter(pk=change.due_item_id).update(
            due_on=change.new_due_on
        )

    monkeypatch.setattr(moving, "_move_state", unguarded)
    item = item_of(overdue_invoice(open_customer(open_company()), issued_on=JAN_1))
    with _without_the_key():
        assert both_at_once(item, monkeypatch) == ["moved", "moved"]
        assert not is_one_chain(item)
