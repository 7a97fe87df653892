"""Bills and postdated cheques as a bookkeeper would try them."""

from __future__ import annotations

import datetime as dt

import pytest

from invoices.domain.bills import BillAct, BillState
from invoices.models import Bill, BillStanding, DueItem, DueItemState, Fact, Invoice
from invoices.selectors.aging_figures import By
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.services.allocate import AllocationPart, NotEnoughError
from invoices.services.bill_steps import BillRefusedError
from invoices.services.dishonour_bill import dishonour_bill
from invoices.services.move_bill import honour_bill, move_bill, pass_on_bill
from invoices.services.owned_postings import OwnedPostingError
from invoices.services.receive_bill import receive_bill
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_payment
from invoices.services.undo_allocation import undo_allocation
from invoices.services.undo_bill_step import undo_bill_step
from tests import factories
from tests.books.invariants import check_book
from tests.invoices.services.by_hand import D, left_of, open_of, pay

pytestmark = pytest.mark.django_db
DAY = dt.date


@pytest.fixture
def customer():
    return factories.customer()


@pytest.fixture
def goods(customer):
    """Invoiced on 1 January, 60 days: due on 2 March."""
    return factories.invoice(
        customer=customer, amount="500000.00", issued_on=DAY(2026, 1, 1), term_days=60
    )


def a_bill(goods, amount="350000.00", number="CHQ-1", **more):
    values = {
        "kind": Bill.Kind.POSTDATED_CHEQUE,
        "issued_on": DAY(2026, 2, 20),
        "received_on": DAY(2026, 2, 20),
        "matures_on": DAY(2026, 4, 20),
        **more,
    }
    return receive_bill(
        actor=None,
        company=goods.company,
        customer=goods.customer,
        number=number,
        currency=goods.currency,
        amount=D(amount),
        parts=[AllocationPart(goods.items.get().pk, D(amount))],
        **values,
    )


def at_the_bank(bill):
    move_bill(actor=None, bill=bill, act=BillAct.HOLD, effective_on=DAY(2026, 2, 21))
    matures_on = DAY(2026, 4, 20)
    move_bill(actor=None, bill=bill, act=BillAct.PRESENT, effective_on=matures_on)


def stands(bill):
    return BillStanding.objects.get(pk=bill.pk)


def item_of_bill(bill):
    return DueItem.objects.get(invoice=stands(bill).document)


def open_of_bill(bill):
    return DueItemState.objects.get(pk=item_of_bill(bill).pk).open_amount


def owed(customer, on):
    return aging_from_documents(
        company=customer.company, as_of=on, by=By.CUSTOMER
    ).as_dict()


def test_a_bill_takes_the_place_of_what_it_pays_and_the_rest_stays(goods):
    bill = a_bill(goods)

    assert open_of(goods) == D("150000.00")
    assert open_of_bill(bill) == D("350000.00")
    item = item_of_bill(bill)
    assert (item.due_on, item.term_days, item.kind) == (DAY(2026, 4, 20), 0, "bill")
    assert item.invoice.kind == Invoice.Kind.BILL


def test_the_customer_owes_the_same_before_and_after_a_bill(customer, goods):
    day_before, day_of = DAY(2026, 2, 19), DAY(2026, 2, 20)
    before = sum_open(customer, day_before)
    a_bill(goods)
    assert sum_open(customer, day_of) == before == D("500000.00")


def sum_open(customer, on):
    owed = D(0)
    for item in DueItem.objects.filter(customer=customer, issued_on__lte=on):
        paid = item.allocations.filter(effective_on__lte=on)
        owed += item.amount - sum(paid.values_list("amount", flat=True))
    return owed


def test_an_honoured_cheque_is_settled_by_the_banks_money(goods):
    bill = a_bill(goods)
    at_the_bank(bill)
    honour_bill(
        actor=None, bill=bill, effective_on=DAY(2026, 4, 21), reference="ICBC-77"
    )

    assert stands(bill).state == BillState.HONOURED
    assert open_of_bill(bill) == 0
    assert stands(bill).settled_by.amount == D("350000.00")
    assert open_of(goods) == D("150000.00")


def test_money_from_a_bank_statement_honours_it_without_being_booked_twice(goods):
    bill = a_bill(goods)
    at_the_bank(bill)
    money = factories.payment(
        customer=goods.customer, amount="400000.00", received_on=DAY(2026, 4, 21)
    )
    honour_bill(actor=None, bill=bill, effective_on=DAY(2026, 4, 21), payment=money)
    assert left_of(money) == D("50000.00")

    undo_bill_step(
        actor=None, bill=bill, effective_on=DAY(2026, 4, 21), reason="wrong line"
    )
    assert left_of(money) == D("400000.00")
    assert stands(bill).state == BillState.PRESENTED
    assert open_of_bill(bill) == D("350000.00")


