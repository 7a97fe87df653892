"""Replace a bill by a later one (期票延期)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.domain.bills import BillAct, BillState
from invoices.models import Bill
from invoices.services.bill_postings import take_back_bill
from invoices.services.bill_steps import (
    BillRefusedError,
    Step,
    behind,
    note_step,
    take_step,
)
from invoices.services.receive_bill import take_in


@retried_transaction
def extend_bill(
    *,
    actor: User | None,
    bill: Bill,
    effective_on: dt.date,
    number: str,
    issued_on: dt.date,
    matures_on: dt.date,
    guarantor: str = "",
    reason: str,
) -> Bill:
    """Put a later bill over the same amount in the place of `bill` from `effective_on`.

    It pays what the old one paid and keeps its first maturity, so no age moves (rules
    3.1.9, S43); the count goes up by one. Called once the extension is approved: see
    `approve_decision`. Raises `BillRefusedError`, `TooEarlyError`.
    """
    if matures_on <= bill.matures_on:
        raise BillRefusedError(_("The new bill must mature after the old one."))
    if matures_on < issued_on:
        raise BillRefusedError(_("A bill cannot mature before it is issued."))
    before = take_step(bill, BillAct.EXTEND, on=effective_on)
    stands = behind(before)
    freed = take_back_bill(stands, actor=actor, on=effective_on, reason=reason)
    new = Bill(
        company=bill.company,
        customer=bill.customer,
        kind=bill.kind,
        number=number.strip(),
        drawer=bill.drawer,
        acceptor=bill.acceptor,
        guarantor=guarantor or bill.guarantor,
        issued_on=issued_on,
        received_on=effective_on,
        matures_on=matures_on,
        first_maturity_on=bill.first_maturity_on,
        extensions=bill.extensions + 1,
        replaces=bill,
        currency=bill.currency,
        amount=bill.amount,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    step = Step(BillAct.EXTEND, effective_on, reason=reason, freed=freed)
    note_step(
        bill,
        step,
        actor=actor,
        from_state=before.state,
        to_state=BillState.EXTENDED,
        stands=stands,
    )
    take_in(new, actor=actor, freed=freed, reason=reason)
    return new
