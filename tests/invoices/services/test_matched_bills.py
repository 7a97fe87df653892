"""The bank's money on a bill honours it, as a bookkeeper would follow it."""

from __future__ import annotations

import datetime as dt

import pytest

from invoices.domain.bills import BillAct, BillState
from invoices.models import Bill, BillEvent, BillStanding, DueItem, DueItemState
from invoices.services.confirm_match import MatchPart, confirm_match
from invoices.services.move_bill import move_bill
from invoices.services.undo_match import undo_match
from invoices.verify.run import verify
from tests import factories
from tests.factories import bills
from tests.invoices.services.by_hand import D

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


@pytest.fixture
def bill() -> Bill:
    """350,000 of an invoice over 500,000, in custody since 21 February."""
    goods = factories.invoice(
        customer=factories.customer(),
        amount="500000.00",
        issued_on=dt.date(2026, 1, 5),
        due_on=dt.date(2026, 2, 4),
    )
    taken = bills.bill(
        customer=goods.customer,
        pays=goods.items.get(),
        amount="350000.00",
        received_on=dt.date(2026, 2, 20),
    )
    move_bill(
        actor=None, bill=taken, act=BillAct.HOLD, effective_on=dt.date(2026, 2, 21)
    )
    return taken


def present(bill: Bill, on=dt.date(2026, 4, 20)) -> None:
    move_bill(actor=None, bill=bill, act=BillAct.PRESENT, effective_on=on)


def standing(bill: Bill) -> BillStanding:
    return BillStanding.objects.get(pk=bill.pk)


def item_of(bill: Bill) -> DueItem:
    return DueItem.objects.get(invoice=standing(bill).document)


def open_of(bill: Bill):
    return DueItemState.objects.get(pk=item_of(bill).pk).open_amount


def match(bill: Bill, amount: str, on=dt.date(2026, 4, 21)):
    entry = factories.bank_line(company=bill.company, amount=amount, booked_on=on)
    part = MatchPart(item_of(bill).pk, D(amount))
    confirm_match(actor=None, entry=entry, parts=[part])
    return entry


def sound(bill: Bill) -> None:
    assert verify(company=bill.company) == []


def test_the_banks_money_honours_a_presented_bill(bill: Bill) -> None:
    present(bill)
    match(bill, "350000.00")

    assert standing(bill).state == BillState.HONOURED
    assert standing(bill).since_on == dt.date(2026, 4, 21)
    assert open_of(bill) == 0
    sound(bill)


def test_undoing_the_match_presents_the_bill_again(bill: Bill) -> None:
    present(bill)
    entry = match(bill, "350000.00")

    undo_match(actor=None, entry=entry)

    assert standing(bill).state == BillState.PRESENTED
    assert open_of(bill) == D("350000.00")
    sound(bill)
    match(bill, "350000.00", on=dt.date(2026, 4, 22))
    assert standing(bill).state == BillState.HONOURED


def test_a_part_of_the_money_honours_nothing(bill: Bill) -> None:
    present(bill)
    match(bill, "200000.00")

    assert standing(bill).state == BillState.PRESENTED
    match(bill, "150000.00", on=dt.date(2026, 4, 23))
    assert standing(bill).state == BillState.HONOURED
    assert standing(bill).since_on == dt.date(2026, 4, 23)


def test_undoing_one_of_two_matches_leaves_the_other(bill: Bill) -> None:
    present(bill)
    first = match(bill, "200000.00")
    match(bill, "150000.00", on=dt.date(2026, 4, 23))
    assert standing(bill).state == BillState.HONOURED

    undo_match(actor=None, entry=first)

    assert standing(bill).state == BillState.PRESENTED
    assert open_of(bill) == D("200000.00")
    sound(bill)


def test_money_valued_before_the_presentation_counts_from_it(bill: Bill) -> None:
    present(bill, on=dt.date(2026, 4, 22))
    match(bill, "350000.00", on=dt.date(2026, 4, 21))

    assert standing(bill).since_on == dt.date(2026, 4, 22)


def test_a_bill_in_custody_keeps_its_state(bill: Bill) -> None:
    match(bill, "350000.00")

    assert standing(bill).state == BillState.HELD
    assert not BillEvent.objects.filter(act=BillAct.HONOUR).exists()
