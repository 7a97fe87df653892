"""Post the invoice of a delivered order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.selectors.credit import find_profile
from invoices.models import Invoice, SalesOrder
from invoices.services.amounts import not_before
from invoices.services.due_items import due_items_of
from invoices.services.order_states import OrderMovedError
from invoices.services.post_invoice import LineInput, post_invoice
from invoices.services.settle_goods import bill_goods

State = SalesOrder.State


@retried_transaction
def invoice_order(
    *, actor: User | None, order: SalesOrder, issued_on: dt.date
) -> Invoice:
    """Post the invoice of a delivered order; its amount moves from order to ledger.

    It falls due by the contract, else by the credit period of the customer (none: on
    the day of issue). Raises `OrderMovedError`, `TooEarlyError` and
    `LedgerRefusedError`.
    """
    if order.state != State.DELIVERED or order.delivered_on is None:
        raise OrderMovedError(_("Only a delivered order is invoiced."))
    not_before(day=issued_on, earliest=order.delivered_on, what=_("An invoice"))
    lines = _lines(order)
    items = due_items_of(
        issued_on=issued_on,
        lines=lines,
        currency=order.currency,
        contract=order.contract,
        delivered_on=order.delivered_on,
        term_days=None if order.contract else _credit_days(order, issued_on),
    )
    invoice = post_invoice(
        actor=actor,
        company=order.company,
        customer=order.customer,
        contract=order.contract,
        issued_on=issued_on,
        currency=order.currency,
        items=items,
        lines=lines,
        note=_("Order %(number)s") % {"number": order.number},
    )
    delivery = order.deliveries.get(reverses=None, reversed_by=None)
    bill_goods(actor=actor, movement=delivery, invoice=invoice)
    order.refresh_from_db()
    return invoice


def _lines(order: SalesOrder) -> list[LineInput]:
    rows = [
        LineInput(
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            amount=line.amount,
        )
        for line in order.lines.order_by("position")
    ]
    whole = LineInput(
        description=_("Order %(number)s") % {"number": order.number},
        quantity=Decimal(1),
        unit_price=order.amount,
        amount=order.amount,
    )
    return rows or [whole]


def _credit_days(order: SalesOrder, on: dt.date) -> int:
    profile = find_profile(
        customer_id=order.customer_id, currency=order.currency, on=on
    )
    return profile.period_days if profile else 0
