"""Deliver an approved order after one more look at the customer's credit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import GoodsMovement, OrderCheck, SalesOrder
from invoices.services.amounts import TooEarlyError
from invoices.services.check_order import record_check, run_check
from invoices.services.credit_turn import take_turn
from invoices.services.order_states import move, note_move
from invoices.services.record_goods import GoodsInput, record_goods

State = SalesOrder.State


@retried_transaction
def deliver_order(
    *, actor: User | None, order: SalesOrder, delivered_on: dt.date, as_of: dt.date
) -> OrderCheck:
    """Deliver an approved order on a day, if it still passes the check as of `as_of`.

    The deposit must lie on account by then. An order that does not pass is held
    again, and the answer says why: nothing may be sent. A delivery note is recorded
    with it. Raises `OrderMovedError` and
    `TooEarlyError`.
    """
    if delivered_on < order.ordered_on:
        raise TooEarlyError(_("It cannot be delivered before it is ordered."))
    take_turn(order.customer, currency=order.currency)
    row = run_check(
        actor=actor,
        order=order,
        as_of=as_of,
        moment=OrderCheck.Moment.DELIVERY,
        at_delivery=True,
    )
    if not row.passed:
        move(order, allowed={State.APPROVED}, to=State.HELD)
        record_check(row, order, actor=actor, before=State.APPROVED)
        return row
    move(
        order,
        allowed={State.APPROVED},
        to=State.DELIVERED,
        delivered_on=delivered_on,
    )
    _record_delivery(order, actor, delivered_on)
    note_move(
        order, actor=actor, action="invoices.order.delivered", before=State.APPROVED
    )
    return row


def _record_delivery(order: SalesOrder, actor: User | None, day: dt.date) -> None:
    """The delivery note: it shows the goods as not billed until an invoice does."""
    lines = [
        GoodsInput(
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            amount=line.amount,
        )
        for line in order.lines.order_by("position")
    ]
    # An agreed reduction is a line below zero: then the order is delivered as a whole.
    if not lines or any(line.amount <= 0 for line in lines):
        whole = _("Order %(number)s") % {"number": order.number}
        lines = [GoodsInput(whole, quantity=Decimal(1), amount=order.amount)]
    record_goods(
        actor=actor,
        company=order.company,
        customer=order.customer,
        order=order,
        kind=GoodsMovement.Kind.DELIVERY,
        number=_number(order),
        moved_on=day,
        currency=order.currency,
        lines=lines,
    )


def _number(order: SalesOrder) -> str:
    """The order's number; numbered on where a note with that number exists."""
    notes = GoodsMovement.objects.filter(
        company=order.company, kind=GoodsMovement.Kind.DELIVERY
    )
    taken = set(
        notes.filter(number__startswith=order.number[:56]).values_list(
            "number", flat=True
        )
    )
    if order.number not in taken:
        return order.number
    # More candidates than there are notes: one of them is free.
    later = (f"{order.number[:56]}-{count}" for count in range(2, len(taken) + 3))
    return next(number for number in later if number not in taken)
