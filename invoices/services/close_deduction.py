"""What becomes of the part of a deduction that was refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Act, User
from invoices.models import Deduction
from invoices.services.amounts import not_before
from invoices.services.approvals import is_complete
from invoices.services.claim_deduction import move_deduction
from invoices.services.errors import LedgerRefusedError


@retried_transaction
def write_off_deduction(
    *, actor: User, deduction: Deduction, closed_on: dt.date, document: str
) -> None:
    """The refused rest is not pursued any more, by the decision named in `document`.

    It needs the yes of somebody who may write off and did not note the claim. Nothing
    is booked by it: a write-off takes a claim off the books, not off the customer
    (domain `WriteOff`). Raises `NotApprovedError`, `DeductionMovedError`,
    `LedgerRefusedError`.
    """
    if not document.strip():
        raise LedgerRefusedError(_("Name the decision to write it off."))
    rest = deduction.amount - (deduction.approved_amount or Decimal(0))
    is_complete(
        actor=actor,
        company=deduction.company,
        customer=deduction.customer,
        act=Act.WRITE_OFF,
        amount=rest,
        currency=deduction.currency,
        requested_by=deduction.requested_by_id,
        first_approver=None,
    )
    _close(deduction, Deduction.State.WRITTEN_OFF, closed_on, document)
    _record(deduction, actor, "written_off", document, closed_on)


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
    _close(deduction, Deduction.State.REBILLED, closed_on, document)
    _record(deduction, actor, "rebilled", document, closed_on)


def _close(deduction: Deduction, state: str, on: dt.date, document: str) -> None:
    not_before(
        day=on,
        earliest=deduction.decided_on or deduction.claimed_on,
        what=_("The closing"),
    )
    move_deduction(
        deduction,
        since=Deduction.REFUSED,
        state=state,
        closed_on=on,
        closed_by=document.strip()[:100],
    )


def _record(
    deduction: Deduction, actor: User, what: str, document: str, on: dt.date
) -> None:
    audit.record(
        actor=actor,
        action=f"invoices.deduction.{what}",
        target=deduction,
        company=deduction.company_id,
        after={"state": deduction.state, "document": document, "on": on},
    )
