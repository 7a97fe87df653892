"""Worked examples of the sub-ledger, figure by figure, as a bookkeeper would check them."""

from __future__ import annotations

import datetime as dt

import pytest

from invoices.domain.bills import BillAct
from invoices.models import Bill, CreditNote, DueItemState, Invoice, Payment
from invoices.selectors.aging_figures import By
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.selectors.classes import explanation
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.dishonour_bill import dishonour_bill
from invoices.services.move_bill import honour_bill, move_bill
from invoices.services.post_credit_note import post_credit_note
from invoices.services.receive_bill import receive_bill
from tests import factories
from tests.invoices.services.by_hand import D, left_of, open_of, pay

pytestmark = pytest.mark.django_db
DAY = dt.date


@pytest.fixture
def customer():
    return factories.customer()


def days_past_due(invoice: Invoice, on: dt.date) -> int:
    return (on - DueItemState.objects.get(due_item__invoice=invoice).due_on).days


def owed_on(customer, day):
    figures = aging_from_documents(company=customer.company, as_of=day, by=By.CUSTOMER)
    return figures.as_dict()


def test_invoiced_500000_paid_350000_the_rest_keeps_its_own_date(customer):
    """S25: he pays by what he sold, not by the document; 150,000 follow next time."""
    january = factories.invoice(
        customer=customer, amount="500000.00", issued_on=DAY(2026, 1, 5), term_days=30
    )
    first = factories.payment(
        customer=customer, amount="350000.00", received_on=DAY(2026, 2, 4)
    )
    pay(first, january, "350000.00")
    assert open_of(january) == D("150000.00")

    february = factories.invoice(
        customer=customer, amount="200000.00", issued_on=DAY(2026, 2, 5), term_days=30
    )
    # The carried part is not moved to the new invoice's date.
    assert days_past_due(january, DAY(2026, 3, 1)) == 25
    assert days_past_due(february, DAY(2026, 3, 1)) == -6
    item = january.items.get()
    assert explanation(item=item, as_of=DAY(2026, 2, 14)).cls.value == "UNCOLLECTED"
    assert explanation(item=item, as_of=DAY(2026, 2, 15)).cls.value == "EXPEDITED"

    second = factories.payment(
        customer=customer, amount="150000.00", received_on=DAY(2026, 3, 6)
    )
    pay(second, january, "150000.00")
    assert open_of(january) == 0
    assert open_of(february) == D("200000.00")


def test_an_over_payment_is_used_in_the_next_month(customer):
    march = factories.invoice(
        customer=customer, amount="9600.00", issued_on=DAY(2026, 3, 1), term_days=30
    )
    money = factories.payment(
        customer=customer, amount="10000.00", received_on=DAY(2026, 3, 31)
    )
    pay(money, march, "9600.00")
    assert left_of(money) == D("400.00")

    april = factories.invoice(
        customer=customer, amount="5000.00", issued_on=DAY(2026, 4, 1), term_days=30
    )
    [used] = pay(money, april, "400.00")
    # It counts from the invoice, not from the day in March on which it came.
    assert used.effective_on == DAY(2026, 4, 1)
    assert (left_of(money), open_of(april)) == (0, D("4600.00"))


def test_goods_returned_after_payment_leave_credit_for_the_next_invoice(customer):
    paid = factories.invoice(
        customer=customer, amount="12000.00", issued_on=DAY(2026, 4, 1), term_days=30
    )
    factories.payment(pays=paid, amount="12000.00", received_on=DAY(2026, 4, 30))
    back = post_credit_note(
        actor=None,
        company=customer.company,
        customer=customer,
        issued_on=DAY(2026, 5, 10),
        currency="CNY",
        amount=D("1500.00"),
        reason=CreditNote.Reason.RETURN,
    )
    # The paid invoice stays paid; the customer has 1,500 in hand.
    assert open_of(paid) == 0
    assert left_of(back) == D("1500.00")
    following = factories.invoice(
        customer=customer, amount="8000.00", issued_on=DAY(2026, 5, 20)
    )
    pay(back, following, "1500.00")
    assert (open_of(following), left_of(back)) == (D("6500.00"), 0)