def test_a_bounced_cheque_brings_the_goods_back_with_their_old_age(customer, goods):
    """The invoice of 1 January is 66 days past due on 7 May, as if never paid."""
    bill = a_bill(goods)
    at_the_bank(bill)
    dishonour_bill(
        actor=None, bill=bill, effective_on=DAY(2026, 4, 21), reason="no funds"
    )

    state = DueItemState.objects.get(due_item__invoice=goods)
    assert state.open_amount == D("500000.00")
    assert state.due_on == DAY(2026, 3, 2)
    assert open_of_bill(bill) == 0
    assert stands(bill).state == BillState.DISHONOURED
    fact = Fact.objects.get(customer=customer)
    assert (fact.kind, fact.from_on) == ("bill_bounced", DAY(2026, 4, 21))
    # The days between are not rewritten: on 30 March the cheque counted.
    assert sum_open(customer, DAY(2026, 3, 30)) == D("500000.00")
    goods_item = goods.items.get()
    until_then = goods_item.allocations.filter(effective_on__lte=DAY(2026, 3, 30))
    assert sum(until_then.values_list("amount", flat=True)) == D("350000.00")


def test_a_bounce_entered_in_error_is_taken_back_to_the_cent_and_the_day(
    customer, goods
):
    bill = a_bill(goods)
    at_the_bank(bill)
    days = [DAY(2026, 2, 19), DAY(2026, 3, 1), DAY(2026, 4, 30), DAY(2026, 6, 1)]
    before = [owed(customer, day) for day in days]
    settled = DueItemState.objects.get(pk=item_of_bill(bill).pk).settled_on
    dishonour_bill(
        actor=None, bill=bill, effective_on=DAY(2026, 4, 21), reason="no funds"
    )
    # Business goes on meanwhile.
    factories.invoice(customer=customer, amount="10.00", issued_on=DAY(2026, 6, 2))

    undo_bill_step(
        actor=None, bill=bill, effective_on=DAY(2026, 4, 21), reason="other cheque"
    )

    assert [owed(customer, day) for day in days] == before
    assert stands(bill).state == BillState.PRESENTED
    assert open_of(goods) == D("150000.00")
    assert open_of_bill(bill) == D("350000.00")
    assert settled is None
    assert Fact.objects.filter(withdrawn=False, superseded_by=None).count() == 0


def test_a_bounce_cannot_be_taken_back_once_other_money_paid_the_goods(goods):
    bill = a_bill(goods)
    at_the_bank(bill)
    dishonour_bill(
        actor=None, bill=bill, effective_on=DAY(2026, 4, 21), reason="no funds"
    )
    money = factories.payment(
        customer=goods.customer, amount="500000.00", received_on=DAY(2026, 5, 1)
    )
    pay(money, goods, "500000.00")
    with pytest.raises(NotEnoughError):
        undo_bill_step(
            actor=None, bill=bill, effective_on=DAY(2026, 4, 21), reason="error"
        )
    assert stands(bill).state == BillState.DISHONOURED


def test_a_discounted_bill_is_settled_but_can_come_back(goods):
    bill = a_bill(goods, kind=Bill.Kind.BANK_ACCEPTANCE)
    move_bill(actor=None, bill=bill, act=BillAct.HOLD, effective_on=DAY(2026, 2, 21))
    pass_on_bill(
        actor=None,
        bill=bill,
        act=BillAct.DISCOUNT,
        effective_on=DAY(2026, 3, 1),
        counterparty="ICBC",
        reference="DSC-1",
        charge=D("2800.00"),
    )
    standing = stands(bill)
    assert standing.settled_by.amount == D("347200.00")
    assert standing.charge.amount == D("2800.00")
    assert open_of_bill(bill) == 0

    dishonour_bill(
        actor=None, bill=bill, effective_on=DAY(2026, 4, 22), reason="refused"
    )
    assert open_of(goods) == D("500000.00")
    assert open_of_bill(bill) == 0
    assert left_of(standing.settled_by) == 0

    undo_bill_step(actor=None, bill=bill, effective_on=DAY(2026, 4, 22), reason="error")
    assert stands(bill).state == BillState.DISCOUNTED
    assert open_of(goods) == D("150000.00")
    assert open_of_bill(bill) == 0
    assert stands(bill).charge.amount == D("2800.00")


