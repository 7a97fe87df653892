"""A bill bounced."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.domain.bills import WITH_RECOURSE, BillAct, BillState
from invoices.models import Bill, BillEvent, Fact
from invoices.services.bill_postings import take_back_bill, unsettle
from invoices.services.bill_steps import (
    BillRefusedError,
    Step,
    behind,
    note_step,
    take_step,
)
from invoices.services.record_fact import record_fact


@retried_transaction
def dishonour_bill(
    *,
    actor: User | None,
    bill: Bill,
    effective_on: dt.date,
    reason: str,
    request_key: str = "",
) -> BillEvent:
    """Take the bill back from the day it bounced: the goods are owed again.

    Their items come back with their old age, the bill's item ends, and the bounce is
    a fact about the customer (rules 3.1.8, 3.1.12). A bill that was discounted or
    endorsed first comes back from whom it went to. Raises `BillRefusedError`,
    `TooEarlyError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.bill.dishonour")
    if not reason.strip():
        raise BillRefusedError(_("Say why the bill was not paid."))
    before = take_step(bill, BillAct.DISHONOUR, on=effective_on)
    stands = behind(before)
    if BillState(before.state) in WITH_RECOURSE:
        unsettle(stands, actor=actor, on=effective_on, reason=reason, own_money=True)
    freed = take_back_bill(stands, actor=actor, on=effective_on, reason=reason)
    fact = record_fact(
        actor=actor,
        customer=bill.customer,
        kind=Fact.Kind.BILL_BOUNCED,
        from_on=effective_on,
        source=bill.number,
        note=reason[:500],
    )
    step = Step(BillAct.DISHONOUR, effective_on, reason=reason, fact=fact, freed=freed)
    return note_step(
        bill,
        step,
        actor=actor,
        from_state=before.state,
        to_state=BillState.DISHONOURED,
        stands=stands,
    )
