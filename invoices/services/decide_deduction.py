"""Decide a deduction: approve it whole or in part, or reject it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Act, User
from arcollect.core.money import format_plain
from invoices.models import (
    Allocation,
    CreditNote,
    Deduction,
    DeductionCredit,
    DeductionPart,
    DueItemState,
)
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.amounts import not_before, positive_amount
from invoices.services.approvals import NotApprovedError, is_complete, say_reason
from invoices.services.claim_deduction import move_deduction, moved_by_now
from invoices.services.errors import LedgerRefusedError
from invoices.services.match_agreement import refuse_above_budget
from invoices.services.post_credit_note import post_credit_note

__all__ = ["NotApprovedError", "approve_deduction", "reject_deduction"]
ZERO = Decimal(0)


@retried_transaction
def approve_deduction(
    *,
    actor: User,
    deduction: Deduction,
    decided_on: dt.date,
    amounts: Mapping[int, Decimal] | None = None,
    decision: str = "",
) -> bool:
    """Approve the claim; post its credit note and allocate it to the items it is about.

    `amounts` by due item approve a part, in the deduction's currency; without them all
    of it. Above the approver's limit the amounts are kept and a second person, who
    cannot change them, must agree. What is no longer open of an item stays on account
    as the customer's credit. Returns whether it is approved for good; False: it waits
    for the second person. Raises `NotApprovedError`, `DeductionMovedError`,
    `LedgerRefusedError`.
    """
    if deduction.state not in Deduction.OPEN:
        raise moved_by_now(deduction)
    parts = {part.due_item_id: part for part in deduction.parts.all()}
    granted = _granted(deduction, parts, amounts)
    total = sum(granted.values(), ZERO)
    complete = is_complete(
        actor=actor,
        company=deduction.company,
        customer=deduction.customer,
        act=Act.DEDUCTION,
        amount=total,
        currency=deduction.currency,
        requested_by=deduction.requested_by_id,
        first_approver=deduction.approved_by_id,
    )
    not_before(day=decided_on, earliest=deduction.claimed_on, what=_("The decision"))
    whole = total == deduction.amount
    if not whole and not deduction.approved_by_id:
        decision = say_reason(decision)
    _write_parts(parts, granted)
    if not complete:
        _keep_first_yes(deduction, actor, total, decision)
        return False
    refuse_above_budget(deduction, total)
    _post(deduction, granted, actor=actor, on=decided_on)
    state = Deduction.State.APPROVED if whole else Deduction.State.PARTLY_APPROVED
    _close(deduction, actor, state, total, on=decided_on, decision=decision)
    return True


@retried_transaction
def reject_deduction(
    *, actor: User, deduction: Deduction, decided_on: dt.date, decision: str
) -> None:
    """Refuse the whole claim; its money was open all the time and stays so.

    Raises `NotApprovedError`, `DeductionMovedError`, `LedgerRefusedError`.
    """
    if deduction.state not in Deduction.OPEN:
        raise moved_by_now(deduction)
    decision = say_reason(decision)
    is_complete(
        actor=actor,
        company=deduction.company,
        customer=deduction.customer,
        act=Act.DEDUCTION,
        amount=ZERO,
        currency=deduction.currency,
        requested_by=deduction.requested_by_id,
        first_approver=None,
    )
    not_before(day=decided_on, earliest=deduction.claimed_on, what=_("The decision"))
    deduction.parts.update(approved_amount=ZERO)
    move_deduction(
        deduction,
        since=Deduction.OPEN,
        state=Deduction.State.REJECTED,
        approved_amount=ZERO,
        decided_on=decided_on,
        decision=decision,
        approved_by=actor,
        second_approved_by=None,
    )
    _record(deduction, actor, "invoices.deduction.rejected", reason=decision)


def _granted(
    deduction: Deduction,
    parts: Mapping[int, DeductionPart],
    asked: Mapping[int, Decimal] | None,
) -> dict[int, Decimal]:
    """Approved amounts above zero by due item."""
    if deduction.approved_by_id is not None:
        # The second person agrees to what the first one wrote, or rejects it.
        kept = {pk: part.approved_amount or ZERO for pk, part in parts.items()}
        return {pk: amount for pk, amount in kept.items() if amount}
    if asked is None:
        return {pk: part.amount for pk, part in parts.items()}
    granted = {}
    for pk, amount in asked.items():
        if not amount:
            continue
        exact = positive_amount(amount, deduction.currency)
        if pk not in parts or exact > parts[pk].amount:
            raise LedgerRefusedError(_("No more can be approved than was claimed."))
        granted[pk] = exact
    if not granted:
        raise LedgerRefusedError(
            _("Approve an amount, or reject the deduction instead.")
        )
    return granted


def _write_parts(
    parts: Mapping[int, DeductionPart], granted: Mapping[int, Decimal]
) -> None:
    for pk, part in parts.items():
        part.approved_amount = granted.get(pk, ZERO)
        part.save(update_fields=["approved_amount"])


def _keep_first_yes(
    deduction: Deduction, actor: User, total: Decimal, decision: str
) -> None:
    move_deduction(
        deduction,
        since=Deduction.OPEN,
        state=Deduction.State.UNDER_REVIEW,
        approved_amount=total,
        approved_by=actor,
        decision=decision,
    )
    _record(deduction, actor, "invoices.deduction.first_approved", reason=decision)


def _close(
    deduction: Deduction,
    actor: User,
    state: str,
    total: Decimal,
    *,
    on: dt.date,
    decision: str,
) -> None:
    first = deduction.approved_by
    move_deduction(
        deduction,
        since=Deduction.OPEN,
        state=state,
        approved_amount=total,
        decided_on=on,
        decision=decision.strip()[:500] or deduction.decision,
        approved_by=first or actor,
        second_approved_by=actor if first else None,
    )
    _record(deduction, actor, "invoices.deduction.approved", reason=decision)


def _post(
    deduction: Deduction, granted: Mapping[int, Decimal], *, actor: User, on: dt.date
) -> CreditNote:
    note = post_credit_note(
        actor=actor,
        company=deduction.company,
        customer=deduction.customer,
        issued_on=on,
        currency=deduction.currency,
        amount=sum(granted.values(), ZERO),
        reason=CreditNote.Reason.DEDUCTION,
        note=f"{deduction.number} {deduction.get_kind_display()}",
    )
    DeductionCredit.objects.create(
        deduction=deduction, credit_note=note, recorded_at=clock.now()
    )
    still_open = dict(
        DueItemState.objects.filter(pk__in=granted).values_list("pk", "open_amount")
    )
    parts = [
        AllocationPart(pk, min(amount, still_open[pk]))
        for pk, amount in sorted(granted.items())
        if still_open[pk]
    ]
    if parts:
        allocate(actor=actor, source=note, parts=parts, rule=Allocation.Rule.EXACT)
    return note


def _record(deduction: Deduction, actor: User, action: str, *, reason: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=deduction,
        company=deduction.company_id,
        after={
            "state": deduction.state,
            "approved_amount": format_plain(
                deduction.approved_amount or ZERO, deduction.currency
            ),
        },
        reason=reason,
    )
