"""Take the last step of a bill back."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.domain.bills import WITH_RECOURSE, BillAct, BillState
from invoices.models import Bill, BillEvent
from invoices.services.amounts import not_before
from invoices.services.bill_postings import post_again, take_back_bill, unsettle
from invoices.services.bill_steps import (
    Behind,
    BillRefusedError,
    Freed,
    Step,
    behind,
    last_step,
    note_step,
    set_state,
    standing_of,
)
from invoices.services.record_fact import withdraw_fact


@retried_transaction
def undo_bill_step(
    *,
    actor: User | None,
    bill: Bill,
    effective_on: dt.date,
    reason: str,
    request_key: str = "",
) -> BillEvent:
    """Undo the newest step from `effective_on`; both sides are as before it.

    Money the step recorded is reversed, other money goes back on account; a bill that
    was said to have bounced pays its goods again. Undoing the receipt ends the bill. An
    extension is undone by reversing its decision. Raises `BillRefusedError`,
    `NotEnoughError` (other money has settled the goods since), `TooEarlyError`,
    `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.bill.undo")
    step = last_step(bill)
    if step is None:
        raise BillRefusedError(_("There is no step to take back."))
    if step.act == BillAct.EXTEND or (
        step.act == BillAct.RECEIVE and bill.replaces_id is not None
    ):
        raise BillRefusedError(
            _("Reverse the decision about the extension; it takes both bills back.")
        )
    return undo_step(bill, step, actor=actor, on=effective_on, reason=reason)


def undo_extension(new: Bill, *, actor: User | None, on: dt.date, reason: str) -> None:
    """End the replacing bill and put the replaced one back in its place.

    Raises `BillRefusedError` once the new bill has moved on.
    """
    old = new.replaces
    step = last_step(new)
    extension = None if old is None else last_step(old)
    if (
        old is None
        or step is None
        or step.act != BillAct.RECEIVE
        or extension is None
        or extension.act != BillAct.EXTEND
    ):
        raise BillRefusedError(
            _("Bill %(number)s has moved on. Take its later steps back first.")
            % {"number": new.number}
        )
    undo_step(new, step, actor=actor, on=on, reason=reason)
    undo_step(old, extension, actor=actor, on=on, reason=reason)


def undo_step(
    bill: Bill, step: BillEvent, *, actor: User | None, on: dt.date, reason: str
) -> BillEvent:
    """Undo `step`, the newest of the bill, as part of something larger."""
    if not reason.strip():
        raise BillRefusedError(_("Say why it is taken back."))
    not_before(day=on, earliest=step.effective_on, what=_("Taking the step back"))
    before = standing_of(bill)
    to_state = step.from_state or BillState.REVERSED
    set_state(bill, step.to_state, to_state, on=on)
    stands = _undo_postings(bill, step, behind(before), actor=actor, on=on, why=reason)
    if step.fact is not None:
        withdraw_fact(actor=actor, fact=step.fact, reason=reason)
    return note_step(
        bill,
        Step(BillAct.UNDO, on, reason=reason, undoes=step),
        actor=actor,
        from_state=step.to_state,
        to_state=to_state,
        stands=stands,
    )


def _undo_postings(
    bill: Bill,
    step: BillEvent,
    stands: Behind,
    *,
    actor: User | None,
    on: dt.date,
    why: str,
) -> Behind:
    if step.act == BillAct.RECEIVE:
        take_back_bill(stands, actor=actor, on=on, reason=why)
    elif step.act in (BillAct.DISHONOUR, BillAct.EXTEND):
        return post_again(
            bill,
            stands,
            actor=actor,
            on=on,
            freed=[Freed.from_json(each) for each in step.freed],
            still_settled=step.from_state in WITH_RECOURSE,
        )
    elif _settled_it(step):
        unsettle(stands, actor=actor, on=on, reason=why, own_money=step.own_money)
        return stands.settled(None, None)
    return stands


def _settled_it(step: BillEvent) -> bool:
    """Whether the step brought the money behind the bill."""
    if step.act == BillAct.HONOUR:
        return step.from_state not in WITH_RECOURSE
    return step.act in (BillAct.DISCOUNT, BillAct.ENDORSE)