def test_a_bounce_in_error_brings_back_the_banks_money_and_not_what_is_open(goods):
    bill = a_bill(goods)
    note = factories.credit_note(
        customer=goods.customer, amount="10.00", issued_on=DAY(2026, 2, 20)
    )
    [taken_off] = pay(note, stands(bill).document, "10.00")
    move_bill(actor=None, bill=bill, act=BillAct.HOLD, effective_on=DAY(2026, 2, 21))
    pass_on_bill(
        actor=None,
        bill=bill,
        act=BillAct.DISCOUNT,
        effective_on=DAY(2026, 2, 22),
        counterparty="Bank",
        charge=D("90.00"),
    )
    undo_allocation(actor=None, allocation=taken_off)
    bounced_on = DAY(2026, 4, 20)

    dishonour_bill(actor=None, bill=bill, effective_on=bounced_on, reason="empty")
    undo_bill_step(actor=None, bill=bill, effective_on=bounced_on, reason="error")

    now = stands(bill)
    assert (now.settled_by.amount, now.charge.amount) == (D("349900.00"), D("90.00"))
    assert open_of_bill(bill) == D("10.00")


def test_an_endorsed_bill_ends_with_its_maturity(goods):
    bill = a_bill(goods)
    move_bill(actor=None, bill=bill, act=BillAct.HOLD, effective_on=DAY(2026, 2, 21))
    pass_on_bill(
        actor=None,
        bill=bill,
        act=BillAct.ENDORSE,
        effective_on=DAY(2026, 3, 1),
        counterparty="Supplier",
    )
    honour_bill(actor=None, bill=bill, effective_on=DAY(2026, 4, 20))
    assert stands(bill).state == BillState.HONOURED
    assert open_of_bill(bill) == 0


def test_a_receipt_in_error_is_taken_back_as_if_it_had_never_been(goods):
    bill = a_bill(goods)
    undo_bill_step(
        actor=None, bill=bill, effective_on=DAY(2026, 2, 20), reason="other customer"
    )
    assert stands(bill).state == BillState.REVERSED
    assert open_of(goods) == D("500000.00")
    assert DueItemState.objects.get(due_item__invoice=goods).settled_on is None
    # The same paper may then be entered anew.
    again = a_bill(goods)
    assert stands(again).state == BillState.RECEIVED


def test_a_bill_is_taken_back_from_the_day_an_undone_allocation_freed_it(goods):
    bill = a_bill(goods)
    allocation = stands(bill).payment.allocations.get()
    undo_allocation(actor=None, allocation=allocation, effective_on=DAY(2026, 2, 25))
    undo_bill_step(
        actor=None, bill=bill, effective_on=DAY(2026, 2, 20), reason="other customer"
    )
    assert stands(bill).payment.reversed_by.received_on == DAY(2026, 2, 25)
    check_book(goods.company)


def test_the_same_paper_is_not_taken_twice(goods):
    a_bill(goods, amount="100.00")
    with pytest.raises(BillRefusedError, match="here already"):
        a_bill(goods, amount="100.00")
    assert Bill.objects.count() == 1


def test_a_step_out_of_turn_names_who_stands_where(goods):
    bill = a_bill(goods)
    with pytest.raises(BillRefusedError, match="CHQ-1 is “Received” since"):
        honour_bill(actor=None, bill=bill, effective_on=DAY(2026, 4, 21))
    assert open_of_bill(bill) == D("350000.00")


def test_a_second_bounce_of_the_same_bill_changes_nothing(goods):
    bill = a_bill(goods)
    at_the_bank(bill)

    def bounce():
        dishonour_bill(
            actor=None, bill=bill, effective_on=DAY(2026, 4, 21), reason="no funds"
        )

    bounce()
    with pytest.raises(BillRefusedError, match="“Dishonoured” since"):
        bounce()
    assert Fact.objects.count() == 1


def test_what_a_bill_posted_is_taken_back_by_the_bill_alone(goods):
    bill = a_bill(goods)
    standing = stands(bill)
    with pytest.raises(OwnedPostingError, match="belongs to bill CHQ-1"):
        reverse_payment(
            actor=None,
            payment=standing.payment,
            effective_on=DAY(2026, 3, 1),
            reason="error",
        )
    with pytest.raises(OwnedPostingError, match="belongs to bill CHQ-1"):
        reverse_invoice(
            actor=None,
            invoice=standing.document,
            effective_on=DAY(2026, 3, 1),
            reason="error",
        )


def test_a_bill_over_more_than_the_invoice_leaves_money_on_account(goods):
    bill = receive_bill(
        actor=None,
        company=goods.company,
        customer=goods.customer,
        kind=Bill.Kind.PROMISSORY_NOTE,
        number="PN-1",
        issued_on=DAY(2026, 2, 1),
        received_on=DAY(2026, 2, 1),
        matures_on=DAY(2026, 5, 1),
        currency="CNY",
        amount=D("600000.00"),
        parts=[AllocationPart(goods.items.get().pk, D("500000.00"))],
    )
    assert open_of(goods) == 0
    assert left_of(stands(bill).payment) == D("100000.00")
    assert open_of_bill(bill) == D("600000.00")
