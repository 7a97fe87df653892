"""Sound books are found sound; a single cell made wrong is found and named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from arcollect.core import insert_only
from arcollect.core.models import AuditEvent, AuditSeal, Company
from arcollect.core.services import seal_audit as sealing
from invoices.models import ClassHistory, DueItemState, OnAccount
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.classify import classify_through
from invoices.services.reverse_payment import reverse_payment
from invoices.verify.run import verify
from tests.books import known
from tests.books.openings import (
    item_of,
    money_from,
    open_company,
    open_customer,
    overdue_invoice,
)
from tests.books.random_book import random_book
from tests.levels import at_level

pytestmark = pytest.mark.django_db
SEEDS = range(at_level(ci=8, everything=300))


@contextmanager
def _without_triggers() -> Iterator[None]:
    insert_only.drop_triggers(connection)
    try:
        yield
    finally:
        insert_only.install_triggers(connection)


def _write(sql: str, *values: object) -> None:
    with _without_triggers(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1


@contextmanager
def _for_this_once(subtests: Any, **case: str) -> Iterator[None]:
    """A subtest whose writes are undone: a book costs more than to look at it."""
    with subtests.test(**case), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _book(monkeypatch: pytest.MonkeyPatch) -> Company:
    """A book with open, settled and reopened items, nights, and a sealed audit log."""
    company, _items = random_book(Random(4))
    dealer = open_customer(company)
    payment = money_from(dealer, on=known.START, amount="12.00")
    reverse_payment(
        actor=None,
        payment=payment,
        effective_on=known.START + dt.timedelta(days=3),
        reason="bounced",
    )
    money_from(dealer, on=known.START, amount="5.00")
    for days in (90, 200, 320):
        classify_through(company=company, as_of=known.START + dt.timedelta(days=days))
    monkeypatch.setattr(sealing, "SETTLING_TIME", dt.timedelta(days=-1))
    monkeypatch.setattr(sealing, "_writing_since", sealing.clock.now)
    assert sealing.seal_audit() is not None
    return company


@pytest.mark.parametrize("seed", SEEDS)
def test_random_books_are_sound_after_every_night(seed: int) -> None:
    random = Random(seed)
    company, _items = random_book(random)
    assert verify(company=company) == []
    day = known.START
    for _ in range(4):
        day += dt.timedelta(days=random.randrange(1, 150))
        classify_through(company=company, as_of=day)
        assert verify(company=company) == [], (seed, day)


def test_a_part_paid_on_a_day_to_come_needs_no_look_that_day() -> None:
    company = open_company()
    dealer, night = open_customer(company), dt.date(2026, 6, 1)
    item = item_of(overdue_invoice(dealer, issued_on=dt.date(2026, 4, 1)))
    classify_through(company=company, as_of=night)
    payment = money_from(dealer, on=night, amount="40.00")
    part = AllocationPart(item.pk, Decimal("40.00"))
    later = night + dt.timedelta(days=5)
    allocate(actor=None, source=payment, parts=[part], effective_on=later)
    assert verify(company=company) == []


def _open_state(company: Company) -> DueItemState:
    return DueItemState.objects.filter(
        company=company, open_amount__gt=1, severity__gt=0
    )[0]


STATE_CELLS = [
    ("open_amount", "open_amount - 100"),
    ("amount", "amount + 100"),
    ("term_days", "term_days + 1"),
    ("severity", "CASE severity WHEN 5 THEN 4 ELSE severity + 1 END"),
    ("decided_by", "'nobody'"),
    ("class_since", "'2020-01-01'"),
    ("final_on", "'2020-01-01'"),
    ("expedited_from", "'2020-01-01'"),
    ("quasi_from", "'2020-01-01'"),
    ("bad_from", "'2020-01-01'"),
    ("dead_from", "'2020-01-01'"),
    ("next_change_on", "NULL"),
]


def test_a_wrong_state_cell_is_named(
    subtests: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = _book(monkeypatch)
    assert verify(company=company) == []
    table = "invoices_dueitemstate"
    for column, wrong in STATE_CELLS:
        state = _open_state(company)
        if column == "next_change_on":
            state = DueItemState.objects.filter(
                company=company, next_change_on__isnull=False
            )[0]
        sql = f"UPDATE {table} SET {column} = {wrong} WHERE due_item_id = %s"
        with _for_this_once(subtests, column=column):
            _write(sql, state.pk)
            found = [each for each in verify(company=company) if each.table == table]
            assert {each.id for each in found} == {str(state.pk)}
            assert any(column in each.expected for each in found)
    assert verify(company=company) == []


def test_a_wrong_closing_day_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    company = _book(monkeypatch)
    state = DueItemState.objects.filter(company=company, settled_on__isnull=False)[0]
    sql = "UPDATE invoices_dueitemstate SET settled_on = '2020-01-01' WHERE due_item_id = %s"
    _write(sql, state.pk)
    found = {each.id: each for each in verify(company=company)}
    assert "settled_on" in found[str(state.pk)].expected


ON_ACCOUNT_CELLS = [
    ("unallocated", "unallocated - 100"),
    ("effective_on", "'2020-01-01'"),
    ("currency", "'USD'"),
]


def test_a_wrong_on_account_cell_is_named(
    subtests: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = _book(monkeypatch)
    table = "invoices_onaccount"
    row = OnAccount.objects.filter(company=company, unallocated__gt=1)[0]
    for column, wrong in ON_ACCOUNT_CELLS:
        with _for_this_once(subtests, column=column):
            _write(f"UPDATE {table} SET {column} = {wrong} WHERE id = %s", row.pk)
            found = [each for each in verify(company=company) if each.table == table]
            assert [(each.id, list(each.expected)) for each in found] == [
                (str(row.pk), [column])
            ]


HISTORY_CELLS = [
    ("from_severity", "5"),
    ("to_severity", "CASE to_severity WHEN 5 THEN 4 ELSE to_severity + 1 END"),
    ("decided_by", "'nobody'"),
    ("changed_on", "'2019-01-01'"),
]


def test_a_wrong_history_cell_is_named(
    subtests: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = _book(monkeypatch)
    table = "invoices_classhistory"
    row = ClassHistory.objects.filter(
        company=company, from_severity__isnull=False, to_severity__gt=1
    ).latest("pk")
    for column, wrong in HISTORY_CELLS:
        with _for_this_once(subtests, column=column):
            _write(f"UPDATE {table} SET {column} = {wrong} WHERE id = %s", row.pk)
            found = verify(company=company)
            assert {(each.table, each.id) for each in found} & {
                (table, str(row.pk)),
                ("invoices_dueitemstate", str(row.due_item_id)),
            }


def test_a_removed_history_row_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    company = _book(monkeypatch)
    row = ClassHistory.objects.filter(company=company).earliest("pk")
    _write("DELETE FROM invoices_classhistory WHERE id = %s", row.pk)
    assert verify(company=company)


@pytest.mark.parametrize(
    ("column", "wrong"),
    [("action", "'nothing.happened'"), ("reason", "'because'"), ("row_hash", "'0'")],
)
def test_a_wrong_audit_row_is_named(
    column: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = _book(monkeypatch)
    event = AuditEvent.objects.order_by("pk")[3]
    _write(f"UPDATE core_auditevent SET {column} = {wrong} WHERE id = %s", event.pk)
    named = {(each.table, each.id) for each in verify(company=company)}
    assert ("core_auditevent", str(event.pk)) in named


def test_a_removed_audit_row_breaks_its_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    company = _book(monkeypatch)
    event = AuditEvent.objects.order_by("pk")[3]
    _write("DELETE FROM core_auditevent WHERE id = %s", event.pk)
    seal = AuditSeal.objects.get()
    found = [each for each in verify(company=company) if each.table == "core_auditseal"]
    assert [each.id for each in found] == [str(seal.last_event_id)]


def test_a_missing_trigger_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    company = _book(monkeypatch)
    name = "invoices_payment_no_update"
    on_table = " ON invoices_payment" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")
    try:
        assert [(e.table, e.id) for e in verify(company=company)] == [
            ("triggers", name)
        ]
    finally:
        insert_only.install_triggers(connection)


def test_the_command_says_so_and_exits_with_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company = _book(monkeypatch)
    out = StringIO()
    call_command("verify", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"ok": True, "differences": []}
    state = _open_state(company)
    sql = "UPDATE invoices_dueitemstate SET term_days = 999 WHERE due_item_id = %s"
    _write(sql, state.pk)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", "--json", stdout=out)
    assert ended.value.code == 1
    told = json.loads(out.getvalue())
    assert not told["ok"]
    assert set(told["differences"][0]) == {"table", "id", "expected", "found"}
