"""Resolve a dispute: ours, theirs or split; what is conceded becomes a credit note."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Act, User
from arcollect.core.money import format_plain
from invoices.models import Allocation, CreditNote, Dispute, DueItemState
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.amounts import positive_amount
from invoices.services.approvals import is_complete, say_reason
from invoices.services.keep_dispute import DisputeRefusedError
from invoices.services.post_credit_note import post_credit_note
from invoices.services.reverse_payment import reverse_credit_note

ZERO = Decimal(0)
_STATES = Dispute.State
# Why goods money is given up, by what was contested.
_NOTE_REASONS = {
    Dispute.Reason.PRICE: CreditNote.Reason.PRICE,
    Dispute.Reason.PROMOTION: CreditNote.Reason.REBATE,
    Dispute.Reason.QUALITY: CreditNote.Reason.DAMAGE,
}


@retried_transaction
def resolve_dispute(
    *,
    actor: User,
    dispute: Dispute,
    state: str,
    resolved_on: dt.date,
    resolution: str,
    conceded: Decimal | None = None,
) -> bool:
    """Close a dispute in our favour, in theirs, or split, with what was agreed.

    Theirs concedes all of it, a split the part `conceded` in the dispute's currency:
    a credit note over it is posted and allocated to the item, which somebody else than
    the opener and the customer's rep must approve, two people above the limit. Returns
    whether it is resolved for good; False: it waits for the second person, who agrees
    to what the first one wrote. Raises `DisputeRefusedError`, `NotApprovedError`,
    `LedgerRefusedError`.
    """
    if dispute.state != _STATES.OPEN:
        raise DisputeRefusedError(_("Somebody has resolved this dispute already."))
    if dispute.approved_by_id is not None:
        state, conceded = _kept(dispute)
    if state not in _STATES.values or state == _STATES.OPEN:
        raise DisputeRefusedError(_("Say in whose favour it is resolved."))
    resolution = say_reason(resolution or dispute.resolution)
    if resolved_on < dispute.opened_on:
        raise DisputeRefusedError(_("It cannot be settled before it is opened."))
    given = _given_up(dispute, state, conceded)
    if given and not _approved(dispute, actor, given):
        _move(dispute, conceded=given, approved_by=actor, resolution=resolution)
        _record(dispute, actor, "first_approved", state, resolution)
        return False
    note = _post(dispute, given, actor=actor, on=resolved_on) if given else None
    first = dispute.approved_by
    _move(
        dispute,
        state=state,
        resolved_on=resolved_on,
        resolution=resolution,
        conceded=given,
        credit_note=note,
        approved_by=first or (actor if given else None),
        second_approved_by=actor if first else None,
    )
    _record(dispute, actor, "resolved", state, resolution)
    return True


@retried_transaction
def reopen_dispute(
    *, actor: User, dispute: Dispute, effective_on: dt.date, reason: str
) -> None:
    """Take a result back: the credit note is reversed and the dispute is open again.

    The item is open by the same amount as before, with its old age (rule 3.1.8).
    Raises `DisputeRefusedError`, `LedgerRefusedError`.
    """
    reason = say_reason(reason)
    if dispute.state == _STATES.OPEN:
        raise DisputeRefusedError(_("The dispute is open."))
    note, before = dispute.credit_note, dispute.state
    _move(
        dispute,
        since=before,
        state=_STATES.OPEN,
        resolved_on=None,
        resolution="",
        conceded=None,
        credit_note=None,
        approved_by=None,
        second_approved_by=None,
    )
    if note is not None:
        reverse_credit_note(
            actor=actor,
            credit_note=note,
            effective_on=effective_on,
            reason=reason,
            through_owner=True,
        )
    _record(dispute, actor, "reopened", _STATES.OPEN, reason)


def _kept(dispute: Dispute) -> tuple[str, Decimal | None]:
    """What the first of two people approved."""
    whole = dispute.conceded == dispute.amount
    return (_STATES.RESOLVED_THEIRS if whole else _STATES.SPLIT), dispute.conceded


def _given_up(dispute: Dispute, state: str, asked: Decimal | None) -> Decimal:
    if state == _STATES.RESOLVED_OURS:
        return ZERO
    if state == _STATES.RESOLVED_THEIRS:
        return dispute.amount
    if asked is None:
        raise DisputeRefusedError(_("Say how much of it is conceded."))
    amount = positive_amount(asked, dispute.currency)
    if amount >= dispute.amount:
        raise DisputeRefusedError(
            _("A split concedes less than the disputed %(amount)s.")
            % {"amount": format_plain(dispute.amount, dispute.currency)}
        )
    return amount


def _approved(dispute: Dispute, actor: User, amount: Decimal) -> bool:
    return is_complete(
        actor=actor,
        company=dispute.company,
        customer=dispute.customer,
        act=Act.CONCESSION,
        amount=amount,
        currency=dispute.currency,
        requested_by=dispute.recorded_by_id,
        first_approver=dispute.approved_by_id,
    )


def _post(dispute: Dispute, amount: Decimal, *, actor: User, on: dt.date) -> CreditNote:
    reason = Dispute.Reason(dispute.reason)
    note = post_credit_note(
        actor=actor,
        company=dispute.company,
        customer=dispute.customer,
        issued_on=on,
        currency=dispute.currency,
        amount=amount,
        reason=_NOTE_REASONS.get(reason, CreditNote.Reason.OTHER),
        note=f"{dispute.due_item.invoice.number} {dispute.get_reason_display()}",
    )
    still_open = DueItemState.objects.values_list("open_amount", flat=True).get(
        pk=dispute.due_item_id
    )
    part = AllocationPart(dispute.due_item_id, min(amount, still_open))
    if part.amount:
        allocate(actor=actor, source=note, parts=[part], rule=Allocation.Rule.EXACT)
    return note


def _move(dispute: Dispute, *, since: str = _STATES.OPEN, **changes: Any) -> None:
    moved = Dispute.objects.filter(
        pk=dispute.pk, state=since, approved_by=dispute.approved_by_id
    ).update(**changes)
    if not moved:
        raise DisputeRefusedError(_("Somebody has resolved this dispute already."))
    for name, value in changes.items():
        setattr(dispute, name, value)


def _record(dispute: Dispute, actor: User, what: str, state: str, reason: str) -> None:
    audit.record(
        actor=actor,
        action=f"invoices.dispute.{what}",
        target=dispute,
        company=dispute.company_id,
        label=str(dispute.due_item.invoice),
        after={
            "state": state,
            "conceded": format_plain(dispute.conceded or ZERO, dispute.currency),
        },
        reason=reason,
    )
