"""Move a bill on: custody, presentation, discount, endorsement, and its money."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.domain.bills import WITH_RECOURSE, BillAct, BillState
from invoices.models import Bill, BillEvent, BillStanding, Payment
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.amounts import positive_amount
from invoices.services.bill_postings import ZERO, item_of, settle_with_new_money
from invoices.services.bill_steps import (
    Behind,
    BillRefusedError,
    Step,
    behind,
    note_step,
    take_step,
)

PASSING_ON = frozenset({BillAct.DISCOUNT, BillAct.ENDORSE})
_PLAIN = frozenset({BillAct.HOLD, BillAct.PRESENT})


@retried_transaction
def move_bill(
    *,
    actor: User | None,
    bill: Bill,
    act: BillAct,
    effective_on: dt.date,
    counterparty: str = "",
    request_key: str = "",
) -> BillEvent:
    """Take the bill into custody or present it to the bank named; no money moves.

    Raises `BillRefusedError`, `TooEarlyError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action=f"invoices.bill.{act}")
    if act not in _PLAIN:
        raise BillRefusedError(_("This step moves money."))
    before = take_step(bill, act, on=effective_on)
    step = Step(act, effective_on, counterparty=counterparty)
    return _note(bill, step, before, behind(before), actor=actor)


@retried_transaction
def pass_on_bill(
    *,
    actor: User | None,
    bill: Bill,
    act: BillAct,
    effective_on: dt.date,
    counterparty: str,
    reference: str = "",
    charge: Decimal | None = None,
    request_key: str = "",
) -> BillEvent:
    """Discount the bill at a bank, or endorse it to somebody we owe.

    The bill's item is settled: by the bank's money and its `charge`, or by the debt of
    ours that ends. Until the bill is honoured it can come back: it stays in the
    exposure. Raises `BillRefusedError`, `TooEarlyError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action=f"invoices.bill.{act}")
    if act not in PASSING_ON:
        raise BillRefusedError(_("This step does not pass the bill on."))
    if not counterparty.strip():
        raise BillRefusedError(_("Say to whom the bill goes."))
    before = take_step(bill, act, on=effective_on)
    discounted = act == BillAct.DISCOUNT
    stands = settle_with_new_money(
        bill,
        behind(before),
        actor=actor,
        on=effective_on,
        reference=reference.strip() or f"{bill.number}-{before.pk}",
        charge=charge or ZERO,
        method=Payment.Method.TRANSFER if discounted else Payment.Method.OTHER,
        payer_name=counterparty,
    )
    step = Step(act, effective_on, counterparty=counterparty)
    return _note(bill, step, before, stands, actor=actor)


@retried_transaction
def honour_bill(
    *,
    actor: User | None,
    bill: Bill,
    effective_on: dt.date,
    payment: Payment | None = None,
    reference: str = "",
    charge: Decimal | None = None,
    request_key: str = "",
) -> BillEvent:
    """The acceptor paid: money settles the bill's item, recourse ends.

    `payment` names money that is on account already; without it the money is recorded
    here under `reference`, less a `charge` the bank kept. A bill passed on before, or
    settled by hand, needs no money. Raises `BillRefusedError`, `NotEnoughError`,
    `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.bill.honour")
    before = take_step(bill, BillAct.HONOUR, on=effective_on)
    stands = behind(before)
    own = payment is None
    if BillState(before.state) not in WITH_RECOURSE:
        stands = _paid(
            bill,
            stands,
            actor=actor,
            on=effective_on,
            payment=payment,
            reference=reference,
            charge=charge,
        )
    step = Step(BillAct.HONOUR, effective_on, own_money=own)
    return _note(bill, step, before, stands, actor=actor)


def _paid(
    bill: Bill,
    stands: Behind,
    *,
    actor: User | None,
    on: dt.date,
    payment: Payment | None,
    reference: str,
    charge: Decimal | None,
) -> Behind:
    if payment is None:
        return settle_with_new_money(
            bill,
            stands,
            actor=actor,
            on=on,
            reference=reference.strip() or f"{bill.number}-{bill.pk}",
            charge=charge or ZERO,
            payer_name=bill.acceptor,
        )
    state = item_of(stands)
    if not state.open_amount:
        return stands
    amount = positive_amount(state.open_amount, bill.currency)
    part = AllocationPart(state.pk, amount)
    allocate(actor=actor, source=payment, parts=[part])
    return stands.settled(payment, None)


def _note(
    bill: Bill,
    step: Step,
    before: BillStanding,
    stands: Behind,
    *,
    actor: User | None,
) -> BillEvent:
    to_state = BillStanding.objects.values_list("state", flat=True).get(pk=bill.pk)
    return note_step(
        bill,
        step,
        actor=actor,
        from_state=before.state,
        to_state=to_state,
        stands=stands,
    )
