"""Cancel an order, and open it again: then its credit is checked anew."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import OrderCheck, SalesOrder
from invoices.services.check_order import check_order
from invoices.services.order_states import (
    OrderRefusedError,
    move,
    note_move,
    void_releases,
)

State = SalesOrder.State


@retried_transaction
def cancel_order(*, actor: User | None, order: SalesOrder, reason: str) -> None:
    """Give back the credit of an order that is not delivered. Releases end with it.

    Raises `OrderRefusedError` and `OrderMovedError`.
    """
    if not reason.strip():
        raise OrderRefusedError(_("Say why the order is cancelled."))
    before = order.state
    move(order, allowed={State.DRAFT, State.HELD, State.APPROVED}, to=State.CANCELLED)
    void_releases(order)
    note_move(
        order,
        actor=actor,
        action="invoices.order.cancelled",
        before=before,
        reason=reason,
    )


@retried_transaction
def reopen_order(
    *, actor: User | None, order: SalesOrder, as_of: dt.date, reason: str = ""
) -> OrderCheck:
    """Open a cancelled order again; it must pass the check of today like a new one.

    Raises `OrderMovedError`.
    """
    move(order, allowed={State.CANCELLED}, to=State.DRAFT)
    note_move(
        order,
        actor=actor,
        action="invoices.order.reopened",
        before=State.CANCELLED,
        reason=reason,
    )
    return check_order(
        actor=actor, order=order, as_of=as_of, moment=OrderCheck.Moment.REOPENED
    )
