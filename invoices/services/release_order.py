"""Let a held order pass: somebody else than who entered it, with his reason."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.authority import Approval, approval_of
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Act, User
from invoices.domain.order_check import not_released
from invoices.models import OrderCheck, OrderRelease, SalesOrder
from invoices.services.check_order import reasons_of, run_check
from invoices.services.credit_turn import take_turn
from invoices.services.order_states import OrderRefusedError, move, void_releases

State, Moment = SalesOrder.State, OrderCheck.Moment


class ReleaseRefusedError(OrderRefusedError):
    """The order was not released; the text says why."""


@retried_transaction
def release_order(
    *, actor: User, order: SalesOrder, as_of: dt.date, reason: str
) -> OrderRelease:
    """Let a held order pass with everything that holds it as of a day.

    Never by who entered it or by the customer's sales rep; above the limit of the
    authority table a second person must release it too, and it stays held until then
    (S66, S81). Raises `ReleaseRefusedError`, `OrderMovedError` and
    `ApprovalRefusedError`.
    """
    if not reason.strip():
        raise ReleaseRefusedError(_("Say why the order may pass."))
    take_turn(order.customer, currency=order.currency)
    waiting = _waiting(order)
    approval = _approval(actor, order, waiting)
    # Only a held order can be released; the row is taken here.
    move(order, allowed={State.HELD}, to=State.HELD)
    row = run_check(
        actor=actor,
        order=order,
        as_of=as_of,
        moment=Moment.RELEASE,
        release=True,
        at_delivery=_was_at_delivery(order),
    )
    if waiting is not None:
        return _second(actor, order, waiting, row, reason)
    return _first(actor, order, row, reason, approval)


def _was_at_delivery(order: SalesOrder) -> bool:
    """Whether the goods were about to go out when the order was held."""
    newest = OrderCheck.objects.filter(order=order).order_by("-pk").first()
    return newest is not None and newest.moment == Moment.DELIVERY


def _waiting(order: SalesOrder) -> OrderRelease | None:
    return (
        OrderRelease.objects.filter(order=order, state=OrderRelease.State.WAITING)
        .select_related("check_row", "approved_by")
        .first()
    )


def _approval(actor: User, order: SalesOrder, waiting: OrderRelease | None) -> Approval:
    rep = order.customer.rep
    return approval_of(
        actor=actor,
        company=order.company,
        act=Act.RELEASE,
        amount=order.amount,
        currency=order.currency,
        requested_by=order.entered_by_id,
        rep_user=rep.user_id if rep else None,
        first_approver=waiting.approved_by_id if waiting else None,
    )


def _first(
    actor: User, order: SalesOrder, row: OrderCheck, reason: str, approval: Approval
) -> OrderRelease:
    is_complete = approval == Approval.COMPLETE
    states = OrderRelease.State
    OrderRelease.objects.filter(order=order, state=states.GIVEN).update(
        state=states.VOID
    )
    release = OrderRelease(
        order=order,
        company_id=order.company_id,
        customer_id=order.customer_id,
        check_row=row,
        reason=reason.strip()[:500],
        state=states.GIVEN if is_complete else states.WAITING,
        requested_by_id=order.entered_by_id,
        approved_by=actor,
        approved_at=clock.now(),
    )
    try:
        with transaction.atomic():
            release.save(force_insert=True)
    except IntegrityError as error:
        raise ReleaseRefusedError(
            _("Somebody has released this order meanwhile. Look at it again.")
        ) from error
    if is_complete:
        move(order, allowed={State.HELD}, to=State.APPROVED)
    _record(actor, order, row, reason, is_complete=is_complete)
    return release


def _second(
    actor: User, order: SalesOrder, waiting: OrderRelease, row: OrderCheck, reason: str
) -> OrderRelease:
    agreed = reasons_of(waiting.check_row.reasons)
    if not_released(reasons_of(row.reasons), released=agreed):
        # What the first person let pass is not what stands there now.
        return _start_again(actor, order, row, reason)
    done = OrderRelease.objects.filter(
        pk=waiting.pk, state=OrderRelease.State.WAITING
    ).update(
        state=OrderRelease.State.GIVEN,
        second_approved_by=actor,
        second_approved_at=clock.now(),
    )
    if not done:
        raise ReleaseRefusedError(
            _("Somebody has released this order meanwhile. Look at it again.")
        )
    move(order, allowed={State.HELD}, to=State.APPROVED)
    _record(actor, order, row, reason, is_complete=True)
    waiting.refresh_from_db()
    return waiting


def _start_again(
    actor: User, order: SalesOrder, row: OrderCheck, reason: str
) -> OrderRelease:
    """The second release becomes the first of a new pair."""
    void_releases(order)
    return _first(actor, order, row, reason, _approval(actor, order, None))


def _record(
    actor: User, order: SalesOrder, row: OrderCheck, reason: str, *, is_complete: bool
) -> None:
    audit.record(
        actor=actor,
        action="invoices.order.released"
        if is_complete
        else "invoices.order.release_agreed",
        target=order,
        company=order.company_id,
        label=order.number,
        before={"state": State.HELD},
        after={"state": order.state, "blocks": [one["block"] for one in row.reasons]},
        reason=reason,
    )
