"""Money that came in after a write-off (账销案存后收回)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain
from invoices.domain.decisions import DecisionState
from invoices.models import ClaimDecision, DueItemState, Payment, Recovery
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.amounts import not_before, positive_amount
from invoices.services.decision_postings import written_off_of
from invoices.services.decision_steps import DecisionRefusedError, state_of
from invoices.services.record_payment import record_payment


@retried_transaction
def record_recovery(
    *,
    actor: User | None,
    decision: ClaimDecision,
    due_item_id: int,
    amount: Decimal,
    received_on: dt.date,
    reference: str,
    note: str = "",
    request_key: str = "",
) -> Recovery:
    """Record a payment on a written-off item and allocate it, at most what is off books.

    It is taken back like any payment: reversed, it counts no more. Raises
    `DecisionRefusedError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.recovery.recorded")
    _refuse_before(decision, received_on)
    amount = positive_amount(amount, decision.currency)
    _refuse_more_than_written_off(decision, due_item_id, amount)
    payment = record_payment(
        actor=actor,
        company=decision.company,
        customer=decision.customer,
        reference=reference,
        received_on=received_on,
        currency=decision.currency,
        amount=amount,
        method=Payment.Method.TRANSFER,
        note=note or decision.number,
    )
    allocation = allocate(
        actor=actor, source=payment, parts=[AllocationPart(due_item_id, amount)]
    )[0]
    recovery = Recovery(
        company_id=decision.company_id,
        currency=decision.currency,
        decision=decision,
        allocation=allocation,
        amount=amount,
        effective_on=allocation.effective_on,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    recovery.save(force_insert=True)
    _audit(recovery, actor=actor, note=note)
    return recovery


def _audit(recovery: Recovery, *, actor: User | None, note: str) -> None:
    decision = recovery.decision
    audit.record(
        actor=actor,
        action="invoices.recovery.recorded",
        target=recovery,
        company=decision.company_id,
        label=decision.number,
        after={
            "amount": format_plain(recovery.amount, decision.currency),
            "currency": decision.currency,
            "effective_on": recovery.effective_on,
        },
        reason=note,
    )


def _refuse_before(decision: ClaimDecision, received_on: dt.date) -> None:
    state = state_of(decision)
    posted = state.state == DecisionState.POSTED
    if decision.kind != ClaimDecision.Kind.WRITE_OFF or not posted:
        raise DecisionRefusedError(_("Only a write-off in force can be recovered."))
    assert state.posted_on is not None  # noqa: S101 - held by a CHECK
    not_before(day=received_on, earliest=state.posted_on, what=_("The recovery"))


def _refuse_more_than_written_off(
    decision: ClaimDecision, due_item_id: int, amount: Decimal
) -> None:
    # Takes the row first: of two recoveries at once the second one sees the first.
    DueItemState.objects.filter(pk=due_item_id).update(open_amount=F("open_amount"))
    left = written_off_of(due_item_id, decision)
    if amount > left:
        raise DecisionRefusedError(
            _("Only %(left)s %(currency)s of this item is off the books.")
            % {
                "left": format_plain(left, decision.currency),
                "currency": decision.currency,
            }
        )
