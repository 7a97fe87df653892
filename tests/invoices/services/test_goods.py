"""Goods documents behind credit notes, what is not billed, and opening balances."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from arcollect.core.models import Company
from customers.models import Customer
from invoices.models import CreditNote, DueItemState, GoodsMovement, Invoice, OnAccount
from invoices.selectors.scope import LedgerScope
from invoices.selectors.unbilled import unbilled_of_customer, unbilled_sums
from invoices.services.allocate import AllocationPart
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_openings import Opening, OpeningRefusedError, post_openings
from invoices.services.record_goods import (
    GoodsNumberTakenError,
    reverse_goods,
)
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note
from invoices.services.settle_goods import bill_goods, credit_goods, transfer_goods
from tests import factories

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = dt.date(2026, 5, 10), dt.date(2026, 6, 10), dt.date(2026, 7, 10)
KINDS = GoodsMovement.Kind


@pytest.fixture
def company() -> Company:
    return factories.company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return factories.customer(company=company)


def owed(customer: Customer) -> Decimal:
    rows = DueItemState.objects.filter(customer=customer)
    return sum((row.open_amount for row in rows), Decimal(0))


def unbilled(company: Company, day: dt.date) -> Decimal:
    sums = unbilled_sums(scope=LedgerScope(company=company), as_of=day)
    return sums[0].amount if sums else Decimal(0)


def test_a_return_after_payment_becomes_the_customers_credit(
    customer: Customer,
) -> None:
    """Invoice 1,200.00, paid. One fridge of 400.00 comes back: he has 400.00 to use."""
    posted = factories.invoice(customer=customer, amount="1200.00", issued_on=MAY)
    factories.payment(pays=posted, amount="1200.00", received_on=JUNE)
    back = factories.goods(
        customer=customer, kind=KINDS.RETURN, amount="400.00", moved_on=JUNE
    )
    note = credit_goods(actor=None, movement=back, issued_on=JUNE)
    assert (note.amount, note.reason) == (Decimal("400.00"), "return")
    assert OnAccount.objects.get(credit_note=note).unallocated == Decimal("400.00")
    assert back.links.get().credit_note == note


def test_goods_moved_between_stores_take_the_debt_with_them(
    company: Company, customer: Customer
) -> None:
    taker = factories.customer(company=company)
    posted = factories.invoice(customer=customer, amount="1000.00", issued_on=MAY)
    moved = factories.goods(
        customer=customer,
        kind=KINDS.TRANSFER,
        amount="300.00",
        to_customer=taker,
        moved_on=JUNE,
    )
    note, invoice = transfer_goods(
        actor=None, movement=moved, issued_on=JUNE, due_on=JULY
    )
    assert (note.customer, invoice.customer) == (customer, taker)
    assert note.amount == invoice.amount == Decimal("300.00")
    left = OnAccount.objects.get(credit_note=note).unallocated
    assert owed(customer) + owed(taker) - left == posted.amount
    with pytest.raises(LedgerRefusedError):
        transfer_goods(actor=None, movement=moved, issued_on=JUNE, due_on=JULY)


def test_damage_is_credited_in_parts_and_never_above_its_value(
    customer: Customer,
) -> None:
    item = factories.invoice(customer=customer, issued_on=MAY).items.get()
    broken = factories.goods(
        customer=customer, kind=KINDS.DAMAGE, amount="50.00", moved_on=JUNE
    )
    part = AllocationPart(item.pk, Decimal("20.00"))
    first = credit_goods(
        actor=None,
        movement=broken,
        issued_on=JUNE,
        amount=Decimal("20.00"),
        parts=[part],
    )
    assert owed(customer) == Decimal("80.00")
    with pytest.raises(LedgerRefusedError, match="worth"):
        credit_goods(
            actor=None, movement=broken, issued_on=JUNE, amount=Decimal("30.01")
        )
    with pytest.raises(LedgerRefusedError, match="Reverse that first"):
        reverse_goods(actor=None, movement=broken, moved_on=JULY, reason="x")
    reverse_credit_note(actor=None, credit_note=first, effective_on=JULY, reason="x")
    assert owed(customer) == Decimal("100.00")
    reverse_goods(actor=None, movement=broken, moved_on=JULY, reason="Not ours")
    with pytest.raises(LedgerRefusedError, match="taken back"):
        credit_goods(actor=None, movement=broken, issued_on=JULY)


def test_shipped_and_not_billed_is_a_figure_of_its_own(
    company: Company, customer: Customer
) -> None:
    sent = factories.goods(customer=customer, amount="70.00", moved_on=MAY)
    done = factories.goods(
        customer=customer, kind=KINDS.ACCEPTANCE, amount="30.00", moved_on=MAY
    )
    factories.goods(customer=customer, kind=KINDS.RETURN, amount="9.00", moved_on=MAY)
    assert unbilled(company, MAY) == Decimal("100.00")
    assert unbilled(company, MAY - dt.timedelta(days=1)) == 0
    assert owed(customer) == 0
    invoice = factories.invoice(customer=customer, amount="70.00", issued_on=JUNE)
    bill_goods(actor=None, movement=sent, invoice=invoice)
    assert unbilled(company, MAY) == Decimal("100.00")
    assert unbilled(company, JUNE) == Decimal("30.00")
    # The invoice is taken back: the goods are still there, and not billed.
    reverse_invoice(actor=None, invoice=invoice, effective_on=JULY, reason="x")
    assert unbilled(company, JULY) == Decimal("100.00")
    reverse_goods(actor=None, movement=done, moved_on=JULY, reason="x")
    left = unbilled_of_customer(
        customer_id=customer.pk, company=company, as_of=JULY, currency="CNY"
    )
    assert unbilled(company, JULY) == left == Decimal("70.00")


def test_a_number_once_per_kind(customer: Customer) -> None:
    factories.goods(customer=customer, number="W-1")
    factories.goods(customer=customer, kind=KINDS.RETURN, number="W-1")
    with pytest.raises(GoodsNumberTakenError):
        factories.goods(customer=customer, number="W-1")


def test_opening_balances_age_on_and_credits_are_on_account(
    company: Company, customer: Customer
) -> None:
    rows = [
        Opening(customer, "A-1", MAY, "CNY", Decimal("500.00"), due_on=JUNE),
        Opening(customer, "A-2", MAY, "CNY", Decimal("-80.00")),
    ]
    assert post_openings(actor=None, company=company, rows=rows) == (1, 1)
    invoice = Invoice.objects.get(number="A-1")
    assert (invoice.kind, owed(customer)) == ("opening", Decimal("500.00"))
    assert DueItemState.objects.get(due_item__invoice=invoice).due_on == JUNE
    note = CreditNote.objects.get(number="A-2")
    assert note.reason == "opening"
    assert OnAccount.objects.get(credit_note=note).unallocated == Decimal("80.00")


@pytest.mark.parametrize(
    ("amount", "due_on", "number"),
    [("0", JUNE, "B"), ("5.005", JUNE, "B"), ("5", None, "B"), ("5", JUNE, "A")],
)
def test_one_bad_opening_and_none_is_posted(
    company: Company, customer: Customer, amount: str, due_on: dt.date, number: str
) -> None:
    rows = [
        Opening(customer, "A", MAY, "CNY", Decimal("1.00"), due_on=JUNE),
        Opening(customer, number, MAY, "CNY", Decimal(amount), due_on=due_on),
    ]
    with pytest.raises(OpeningRefusedError, match="Row 2"):
        post_openings(actor=None, company=company, rows=rows)
    assert not Invoice.objects.exists()
