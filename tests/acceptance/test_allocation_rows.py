"""Allocations in files: their days, their repeats, and what people undid meanwhile."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from customers.models import Customer
from invoices.models import Allocation, DueItem, Invoice, Payment
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_payment
from invoices.services.undo_allocation import undo_allocation
from tests.acceptance.desk import Answer, Desk

INVOICES = "number|customer_code|kind|issued_on|due_on|currency|amount"
PAYMENTS = "reference|customer_code|received_on|currency|amount"
ALLOCATIONS = "payment_reference|invoice_number|amount|allocated_on"


@pytest.fixture
def ledger(desk: Desk) -> Desk:
    desk.table(
        "invoices.csv",
        INVOICES,
        "F1|C1||2026-01-10|2026-02-09|CNY|100.00",
        "F2|C1||2026-01-10|2026-02-09|CNY|100.00",
        "G1|C1|credit_note|2026-01-15||CNY|30.00",
    )
    desk.table(
        "payments.csv",
        PAYMENTS,
        "P1|C1|2026-01-20|CNY|100.00",
        "P2|C1|2026-01-20|CNY|100.00",
        "EARLY|C1|2026-01-05|CNY|100.00",
    )
    return desk


def _allocate(desk: Desk, *rows: str) -> Answer:
    desk.table("allocations.csv", ALLOCATIONS, *rows)
    return desk.import_()


def _amount(desk: Desk, day: str, part: str) -> str:
    return str(desk.aging(day)["CNY"][part]["amount"])


def test_the_same_allocation_again_counts_by_its_number(ledger: Desk) -> None:
    row = "P1|F1|10.00|2026-01-21"
    assert _allocate(ledger, row, row).counts == (8, 8, 0)
    assert _allocate(ledger, row).counts == (7, 0, 7)
    assert _allocate(ledger, row, row, row).counts == (9, 1, 8)
    assert Allocation.objects.count() == 3


def test_money_older_than_the_invoice_counts_from_the_invoice(ledger: Desk) -> None:
    answer = _allocate(ledger, "EARLY|F1|60.00|2026-01-01", "EARLY|F1|40.00|2026-01-02")
    assert answer.counts == (8, 8, 0)
    assert [each["value"] for each in answer.json["warnings"]] == [
        "2026-01-01",
        "2026-01-02",
    ]
    assert _amount(ledger, "2026-01-09", "on_account") == "100.00"
    assert _amount(ledger, "2026-01-10", "on_account") == "0.00"
    assert ledger.must_import().counts == (8, 0, 8)
    assert ledger.verify() == []


def test_rows_that_differ_in_their_day_only_are_two_allocations(ledger: Desk) -> None:
    """Both count from the invoice's day; it is the file's day that tells them apart."""
    assert _allocate(ledger, "EARLY|F1|10.00|2026-01-01").counts == (7, 7, 0)
    assert _allocate(ledger, "EARLY|F1|10.00|2026-01-02").counts == (7, 1, 6)
    found = Allocation.objects.order_by("pk").values_list("stated_on", "effective_on")
    counted = dt.date(2026, 1, 10)
    assert list(found) == [
        (dt.date(2026, 1, 1), counted),
        (dt.date(2026, 1, 2), counted),
    ]
    assert ledger.must_import().counts == (7, 0, 7)
    both = ("EARLY|F1|10.00|2026-01-02", "EARLY|F1|10.00|2026-01-01")
    assert _allocate(ledger, *both).counts == (8, 0, 8)
    # The day it counts from is a day of its own once a file states it.
    assert _allocate(ledger, "EARLY|F1|10.00|2026-01-10").counts == (7, 1, 6)
    assert ledger.verify() == []


def test_an_allocation_by_hand_is_known_by_the_day_it_counts_from(ledger: Desk) -> None:
    _allocate(ledger, "P2|F2|5.00|2026-01-21")
    item = DueItem.objects.get(invoice__number="F1")
    part = AllocationPart(due_item_id=item.pk, amount=Decimal(10))
    early = Payment.objects.get(reference="EARLY")
    allocate(actor=None, source=early, parts=[part])
    assert Allocation.objects.get(payment=early).stated_on is None
    assert _allocate(ledger, "EARLY|F1|10.00|2026-01-10").counts == (7, 0, 7)
    assert _allocate(ledger, "EARLY|F1|10.00|2026-01-01").counts == (7, 1, 6)


def test_a_row_posted_in_parts_is_known_by_its_day_too(ledger: Desk) -> None:
    """An invoice with two due dates takes a row in two parts, oldest due date first."""
    ledger.must_import()
    dealer = Customer.objects.get(code="C1")
    halves = [
        DueItemInput(day, 0, Decimal(50))
        for day in (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    ]
    number = post_invoice(
        actor=None,
        company=dealer.company,
        customer=dealer,
        issued_on=dt.date(2026, 1, 10),
        currency="CNY",
        items=halves,
    ).number
    first, second = (f"EARLY|{number}|{amount}" for amount in ("60.00", "40.00"))
    assert _allocate(ledger, f"{first}|2026-01-01").counts == (7, 1, 6)
    assert Allocation.objects.count() == 2
    assert ledger.must_import().counts == (7, 0, 7)
    both = (f"{first}|2026-01-01", f"{second}|2026-01-02")
    assert _allocate(ledger, *both).counts == (8, 1, 7)
    assert ledger.must_import().counts == (8, 0, 8)
    assert ledger.verify() == []


def test_a_later_day_than_both_documents_leaves_the_days_between(ledger: Desk) -> None:
    assert _allocate(ledger, "P1|F1|100.00|2026-03-01").status == 0
    assert ledger.nightly("2026-02-25") == 2
    assert _amount(ledger, "2026-02-28", "1-30") == "200.00"
    assert _amount(ledger, "2026-03-01", "1-30") == "100.00"
    # F1 is settled; F2 is expedited since day 41 of its 30 days.
    assert ledger.nightly("2026-03-01") == 1
    assert ledger.verify() == []


def test_a_credit_note_is_money_under_its_number(ledger: Desk) -> None:
    assert _allocate(ledger, "G1|F1|30.00|2026-01-15").counts == (7, 7, 0)
    assert _amount(ledger, "2026-01-15", "not_due") == "170.00"
    assert ledger.must_import().counts == (7, 0, 7)
    assert (
        _allocate(ledger, "G1|F1|30.00|2026-01-15", "G1|F2|0.01|2026-01-15").status == 1
    )


def test_a_reference_that_fits_two_is_not_guessed(ledger: Desk) -> None:
    ledger.table(
        "payments.csv",
        PAYMENTS,
        "P1|C1|2026-01-20|CNY|100.00",
        "P1|C1|2026-01-21|CNY|100.00",
    )
    answer = _allocate(ledger, "P1|F1|10.00|2026-01-22")
    assert answer.status == 1
    assert [bad["column"] for bad in answer.json["errors"]] == ["payment_reference"]
    assert not Invoice.objects.exists()


def test_what_people_undid_is_not_posted_again(ledger: Desk) -> None:
    rows = ("P1|F1|60.00|2026-01-21", "P2|F2|100.00|2026-01-25")
    _allocate(ledger, *rows)
    first = Allocation.objects.get(payment__reference="P1")
    undo_allocation(actor=None, allocation=first, effective_on=dt.date(2026, 2, 1))
    assert ledger.must_import().counts == (8, 0, 8)
    bounced = Payment.objects.get(reference="P2")
    day = dt.date(2026, 2, 3)
    reverse_payment(actor=None, payment=bounced, effective_on=day, reason="bounced")
    assert ledger.must_import().counts == (8, 0, 8)
    invoice = Invoice.objects.get(number="F1")
    reverse_invoice(actor=None, invoice=invoice, effective_on=day, reason="wrong")
    assert ledger.must_import().counts == (8, 0, 8)
    assert ledger.verify() == []


def test_money_set_free_later_counts_from_then_and_is_listed(ledger: Desk) -> None:
    _allocate(ledger, "P2|F2|100.00|2026-01-25")
    day = dt.date(2026, 2, 3)
    bounced = Payment.objects.get(reference="P2")
    reverse_payment(actor=None, payment=bounced, effective_on=day, reason="bounced")
    rows = ("P2|F2|100.00|2026-01-25", "P1|F2|50.00|2026-01-30")
    answer = _allocate(ledger, *rows)
    assert answer.counts == (8, 1, 7)
    listed = [(each["line"], each["value"]) for each in answer.json["warnings"]]
    assert listed == [(3, "2026-01-30")]
    assert "2026-02-03" in answer.json["warnings"][0]["reason"]
    made = Allocation.objects.get(payment__reference="P1")
    assert made.effective_on == day
    assert ledger.must_import().counts == (8, 0, 8)
    assert ledger.verify() == []
