"""Deliver an approved order after one more look at the customer's credit."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import OrderCheck, SalesOrder
from invoices.services.amounts import TooEarlyError
from invoices.services.check_order import record_check, run_check
from invoices.services.credit_turn import take_turn
from invoices.services.order_states import move, note_move

State = SalesOrder.State


@retried_transaction
def deliver_order(
    *, actor: User | None, order: SalesOrder, delivered_on: dt.date, as_of: dt.date
) -> OrderCheck:
    """Deliver an approved order on a day, if it still passes the check as of `as_of`.

    The deposit must lie on account by then. An order that does not pass is held
    again, and the answer says why: nothing may be sent. Raises `OrderMovedError` and
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
    note_move(
        order, actor=actor, action="invoices.order.delivered", before=State.APPROVED
    )
    return row
