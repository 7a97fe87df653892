"""What becomes of the part of a deduction that was refused."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import Deduction
from invoices.services.amounts import not_before
from invoices.services.claim_deduction import move_deduction
from invoices.services.errors import LedgerRefusedError


@retried_transaction
def rebill_deduction(
    *, actor: User, deduction: Deduction, closed_on: dt.date, document: str
) -> None:
    """The customer was asked for the refused rest again, by `document` on `closed_on`.

    The rest was never booked: it is open on the items as before and is collected with
    them. Raises `DeductionMovedError`, `LedgerRefusedError`.
    """
    if not document.strip():
        raise LedgerRefusedError(_("Name the letter or debit note that asks for it."))
    not_before(
        day=closed_on,
        earliest=deduction.decided_on or deduction.claimed_on,
        what=_("The demand"),
    )
    move_deduction(
        deduction,
        since=Deduction.REFUSED,
        state=Deduction.State.REBILLED,
        closed_on=closed_on,
        closed_by=document.strip()[:100],
    )
    audit.record(
        actor=actor,
        action="invoices.deduction.rebilled",
        target=deduction,
        company=deduction.company_id,
        after={"state": deduction.state, "document": document, "on": closed_on},
    )
