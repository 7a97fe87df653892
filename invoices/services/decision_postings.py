"""What a decision posts when it takes effect, and how that is taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from arcollect.core.models import User
from arcollect.core.money import format_plain
from invoices.models import (
    Allocation,
    ClaimDecision,
    ClaimDecisionItem,
    ClaimDecisionState,
    CreditNote,
    DueItemState,
    Payment,
    Recovery,
)
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.amounts import not_before
from invoices.services.decision_steps import DecisionRefusedError
from invoices.services.extend_bill import extend_bill
from invoices.services.open_period import refuse_closed
from invoices.services.post_credit_note import post_credit_note
from invoices.services.record_payment import record_payment
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment
from invoices.services.undo_bill_step import undo_extension

_KINDS = ClaimDecision.Kind
_REASONS = {
    _KINDS.ASSIGNMENT: CreditNote.Reason.ASSIGNMENT,
    _KINDS.TAKE_BACK: CreditNote.Reason.TAKEN_BACK,
}


def post_decision(
    decision: ClaimDecision, *, actor: User | None, on: dt.date
) -> dict[str, Any]:
    """Post what the decision means from `on`; returns the postings by field name.

    A write-off posts nothing: the claim stays open and keeps its class (rule 3.1.6).
    Raises `NotEnoughError` where the items have been settled meanwhile.
    """
    items = list(decision.items.select_related("due_item__invoice", "due_item__state"))
    for item in items:
        not_before(
            day=on, earliest=item.due_item.issued_on, what=decision.get_kind_display()
        )
    if decision.kind == _KINDS.WRITE_OFF:
        refuse_closed(decision.company_id, on)
        _refuse_more_than_open(items)
        return {}
    if decision.kind == _KINDS.BILL_EXTENSION:
        asked = decision.billextension
        new = extend_bill(
            actor=actor,
            bill=asked.bill,
            effective_on=on,
            number=asked.new_number,
            issued_on=asked.new_issued_on,
            matures_on=asked.new_matures_on,
            guarantor=asked.guarantor,
            reason=decision.reason,
        )
        return {"new_bill": new}
    posted = (
        _offset_payment(decision, items, actor=actor, on=on)
        if decision.kind == _KINDS.OFFSET
        else _credit_note(decision, actor=actor, on=on)
    )
    allocate(
        actor=actor,
        source=posted,
        parts=[AllocationPart(item.due_item_id, item.amount) for item in items],
        rule=Allocation.Rule.EXACT,
    )
    return {"payment" if isinstance(posted, Payment) else "credit_note": posted}


def _offset_payment(
    decision: ClaimDecision,
    items: list[ClaimDecisionItem],
    *,
    actor: User | None,
    on: dt.date,
) -> Payment:
    """Both debts must be due when the notice arrives (Civil Code 568)."""
    terms = decision.offset
    for item in items:
        due_on = item.due_item.state.due_on
        if due_on > on:
            raise DecisionRefusedError(
                _("Invoice %(number)s is due on %(day)s only; it cannot be offset yet.")
                % {
                    "number": item.due_item.invoice.number,
                    "day": due_on,
                }
            )
    if terms.payable_due_on > on:
        raise DecisionRefusedError(
            _("Our own debt is due on %(day)s only; it cannot be offset yet.")
            % {"day": terms.payable_due_on}
        )
    return record_payment(
        actor=actor,
        company=decision.company,
        customer=decision.customer,
        reference=decision.number,
        received_on=on,
        currency=decision.currency,
        amount=decision.amount,
        method=Payment.Method.OFFSET,
        note=terms.payable_reference,
    )


def _credit_note(
    decision: ClaimDecision, *, actor: User | None, on: dt.date
) -> CreditNote:
    return post_credit_note(
        actor=actor,
        company=decision.company,
        customer=decision.customer,
        issued_on=on,
        currency=decision.currency,
        amount=decision.amount,
        reason=_REASONS[_KINDS(decision.kind)],
        number=decision.number,
        note=decision.reason,
    )


def _refuse_more_than_open(items: list[ClaimDecisionItem]) -> None:
    for item in items:
        # Takes the row first: of two write-offs at once the second one sees the first.
        row = DueItemState.objects.filter(pk=item.due_item_id)
        row.update(open_amount=F("open_amount"))
        still_open = row.values_list("open_amount", flat=True).get()
        # With the amount of this decision, which is in force already.
        gone = written_off_of(item.due_item_id)
        if gone > still_open:
            free = max(Decimal(0), still_open - gone + item.amount)
            raise DecisionRefusedError(
                _("At most %(free)s of invoice %(number)s can still be written off.")
                % {
                    "free": format_plain(free, item.currency),
                    "number": item.due_item.invoice.number,
                }
            )


def written_off_of(item_id: int, decision: ClaimDecision | None = None) -> Decimal:
    """What is written off of an item now and not recovered, by one decision or by all."""
    items = ClaimDecisionItem.objects.filter(
        due_item=item_id,
        decision__kind=_KINDS.WRITE_OFF,
        decision__state__state="posted",
    )
    recovered = Recovery.objects.filter(
        allocation__due_item=item_id,
        allocation__reversed_by=None,
        decision__state__state="posted",
    )
    if decision is not None:
        items = items.filter(decision=decision)
        recovered = recovered.filter(decision=decision)
    return _total(items) - _total(recovered)


def _total(rows: Any) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def take_back_postings(
    decision: ClaimDecision,
    state: ClaimDecisionState,
    *,
    actor: User | None,
    on: dt.date,
    reason: str,
) -> None:
    """Reverse what the decision posted, from `on`; the items are owed as before it."""
    refuse_closed(decision.company_id, on)
    if state.payment is not None:
        reverse_payment(
            actor=actor,
            payment=state.payment,
            effective_on=on,
            reason=reason,
            through_owner=True,
        )
    if state.credit_note is not None:
        reverse_credit_note(
            actor=actor,
            credit_note=state.credit_note,
            effective_on=on,
            reason=reason,
            through_owner=True,
        )
    if state.new_bill is not None:
        undo_extension(state.new_bill, actor=actor, on=on, reason=reason)
    if decision.kind == _KINDS.WRITE_OFF and _has_recoveries(decision):
        raise DecisionRefusedError(
            _("Money came in on this write-off. Reverse that payment first.")
        )


def _has_recoveries(decision: ClaimDecision) -> bool:
    return decision.recoveries.filter(allocation__reversed_by=None).exists()