def test_a_bounced_cheque_brings_both_invoices_back_as_old_as_they_are(customer):
    """Two invoices paid with one postdated cheque of 30,000; it bounces in June."""
    first = factories.invoice(
        customer=customer, amount="20000.00", issued_on=DAY(2026, 3, 1), term_days=30
    )
    second = factories.invoice(
        customer=customer, amount="15000.00", issued_on=DAY(2026, 4, 1), term_days=30
    )
    cheque = receive_bill(
        actor=None,
        company=customer.company,
        customer=customer,
        kind=Bill.Kind.POSTDATED_CHEQUE,
        number="CHQ-3000",
        guarantor="Liu Qiang, director",
        issued_on=DAY(2026, 4, 10),
        received_on=DAY(2026, 4, 10),
        matures_on=DAY(2026, 6, 10),
        currency="CNY",
        amount=D("30000.00"),
        parts=[
            AllocationPart(first.items.get().pk, D("20000.00")),
            AllocationPart(second.items.get().pk, D("10000.00")),
        ],
    )
    assert (open_of(first), open_of(second)) == (0, D("5000.00"))
    in_may = owed_on(customer, DAY(2026, 5, 31))

    move_bill(actor=None, bill=cheque, act=BillAct.HOLD, effective_on=DAY(2026, 4, 11))
    move_bill(
        actor=None, bill=cheque, act=BillAct.PRESENT, effective_on=DAY(2026, 6, 10)
    )
    dishonour_bill(
        actor=None, bill=cheque, effective_on=DAY(2026, 6, 12), reason="no funds"
    )

    assert (open_of(first), open_of(second)) == (D("20000.00"), D("15000.00"))
    assert days_past_due(first, DAY(2026, 6, 12)) == 73
    assert days_past_due(second, DAY(2026, 6, 12)) == 42
    # May is answered as before: then the cheque was good.
    assert owed_on(customer, DAY(2026, 5, 31)) == in_may


def test_foreign_money_less_the_banks_fee_settles_the_whole_invoice(customer):
    """USD 10,000 invoiced, 9,975 arrive: the fee of 25 is our cost, not his debt."""
    invoice = factories.invoice(
        customer=customer, amount="10000.00", currency="USD", issued_on=DAY(2026, 4, 1)
    )
    bill = receive_bill(
        actor=None,
        company=customer.company,
        customer=customer,
        kind=Bill.Kind.PROMISSORY_NOTE,
        number="PN-77",
        issued_on=DAY(2026, 4, 20),
        received_on=DAY(2026, 4, 20),
        matures_on=DAY(2026, 6, 20),
        currency="USD",
        amount=D("10000.00"),
        parts=[AllocationPart(invoice.items.get().pk, D("10000.00"))],
    )
    move_bill(actor=None, bill=bill, act=BillAct.HOLD, effective_on=DAY(2026, 4, 20))
    move_bill(actor=None, bill=bill, act=BillAct.PRESENT, effective_on=DAY(2026, 6, 20))
    honour_bill(
        actor=None,
        bill=bill,
        effective_on=DAY(2026, 6, 22),
        reference="TT-5521",
        charge=D("25.00"),
    )
    line = Payment.objects.get(reference="TT-5521")
    assert (line.amount, line.currency) == (D("9975.00"), "USD")
    fee = Payment.objects.get(reference="TT-5521 charge")
    assert (fee.amount, fee.method) == (D("25.00"), "other")
    assert open_of(invoice) == 0
    owed = DueItemState.objects.filter(customer=customer, open_amount__gt=0)
    assert not owed.exists()


def test_one_payment_for_three_invoices_less_freight(customer):
    """He pays 1,000 + 2,000 + 3,000 less 180 of freight he laid out for us."""
    invoices = [
        factories.invoice(customer=customer, amount=f"{amount}.00")
        for amount in (1000, 2000, 3000)
    ]
    money = factories.payment(customer=customer, amount="5820.00")
    parts = [
        AllocationPart(invoices[0].items.get().pk, D("1000.00")),
        AllocationPart(invoices[1].items.get().pk, D("2000.00")),
        AllocationPart(invoices[2].items.get().pk, D("2820.00")),
    ]
    allocate(actor=None, source=money, parts=parts)
    assert left_of(money) == 0
    # The freight stays open until somebody agrees to it.
    assert [open_of(one) for one in invoices] == [0, 0, D("180.00")]
