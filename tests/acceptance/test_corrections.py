"""Reversals and undone allocations, reckoned by hand for every day that matters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from invoices.models import Allocation, CreditNote, Invoice, Payment
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment
from invoices.services.undo_allocation import undo_allocation
from tests.acceptance.desk import Desk

INVOICES = "number|customer_code|kind|issued_on|due_on|currency|amount"
PAYMENTS = "reference|customer_code|received_on|currency|amount"
ALLOCATIONS = "payment_reference|invoice_number|amount|allocated_on"
# The day, what is open and what is on account at its end.
Day = tuple[str, str, str]


@pytest.fixture
def ledger(desk: Desk) -> Desk:
    """Two invoices of 100, a payment of 100 and a credit note of 30 on the first."""
    desk.table(
        "invoices.csv",
        INVOICES,
        "F1|C1||2026-01-10|2026-02-09|CNY|100.00",
        "F2|C1||2026-01-12|2026-02-11|CNY|100.00",
        "G1|C1|credit_note|2026-01-15||CNY|30.00",
    )
    desk.table("payments.csv", PAYMENTS, "P1|C1|2026-01-20|CNY|100.00")
    desk.table(
        "allocations.csv",
        ALLOCATIONS,
        "P1|F1|70.00|2026-01-25",
        "G1|F1|30.00|2026-01-18",
        "P1|F2|30.00|2026-03-01",
    )
    desk.must_import()
    return desk


def _told(desk: Desk, days: tuple[Day, ...]) -> list[Day]:
    told = []
    for day, _open, _left in days:
        line = desk.aging(day)["CNY"]
        left = line["on_account"]["amount"]
        owed = Decimal(line["total"]["amount"]) + Decimal(left)
        told.append((day, f"{owed:.2f}", left))
    return told


def _holds(desk: Desk, *days: Day) -> None:
    """The answers are these, before any night, after some, and stored alike."""
    assert _told(desk, days) == list(days)
    for day, _open, _left in days:
        desk.nightly(day)
        assert desk.verify() == []
    assert _told(desk, days) == list(days)


def test_as_the_files_say(ledger: Desk) -> None:
    _holds(
        ledger,
        ("2026-01-10", "100.00", "0.00"),
        ("2026-01-12", "200.00", "0.00"),
        ("2026-01-15", "200.00", "30.00"),
        ("2026-01-18", "170.00", "0.00"),
        ("2026-01-20", "170.00", "100.00"),
        ("2026-01-25", "100.00", "30.00"),
        ("2026-02-28", "100.00", "30.00"),
        ("2026-03-01", "70.00", "0.00"),
    )


def test_a_bounced_payment_reopens_what_it_paid_also_later(ledger: Desk) -> None:
    payment = Payment.objects.get(reference="P1")
    day = dt.date(2026, 2, 10)
    reverse_payment(actor=None, payment=payment, effective_on=day, reason="bounced")
    # What it was to pay on 1 March is undone on that very day: it never paid.
    _holds(
        ledger,
        ("2026-01-20", "170.00", "100.00"),
        ("2026-02-09", "100.00", "30.00"),
        ("2026-02-10", "170.00", "0.00"),
        ("2026-03-01", "170.00", "0.00"),
    )


def test_an_undone_allocation_gives_back_both_sides(ledger: Desk) -> None:
    allocation = Allocation.objects.get(payment__reference="P1", amount=70)
    undo_allocation(
        actor=None, allocation=allocation, effective_on=dt.date(2026, 2, 20)
    )
    _holds(
        ledger,
        ("2026-02-19", "100.00", "30.00"),
        ("2026-02-20", "170.00", "100.00"),
        ("2026-03-01", "140.00", "70.00"),
    )


def test_an_allocation_that_never_should_have_been(ledger: Desk) -> None:
    ledger.nightly("2026-02-28")
    undo_allocation(
        actor=None,
        allocation=Allocation.objects.get(payment__reference="P1", amount=70),
    )
    _holds(
        ledger,
        ("2026-03-05", "140.00", "70.00"),
        ("2026-03-06", "140.00", "70.00"),
    )
    days: tuple[Day, ...] = (
        ("2026-01-25", "170.00", "100.00"),
        ("2026-02-28", "170.00", "100.00"),
    )
    assert _told(ledger, days) == list(days)


def test_a_reversed_invoice_sets_its_money_free(ledger: Desk) -> None:
    reverse_invoice(
        actor=None,
        invoice=Invoice.objects.get(number="F1"),
        effective_on=dt.date(2026, 2, 5),
        reason="wrong goods",
    )
    _holds(
        ledger,
        ("2026-02-04", "100.00", "30.00"),
        ("2026-02-05", "100.00", "130.00"),
        ("2026-03-01", "70.00", "100.00"),
    )


def test_a_reversed_credit_note_is_owed_again(ledger: Desk) -> None:
    reverse_credit_note(
        actor=None,
        credit_note=CreditNote.objects.get(number="G1"),
        effective_on=dt.date(2026, 2, 6),
        reason="goods were sound",
    )
    _holds(
        ledger,
        ("2026-02-05", "100.00", "30.00"),
        ("2026-02-06", "130.00", "30.00"),
        ("2026-03-01", "100.00", "0.00"),
    )


def test_what_was_known_then_stays_the_answer_of_then(desk: Desk) -> None:
    rows = ("F1|C1||2026-01-10|2026-02-09|CNY|100.00",)
    with time_machine.travel("2026-05-01T10:00:00+08:00", tick=False):
        desk.table("invoices.csv", INVOICES, *rows)
        desk.table("payments.csv", PAYMENTS, "P1|C1|2026-01-20|CNY|100.00")
        desk.table("allocations.csv", ALLOCATIONS, "P1|F1|60.00|2026-01-21")
        desk.must_import()
    with time_machine.travel("2026-05-02T10:00:00+08:00", tick=False):
        late = "F2|C1||2026-01-11|2026-02-10|CNY|7.00"
        desk.table("invoices.csv", INVOICES, *rows, late)
        allocation = Allocation.objects.get()
        undo_allocation(actor=None, allocation=allocation)
        desk.must_import()
    told = {
        instant: desk.aging("2026-03-01", known_at=instant).get("CNY")
        for instant in (
            "2026-05-01T01:59:59+00:00",
            "2026-05-01T10:00:00+08:00",
            "2026-05-02T09:59:59+08:00",
            "2026-05-02T02:00:00Z",
        )
    }
    before, first, eve, second = told.values()
    assert before is None
    assert first == eve
    assert first["1-30"] == {"items": 1, "amount": "40.00"}
    assert first["on_account"] == {"items": 1, "amount": "40.00"}
    assert second["1-30"] == {"items": 2, "amount": "107.00"}
    assert second["on_account"] == {"items": 1, "amount": "100.00"}
    assert desk.aging("2026-03-01")["CNY"] == second
