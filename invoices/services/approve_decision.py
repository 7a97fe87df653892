"""Approve, reject or withdraw a decision about claims; serve its notice; reverse it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.authority import Approval, ApprovalRefusedError, approval_of
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Act, User
from invoices.domain.decisions import DecisionAct, DecisionState, after_approval
from invoices.models import ClaimDecision, ClaimDecisionState
from invoices.services.amounts import not_before
from invoices.services.decision_postings import post_decision, take_back_postings
from invoices.services.decision_steps import (
    DecisionRefusedError,
    ensure_may,
    move,
    note_act,
    state_of,
)

ACT_OF = {
    ClaimDecision.Kind.WRITE_OFF: Act.WRITE_OFF,
    ClaimDecision.Kind.OFFSET: Act.OFFSET,
    ClaimDecision.Kind.ASSIGNMENT: Act.ASSIGNMENT,
    ClaimDecision.Kind.TAKE_BACK: Act.TAKE_BACK,
    ClaimDecision.Kind.BILL_EXTENSION: Act.EXTENSION,
}


@retried_transaction
def approve_decision(
    *, actor: User, decision: ClaimDecision, request_key: str = ""
) -> DecisionState:
    """Agree to the decision; returns where it stands then.

    Never the one who proposed it nor the customer's own rep; above the actor's limit,
    and always for an offset, a second person must agree too. What needs no notice is
    posted with the last agreement, from its own effective date. Raises
    `DecisionRefusedError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.decision.approve")
    state = state_of(decision)
    ensure_may(decision, DecisionAct.APPROVE, state.state)
    complete = _agreed(decision, state, actor) is Approval.COMPLETE
    to_state = after_approval(decision.kind, complete=complete)
    first = state.approved_by_id is None
    who = {"approved_by" if first else "second_approved_by": actor}
    posts = to_state is DecisionState.POSTED
    on = decision.effective_on if posts else None
    move(decision, state.state, to_state, posted_on=on, **who)
    posted = post_decision(decision, actor=actor, on=on) if on is not None else {}
    _point_at(decision, posted)
    note_act(
        decision,
        DecisionAct.APPROVE,
        actor=actor,
        from_state=state.state,
        to_state=to_state,
        on=on,
        **posted,
    )
    return to_state


def _point_at(decision: ClaimDecision, posted: dict[str, Any]) -> None:
    if posted:
        ClaimDecisionState.objects.filter(pk=decision.pk).update(**posted)


def _agreed(
    decision: ClaimDecision, state: ClaimDecisionState, actor: User
) -> Approval:
    rep = decision.customer.rep
    try:
        return approval_of(
            actor=actor,
            company=decision.company,
            act=ACT_OF[ClaimDecision.Kind(decision.kind)],
            amount=decision.amount,
            currency=decision.currency,
            requested_by=state.requested_by_id,
            rep_user=rep.user_id if rep is not None else None,
            first_approver=state.approved_by_id,
        )
    except ApprovalRefusedError as error:
        raise DecisionRefusedError(str(error)) from error


@retried_transaction
def reject_decision(*, actor: User, decision: ClaimDecision, reason: str) -> None:
    """Refuse the decision with a reason; nothing was posted. `DecisionRefusedError`."""
    state = state_of(decision)
    ensure_may(decision, DecisionAct.REJECT, state.state)
    _agreed(decision, state, actor)
    _end(decision, state, DecisionAct.REJECT, DecisionState.REJECTED, actor, reason)


@retried_transaction
def withdraw_decision(*, actor: User, decision: ClaimDecision, reason: str) -> None:
    """Take a proposal back that is not posted; only who proposed it may.

    Raises `DecisionRefusedError`.
    """
    state = state_of(decision)
    ensure_may(decision, DecisionAct.WITHDRAW, state.state)
    if state.requested_by_id not in (None, actor.pk):
        raise DecisionRefusedError(_("Only who proposed it can withdraw it."))
    _end(decision, state, DecisionAct.WITHDRAW, DecisionState.WITHDRAWN, actor, reason)


def _end(
    decision: ClaimDecision,
    state: ClaimDecisionState,
    act: DecisionAct,
    to_state: DecisionState,
    actor: User,
    reason: str,
) -> None:
    if not reason.strip():
        raise DecisionRefusedError(_("Say why."))
    move(decision, state.state, to_state)
    note_act(
        decision,
        act,
        actor=actor,
        from_state=state.state,
        to_state=to_state,
        reason=reason,
    )


@retried_transaction
def serve_notice(
    *,
    actor: User | None,
    decision: ClaimDecision,
    notice_on: dt.date,
    note: str = "",
    request_key: str = "",
) -> None:
    """Note the day on which the notice reached the debtor, and post from that day.

    An assignment or offset has no effect on him before (Civil Code 546, 568). Raises
    `DecisionRefusedError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.decision.notice")
    state = state_of(decision)
    ensure_may(decision, DecisionAct.NOTICE, state.state)
    today = clock.today(decision.company.time_zone)
    if notice_on > today:
        raise DecisionRefusedError(_("A notice cannot have been served in the future."))
    posted_state = DecisionState.POSTED
    move(decision, state.state, posted_state, posted_on=notice_on, notice_on=notice_on)
    posted = post_decision(decision, actor=actor, on=notice_on)
    _point_at(decision, posted)
    note_act(
        decision,
        DecisionAct.NOTICE,
        actor=actor,
        from_state=state.state,
        to_state=posted_state,
        on=notice_on,
        reason=note,
        **posted,
    )


@retried_transaction
def reverse_decision(
    *,
    actor: User | None,
    decision: ClaimDecision,
    effective_on: dt.date,
    reason: str,
    request_key: str = "",
) -> None:
    """Take a posted decision back from `effective_on`: the items are owed as before.

    Raises `DecisionRefusedError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.decision.reverse")
    state = state_of(decision)
    ensure_may(decision, DecisionAct.REVERSE, state.state)
    if not reason.strip():
        raise DecisionRefusedError(_("Say why it is reversed."))
    assert state.posted_on is not None  # noqa: S101 - held by a CHECK
    not_before(day=effective_on, earliest=state.posted_on, what=_("The reversal"))
    move(decision, state.state, DecisionState.REVERSED, reversed_on=effective_on)
    take_back_postings(decision, state, actor=actor, on=effective_on, reason=reason)
    note_act(
        decision,
        DecisionAct.REVERSE,
        actor=actor,
        from_state=state.state,
        to_state=DecisionState.REVERSED,
        on=effective_on,
        reason=reason,
        payment=state.payment,
        credit_note=state.credit_note,
        new_bill=state.new_bill,
    )
