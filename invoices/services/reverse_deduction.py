"""Take an approval back: the credit note is reversed and the claim is open again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import Deduction
from invoices.services.approvals import say_reason
from invoices.services.claim_deduction import move_deduction
from invoices.services.errors import LedgerRefusedError
from invoices.services.reverse_payment import reverse_credit_note

APPROVED = (Deduction.State.APPROVED, Deduction.State.PARTLY_APPROVED)


@retried_transaction
def reverse_deduction(
    *,
    actor: User,
    deduction: Deduction,
    effective_on: dt.date,
    reason: str,
    request_key: str = "",
) -> None:
    """Reverse the approval from `effective_on`; the claim is under review again.

    Every item the credit note settled is open again by the same amount, with its old
    age, and nothing of it is left on account (domain rule 3.1.8); what was posted in
    between stays as it is. Raises `DeductionMovedError`, `LedgerRefusedError`,
    `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.deduction.reversed")
    reason = say_reason(reason)
    if deduction.state not in APPROVED:
        raise LedgerRefusedError(_("Only an approved deduction can be taken back."))
    credit = deduction.credits.filter(credit_note__reversed_by=None).select_related(
        "credit_note__company"
    )
    note = credit.get().credit_note
    before = deduction.state
    move_deduction(
        deduction,
        since=APPROVED,
        state=Deduction.State.UNDER_REVIEW,
        approved_amount=None,
        decided_on=None,
        decision="",
        approved_by=None,
        second_approved_by=None,
    )
    deduction.parts.update(approved_amount=None)
    reverse_credit_note(
        actor=actor,
        credit_note=note,
        effective_on=effective_on,
        reason=reason,
        through_owner=True,
    )
    audit.record(
        actor=actor,
        action="invoices.deduction.reversed",
        target=deduction,
        company=deduction.company_id,
        before={"state": before},
        after={"credit_note": note.number, "effective_on": effective_on},
        reason=reason,
    )
