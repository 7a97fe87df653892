"""What the ledger refuses: a sentence, and nothing changed."""

from __future__ import annotations

import datetime as dt

import pytest

from invoices.models import (
    CreditNote,
)
from invoices.services.allocate import NotEnoughError
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import (
    DueItemInput,
    LineInput,
    NumberTakenError,
    post_invoice,
)
from invoices.services.record_payment import DuplicatePaymentError
from invoices.services.reverse import AlreadyReversedError
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment
from invoices.services.undo_allocation import AlreadyUndoneError, undo_allocation
from tests import factories
from tests.invoices.services.by_hand import D, everything, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return factories.customer()


def too_much_of_the_money(customer):
    payment = factories.payment(customer=customer, amount="10.00")
    invoice = factories.invoice(customer=customer, amount="100.00")
    return NotEnoughError, lambda: pay(payment, invoice, "10.01")


def too_much_for_the_item(customer):
    payment = factories.payment(customer=customer, amount="100.00")
    invoice = factories.invoice(customer=customer, amount="10.00")
    return NotEnoughError, lambda: pay(payment, invoice, "10.01")


def another_customers_item(customer):
    payment = factories.payment(customer=customer)
    other = factories.customer(company=customer.company)
    invoice = factories.invoice(customer=other)
    return LedgerRefusedError, lambda: pay(payment, invoice, "1.00")


def another_companys_item(customer):
    payment = factories.payment(customer=customer)
    invoice = factories.invoice()
    return LedgerRefusedError, lambda: pay(payment, invoice, "1.00")


def another_currency(customer):
    payment = factories.payment(customer=customer, currency="USD")
    invoice = factories.invoice(customer=customer)
    return LedgerRefusedError, lambda: pay(payment, invoice, "1.00")


def finer_than_a_cent(customer):
    payment = factories.payment(customer=customer)
    invoice = factories.invoice(customer=customer)
    return LedgerRefusedError, lambda: pay(payment, invoice, "1.005")


def nothing_or_less(customer):
    payment = factories.payment(customer=customer)
    invoice = factories.invoice(customer=customer)
    return LedgerRefusedError, lambda: pay(payment, invoice, "0.00")


def before_the_money_came(customer):
    payment = factories.payment(customer=customer)
    invoice = factories.invoice(customer=customer)
    day = factories.TODAY - dt.timedelta(days=1)
    return (
        LedgerRefusedError,
        lambda: pay(payment, invoice, "1.00", effective_on=day),
    )


def a_counter_document(customer):
    payment = factories.payment(customer=customer)
    invoice = factories.invoice(customer=customer)
    counter = reverse_payment(
        actor=None, payment=payment, effective_on=factories.TODAY, reason="x"
    )
    return LedgerRefusedError, lambda: pay(counter, invoice, "1.00")


def undone_twice(customer):
    payment = factories.payment(pays=factories.invoice(customer=customer))
    allocation = payment.allocations.get()
    undo_allocation(actor=None, allocation=allocation)
    return (
        AlreadyUndoneError,
        lambda: undo_allocation(actor=None, allocation=allocation),
    )


def undone_before_it_worked(customer):
    payment = factories.payment(pays=factories.invoice(customer=customer))
    allocation = payment.allocations.get()
    day = allocation.effective_on - dt.timedelta(days=1)
    return (
        LedgerRefusedError,
        lambda: undo_allocation(actor=None, allocation=allocation, effective_on=day),
    )


def reversed_twice(customer):
    payment = factories.payment(customer=customer)
    last = {"effective_on": factories.TODAY, "reason": "x"}
    reverse_payment(actor=None, payment=payment, **last)
    return (
        AlreadyReversedError,
        lambda: reverse_payment(actor=None, payment=payment, **last),
    )


def reversed_invoice_twice(customer):
    invoice = factories.invoice(customer=customer)
    last = {"effective_on": factories.TODAY, "reason": "x"}
    reverse_invoice(actor=None, invoice=invoice, **last)
    return (
        AlreadyReversedError,
        lambda: reverse_invoice(actor=None, invoice=invoice, **last),
    )


def reversed_without_a_reason(customer):
    invoice = factories.invoice(customer=customer)
    return (
        LedgerRefusedError,
        lambda: reverse_invoice(
            actor=None, invoice=invoice, effective_on=factories.TODAY, reason=" "
        ),
    )


def the_reversal_of_an_invoice_reversed(customer):
    invoice = factories.invoice(customer=customer)
    last = {"effective_on": factories.TODAY, "reason": "x"}
    counter = reverse_invoice(actor=None, invoice=invoice, **last)
    return (
        LedgerRefusedError,
        lambda: reverse_credit_note(actor=None, credit_note=counter, **last),
    )


def a_number_posted_before(customer):
    factories.invoice(customer=customer, number="F-1")
    return NumberTakenError, lambda: factories.invoice(customer=customer, number="F-1")


def a_credit_note_number_posted_before(customer):
    factories.credit_note(customer=customer, number="G-1")
    return (
        NumberTakenError,
        lambda: factories.credit_note(customer=customer, number="G-1"),
    )


def the_same_payment_twice(customer):
    same = {"customer": customer, "reference": "BK-7", "amount": "9.00"}
    factories.payment(**same)
    return DuplicatePaymentError, lambda: factories.payment(**same)


def lines_that_do_not_sum(customer):
    return (
        LedgerRefusedError,
        lambda: post_invoice(
            actor=None,
            company=customer.company,
            customer=customer,
            issued_on=factories.TODAY,
            currency="CNY",
            lines=[LineInput("Fans", D(1), D("9.00"), D("9.00"))],
            items=[DueItemInput(factories.TODAY, 0, D("10.00"))],
        ),
    )


def an_invoice_without_due_items(customer):
    return (
        LedgerRefusedError,
        lambda: post_invoice(
            actor=None,
            company=customer.company,
            customer=customer,
            issued_on=factories.TODAY,
            currency="CNY",
            items=[],
        ),
    )


def a_customer_of_another_company(customer):
    return (
        LedgerRefusedError,
        lambda: post_credit_note(
            actor=None,
            company=factories.company(),
            customer=customer,
            issued_on=factories.TODAY,
            currency="CNY",
            amount=D("1.00"),
        ),
    )


@pytest.mark.parametrize(
    "situation",
    [
        too_much_of_the_money,
        too_much_for_the_item,
        another_customers_item,
        another_companys_item,
        another_currency,
        finer_than_a_cent,
        nothing_or_less,
        before_the_money_came,
        a_counter_document,
        undone_twice,
        undone_before_it_worked,
        reversed_twice,
        reversed_invoice_twice,
        reversed_without_a_reason,
        the_reversal_of_an_invoice_reversed,
        a_number_posted_before,
        a_credit_note_number_posted_before,
        the_same_payment_twice,
        lines_that_do_not_sum,
        an_invoice_without_due_items,
    ],
)
def test_a_refusal_is_a_sentence_and_changes_nothing(customer, situation):
    expected, act = situation(customer)
    before = everything()

    with pytest.raises(expected) as refused:
        act()

    assert str(refused.value).endswith(".")
    assert everything() == before


def test_a_customer_of_another_company_is_refused(customer):
    expected, act = a_customer_of_another_company(customer)

    with pytest.raises(expected):
        act()

    assert not CreditNote.objects.exists()
