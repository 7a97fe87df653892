"""Let a matched bank line honour the bills that it paid, and stop again when undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from arcollect.core.models import User
from invoices.domain.bills import BillAct, BillState
from invoices.models import Bill, BillEvent, BillStanding, DueItem, Payment
from invoices.services.bill_steps import Step, behind, last_step, note_step, take_step
from invoices.services.reverse import in_force_of
from invoices.services.undo_bill_step import undo_step


def honour_matched_bills(
    *, actor: User | None, items: Iterable[DueItem], on: dt.date
) -> list[BillEvent]:
    """Call the presented bills honoured whose own items a match has just settled.

    A step of the match, which has allocated the money: nothing is posted here. The bill is
    honoured `on` the value date, or on the day it was presented if that is later. One
    that is not presented yet keeps its state, as its paper may still be passed on.
    """
    presented = BillStanding.objects.filter(
        state=BillState.PRESENTED,
        document__in=[item.invoice_id for item in items],
        document__items__state__open_amount=0,
    )
    made = []
    for standing in presented.select_related("bill").order_by("pk"):
        bill: Bill = standing.bill
        step = Step(BillAct.HONOUR, max(on, standing.since_on), own_money=False)
        before = take_step(bill, step.act, on=step.on)
        made.append(
            note_step(
                bill,
                step,
                actor=actor,
                from_state=before.state,
                to_state=BillState.HONOURED,
                # The money stays with its lines: several may have paid the bill.
                stands=behind(before),
            )
        )
    return made


def present_bills_again(
    *, actor: User | None, payment: Payment, on: dt.date, reason: str
) -> None:
    """Take back from `on` that matches honoured bills which `payment` pays in part or
    whole; they are presented as before, and other money of theirs stays.

    A step of undoing a match, before the payment itself is reversed.
    """
    paid = [row.due_item.invoice_id for row in in_force_of(payment)]
    honoured = BillStanding.objects.filter(state=BillState.HONOURED, document__in=paid)
    for standing in honoured.select_related("bill").order_by("pk"):
        bill: Bill = standing.bill
        step = last_step(bill)
        if step is None or step.own_money or standing.settled_by_id is not None:
            continue
        day = max(on, step.effective_on)
        undo_step(bill, step, actor=actor, on=day, reason=reason)
