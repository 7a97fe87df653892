"""How an order goes from state to state: one conditional UPDATE, never twice."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.models import User
from invoices.models import Invoice, OrderRelease, SalesOrder
from invoices.services.errors import LedgerRefusedError

State = SalesOrder.State


class OrderRefusedError(LedgerRefusedError):
    """The order was not changed; the text says why."""


class OrderMovedError(OrderRefusedError):
    """The order is no longer in a state in which this can be done."""


def move(order: SalesOrder, *, allowed: set[str], to: str, **fields: Any) -> None:
    """Bring the order from one of the `allowed` states into `to`.

    Raises `OrderMovedError` where somebody was faster or it never was in one of them.
    """
    now = clock.now()
    moved = SalesOrder.objects.filter(pk=order.pk, state__in=allowed).update(
        state=to, state_changed_at=now, **fields
    )
    if not moved:
        state = SalesOrder.objects.values_list("state", flat=True).get(pk=order.pk)
        raise OrderMovedError(
            _("Order %(number)s is %(state)s: this cannot be done with it.")
            % {"number": order.number, "state": str(State(state).label).lower()}
        )
    order.state, order.state_changed_at = to, now
    for name, value in fields.items():
        setattr(order, name, value)


def void_releases(order: SalesOrder) -> None:
    """Releases of the order, waiting or given, no longer hold."""
    OrderRelease.objects.filter(order=order).exclude(
        state=OrderRelease.State.VOID
    ).update(state=OrderRelease.State.VOID)


def mark_invoiced(order: SalesOrder, *, actor: User | None, invoice: Invoice) -> None:
    """What was delivered is billed now. Raises `OrderMovedError`."""
    move(order, allowed={State.DELIVERED}, to=State.INVOICED, invoice=invoice)
    note_move(
        order, actor=actor, action="invoices.order.invoiced", before=State.DELIVERED
    )


def undo_delivery(order: SalesOrder, *, actor: User | None, reason: str) -> None:
    """The goods came back: the order is approved again and uses the line as before.

    Raises `OrderMovedError`.
    """
    before = order.state
    move(
        order,
        allowed={State.DELIVERED, State.INVOICED},
        to=State.APPROVED,
        delivered_on=None,
        invoice=None,
    )
    note_move(
        order,
        actor=actor,
        action="invoices.order.delivery_undone",
        before=before,
        reason=reason,
    )


def note_move(
    order: SalesOrder, *, actor: User | None, action: str, before: str, reason: str = ""
) -> None:
    """Write the move into the audit log."""
    audit.record(
        actor=actor,
        action=action,
        target=order,
        company=order.company_id,
        label=order.number,
        before={"state": before},
        after={"state": order.state},
        reason=reason,
    )
