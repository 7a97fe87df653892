"""The ledger as a bookkeeper would try it: post, allocate, undo, reverse."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from invoices.models import (
    DueItemState,
    Invoice,
)
from invoices.selectors.classes import explanation
from invoices.services.amounts import TooEarlyError
from invoices.services.post_invoice import (
    DueItemInput,
    LineInput,
    post_invoice,
)
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment
from invoices.services.undo_allocation import AlreadyUndoneError, undo_allocation
from tests import factories
from tests.books.invariants import check_book
from tests.invoices.services.by_hand import D, everything, left_of, open_of, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return factories.customer()


def test_a_posted_invoice_is_open_until_money_is_allocated(customer):
    invoice = factories.invoice(customer=customer, amount="500000.00")
    payment = factories.payment(customer=customer, amount="350000.00")

    pay(payment, invoice, "350000.00")

    assert open_of(invoice) == D("150000.00")
    assert left_of(payment) == 0


def test_an_invoice_of_two_terms_has_two_due_items(customer):
    invoice = post_invoice(
        actor=None,
        company=customer.company,
        customer=customer,
        issued_on=dt.date(2026, 1, 1),
        currency="CNY",
        lines=[
            LineInput("Fans", D(2), D("45.00"), D("90.00")),
            LineInput("Warranty", D(1), D("10.00"), D("10.00"), term_group=2),
        ],
        items=[
            DueItemInput(dt.date(2026, 1, 31), 30, D("90.00")),
            DueItemInput(dt.date(2027, 1, 1), 0, D("10.00"), term_group=2),
        ],
    )

    assert invoice.amount == D("100.00")
    assert invoice.number == "INV-2026-000001"
    assert [item.amount for item in invoice.items.order_by("position")] == [90, 10]


def test_undoing_gives_both_sides_back_exactly(customer):
    invoice = factories.invoice(customer=customer, amount="80.00")
    payment = factories.payment(customer=customer, amount="100.00")
    before = (open_of(invoice), left_of(payment))
    [allocation] = pay(payment, invoice, "80.00")
    assert (open_of(invoice), left_of(payment)) == (0, D("20.00"))

    undo_allocation(actor=None, allocation=allocation, reason="typed wrong")

    assert (open_of(invoice), left_of(payment)) == before
    state = DueItemState.objects.get(due_item__invoice=invoice)
    assert state.settled_on is None


def test_the_second_to_undo_hears_who_was_first_and_when_on_the_companys_clocks(
    customer,
):
    clerk = factories.user(company=customer.company, full_name="Sun Lan")
    payment = factories.payment(pays=factories.invoice(customer=customer))
    allocation = payment.allocations.get()
    with time_machine.travel(dt.datetime(2026, 6, 30, 2, 42, tzinfo=dt.UTC)):
        undo_allocation(actor=clerk, allocation=allocation)

    with pytest.raises(AlreadyUndoneError) as refused:
        undo_allocation(actor=None, allocation=allocation)

    # 02:42 UTC is 10:42 in Shanghai.
    assert str(refused.value) == (
        "Sun Lan already undid this allocation at 2026-06-30 10:42."
    )


def test_a_reversed_payment_opens_what_it_had_settled(customer):
    invoice = factories.invoice(customer=customer, amount="100.00")
    payment = factories.payment(pays=invoice, amount="100.00")

    counter = reverse_payment(
        actor=None,
        payment=payment,
        effective_on=factories.TODAY + dt.timedelta(days=3),
        reason="cheque bounced",
    )

    assert counter.amount == -payment.amount
    assert open_of(invoice) == D("100.00")
    assert left_of(payment) == 0


def test_a_reversed_credit_note_is_gone_from_the_account(customer):
    note = factories.credit_note(customer=customer, amount="10.00")

    counter = reverse_credit_note(
        actor=None, credit_note=note, effective_on=factories.TODAY, reason="twice"
    )

    assert (counter.amount, left_of(note)) == (D("-10.00"), 0)


def test_a_payment_is_not_gone_while_an_undone_allocation_still_held_it(customer):
    invoice = factories.invoice(customer=customer, amount="100.00")
    payment = factories.payment(pays=invoice, amount="100.00")
    # Until the fifth day the invoice was paid, and stays so for who asks about then.
    fifth_day = payment.received_on + dt.timedelta(days=5)
    undo_allocation(
        actor=None, allocation=payment.allocations.get(), effective_on=fifth_day
    )
    before = everything()

    with pytest.raises(TooEarlyError):
        reverse_payment(
            actor=None,
            payment=payment,
            effective_on=fifth_day - dt.timedelta(days=1),
            reason="cheque bounced",
        )
    assert everything() == before

    reverse_payment(
        actor=None, payment=payment, effective_on=fifth_day, reason="cheque bounced"
    )
    check_book(customer.company)


def test_a_reversed_invoice_is_settled_and_its_money_back_on_account(customer):
    invoice = factories.invoice(customer=customer, amount="100.00")
    payment = factories.payment(pays=invoice, amount="60.00")

    counter = reverse_invoice(
        actor=None, invoice=invoice, effective_on=factories.TODAY, reason="wrong goods"
    )

    assert counter.reverses_invoice == invoice
    assert open_of(invoice) == 0
    assert left_of(payment) == D("60.00")
    assert left_of(counter) == 0


def test_cl31_part_payment_leaves_the_rest_with_its_own_due_date(customer):
    invoice = january(customer, "500000.00")
    payment = factories.payment(
        customer=customer, amount="350000.00", received_on=dt.date(2026, 1, 31)
    )
    pay(payment, invoice, "350000.00")

    told = explanation(item=invoice.items.get(), as_of=dt.date(2026, 2, 11))

    assert open_of(invoice) == D("150000.00")
    assert (told.cls.value, told.days_past_due) == ("EXPEDITED", 11)
    assert told.final_on == dt.date(2026, 2, 10)


def test_cl33_money_of_a_later_day_does_not_count_yet(customer):
    invoice = january(customer, "10000.00")
    payment = factories.payment(
        customer=customer, amount="10000.00", received_on=dt.date(2026, 2, 11)
    )
    pay(payment, invoice, "10000.00")

    item = invoice.items.get()
    before = explanation(item=item, as_of=dt.date(2026, 2, 10))
    after = explanation(item=item, as_of=dt.date(2026, 2, 11))

    assert (before.cls.value, before.stage.value) == ("UNCOLLECTED", "in_grace")
    assert after.cls.value == "SETTLED"


def test_cl37_a_reversed_payment_reopens_the_item_at_its_old_age(customer):
    invoice = january(customer, "10000.00")
    payment = factories.payment(
        customer=customer, amount="10000.00", received_on=dt.date(2026, 1, 30)
    )
    pay(payment, invoice, "10000.00")
    reverse_payment(
        actor=None,
        payment=payment,
        effective_on=dt.date(2026, 4, 2),
        reason="bounced",
    )

    item = invoice.items.get()
    told = explanation(item=item, as_of=dt.date(2026, 5, 10))
    while_paid = explanation(item=item, as_of=dt.date(2026, 4, 1))

    assert (told.cls.value, told.days_past_due) == ("QUASI_BAD", 99)
    assert while_paid.cls.value == "SETTLED"


def january(customer, amount: str) -> Invoice:
    return factories.invoice(
        customer=customer, amount=amount, issued_on=dt.date(2026, 1, 1), term_days=30
    )
