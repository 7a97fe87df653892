"""Deliveries of orders are goods documents: billed once, taken back, delivered again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from customers.models import Customer
from invoices.models import GoodsMovement, SalesOrder
from invoices.selectors.exposure import exposure_of
from invoices.selectors.scope import LedgerScope
from invoices.selectors.unbilled import unbilled_sums
from invoices.services.deliver_order import deliver_order
from invoices.services.errors import LedgerRefusedError
from invoices.services.invoice_order import invoice_order
from invoices.services.record_goods import reverse_goods
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.settle_goods import bill_goods
from tests import factories
from tests.factories import credit

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
TODAY = factories.TODAY
TOMORROW = TODAY + dt.timedelta(days=1)


def used(customer: Customer) -> Decimal:
    return exposure_of(customer_id=customer.pk, currency="CNY", today=TODAY).total


def _delivered(
    customer: Customer, amount: str = "1000.00"
) -> tuple[SalesOrder, GoodsMovement]:
    order = credit.order(customer=customer, amount=amount)
    deliver_order(actor=None, order=order, delivered_on=TODAY, as_of=TODAY)
    return order, order.deliveries.get()


def test_a_delivery_is_a_goods_document_and_counts_once():
    customer = credit.buyer()
    order, note = _delivered(customer)
    assert (note.number, note.amount, note.moved_on) == (order.number, 1000, TODAY)
    (waiting,) = unbilled_sums(scope=LedgerScope(customer.company), as_of=TODAY)
    assert (waiting.amount, waiting.documents) == (1000, 1)
    assert used(customer) == 1000

    invoice_order(actor=None, order=order, issued_on=TODAY)
    assert unbilled_sums(scope=LedgerScope(customer.company), as_of=TODAY) == []
    assert used(customer) == 1000


def test_an_invoice_linked_to_the_delivery_invoices_the_order():
    """One invoice for two deliveries, as it came from the ERP."""
    customer = credit.buyer()
    (first, one), (second, other) = _delivered(customer), _delivered(customer, "500.00")
    invoice = factories.invoice(customer=customer, amount="1500.00")
    for note in (one, other):
        bill_goods(actor=None, movement=note, invoice=invoice)
    for order in (first, second):
        order.refresh_from_db()
        assert (order.state, order.invoice) == ("invoiced", invoice)
    assert used(customer) == 1500


def test_goods_that_came_back_leave_the_order_approved_and_deliverable():
    customer = credit.buyer()
    order, note = _delivered(customer)
    reverse_goods(actor=None, movement=note, moved_on=TODAY, reason="refused")
    order.refresh_from_db()
    assert (order.state, order.delivered_on, order.invoice) == ("approved", None, None)
    assert used(customer) == 1000

    deliver_order(actor=None, order=order, delivered_on=TOMORROW, as_of=TODAY)
    numbers = {each.number for each in order.deliveries.filter(reverses=None)}
    assert numbers == {order.number, f"{order.number}-2"}
    assert used(customer) == 1000


def test_goods_of_a_reversed_invoice_wait_for_another_one():
    customer = credit.buyer()
    order, note = _delivered(customer)
    invoice = invoice_order(actor=None, order=order, issued_on=TODAY)
    with pytest.raises(LedgerRefusedError, match="Reverse that first"):
        reverse_goods(actor=None, movement=note, moved_on=TODAY, reason="refused")
    reverse_invoice(actor=None, invoice=invoice, effective_on=TODAY, reason="wrong")
    assert used(customer) == 1000
    reverse_goods(actor=None, movement=note, moved_on=TODAY, reason="refused")
    order.refresh_from_db()
    assert order.state == "approved"
    assert used(customer) == 1000
