"""The ledger as a bookkeeper would try it: post, allocate, undo, reverse, refuse."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from arcollect.core.models import AuditEvent
from invoices.models import (
    Allocation,
    CreditNote,
    DueItemState,
    Invoice,
    OnAccount,
    Payment,
)
from invoices.selectors.classes import explanation
from invoices.services.allocate import AllocationPart, NotEnoughError, allocate
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

pytestmark = pytest.mark.django_db
D = Decimal


def open_of(invoice: Invoice) -> Decimal:
    return DueItemState.objects.get(due_item__invoice=invoice).open_amount


def left_of(source: Payment | CreditNote) -> Decimal:
    side = "payment" if isinstance(source, Payment) else "credit_note"
    return OnAccount.objects.get(**{side: source}).unallocated


def pay(source: Payment | CreditNote, invoice: Invoice, amount: str, **more: object):
    part = AllocationPart(invoice.items.get().pk, D(amount))
    return allocate(actor=None, source=source, parts=[part], **more)


def everything() -> dict[str, object]:
    """All that a refusal must leave as it was."""
    return {
        "invoices": list(Invoice.objects.values_list("pk", flat=True)),
        "credit notes": list(CreditNote.objects.values_list("pk", flat=True)),
        "payments": list(Payment.objects.values_list("pk", flat=True)),
        "allocations": list(Allocation.objects.values_list("pk", "amount")),
        "open": list(DueItemState.objects.order_by("pk").values()),
        "left": list(OnAccount.objects.order_by("pk").values()),
        "audit": AuditEvent.objects.count(),
    }


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


# --- refusals: a sentence, and nothing changed -----------------------------------


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
