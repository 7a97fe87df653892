"""Receive a bill or a postdated cheque."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from customers.models import Customer
from invoices.domain.bills import BillAct, BillState
from invoices.models import Bill, BillStanding
from invoices.services.allocate import AllocationPart
from invoices.services.amounts import positive_amount, same_company
from invoices.services.bill_postings import allocate_again, post_bill
from invoices.services.bill_steps import BillRefusedError, Freed, Step, note_step


@retried_transaction
def receive_bill(
    *,
    actor: User | None,
    company: Company,
    customer: Customer,
    kind: str,
    number: str,
    issued_on: dt.date,
    received_on: dt.date,
    matures_on: dt.date,
    currency: str,
    amount: Decimal,
    drawer: str = "",
    acceptor: str = "",
    guarantor: str = "",
    parts: Sequence[AllocationPart] = (),
    note: str = "",
    request_key: str = "",
) -> Bill:
    """Take a bill over its face `amount` for the due items named in `parts`.

    From `received_on` the goods are settled by it and the bill is owed instead, due on
    its maturity; what the parts leave stays on account. Raises `BillRefusedError` (a
    bill of that number is here already), `LedgerRefusedError`, `NotEnoughError`,
    `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.bill.receive")
    same_company(company=company, customer=customer, contract=None)
    if kind not in Bill.Kind.values:
        raise BillRefusedError(_("“%(kind)s” is not a kind of bill.") % {"kind": kind})
    if not number.strip():
        raise BillRefusedError(_("Write the number of the bill."))
    if matures_on < issued_on:
        raise BillRefusedError(_("A bill cannot mature before it is issued."))
    bill = Bill(
        company=company,
        customer=customer,
        kind=kind,
        number=number.strip(),
        drawer=drawer,
        acceptor=acceptor,
        guarantor=guarantor,
        issued_on=issued_on,
        received_on=received_on,
        matures_on=matures_on,
        first_maturity_on=matures_on,
        currency=currency,
        amount=positive_amount(amount, currency),
        note=note,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    take_in(bill, actor=actor, parts=parts)
    return bill


def take_in(
    bill: Bill,
    *,
    actor: User | None,
    parts: Sequence[AllocationPart] = (),
    freed: Sequence[Freed] = (),
    reason: str = "",
) -> None:
    """Insert a new bill with its standing, its postings and its first event.

    `freed` is what ended with the bill it replaces.
    """
    bill.save(force_insert=True)
    try:
        with transaction.atomic():
            BillStanding.objects.create(
                bill=bill,
                company_id=bill.company_id,
                customer_id=bill.customer_id,
                kind=bill.kind,
                number=bill.number,
                state=BillState.RECEIVED,
                since_on=bill.received_on,
            )
    except IntegrityError as error:
        raise BillRefusedError(
            _("Bill %(number)s of this customer is here already.")
            % {"number": bill.number}
        ) from error
    stands = post_bill(bill, actor=actor, on=bill.received_on, parts=parts)
    allocate_again(stands, freed, actor=actor, on=bill.received_on)
    note_step(
        bill,
        Step(BillAct.RECEIVE, bill.received_on, reason=reason),
        actor=actor,
        from_state="",
        to_state=BillState.RECEIVED,
        stands=stands,
    )
