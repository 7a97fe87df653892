"""Where bills and decisions stand, rebuilt from their events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from arcollect.core.differences import Difference, compare, missing
from invoices.domain.decisions import DecisionAct, DecisionState
from invoices.models import (
    Bill,
    BillEvent,
    BillStanding,
    ClaimDecision,
    ClaimDecisionEvent,
    ClaimDecisionState,
)
from invoices.verify.sources import Books, in_parts

BILLS, DECISIONS = "invoices_billstanding", "invoices_claimdecisionstate"
_BEHIND = ("payment_id", "document_id", "settled_by_id", "charge_id")
_POSTED = ("payment_id", "credit_note_id", "new_bill_id")


def verify_standings(books: Books) -> Iterator[Difference]:
    """Every bill and every decision of the company."""
    yield from _bills(books)
    yield from _decisions(books)


def _bills(books: Books) -> Iterator[Difference]:
    for part in in_parts(Bill.objects.filter(company=books.company)):
        ids = [bill.pk for bill in part]
        rows = BillStanding.objects.in_bulk(ids)
        steps = BillEvent.objects.filter(bill__in=ids).order_by("pk")
        last = {step.bill_id: step for step in steps}
        for bill in part:
            row, step = rows.get(bill.pk), last.get(bill.pk)
            if row is None or step is None:
                yield missing(BILLS, bill.pk)
                continue
            expected = {
                "company_id": bill.company_id,
                "customer_id": bill.customer_id,
                "kind": bill.kind,
                "number": bill.number,
                "state": step.to_state,
                "since_on": step.effective_on,
                **{name: getattr(step, name) for name in _BEHIND},
            }
            found = {name: getattr(row, name) for name in expected}
            yield from compare(BILLS, row.pk, expected=expected, found=found)


def _decisions(books: Books) -> Iterator[Difference]:
    for part in in_parts(ClaimDecision.objects.filter(company=books.company)):
        ids = [decision.pk for decision in part]
        rows = ClaimDecisionState.objects.in_bulk(ids)
        steps: dict[int, list[ClaimDecisionEvent]] = {pk: [] for pk in ids}
        for step in ClaimDecisionEvent.objects.filter(decision__in=ids).order_by("pk"):
            steps[step.decision_id].append(step)
        for decision in part:
            row = rows.get(decision.pk)
            if row is None or not steps[decision.pk]:
                yield missing(DECISIONS, decision.pk)
                continue
            expected = _expected(decision, steps[decision.pk])
            found = {name: getattr(row, name) for name in expected}
            yield from compare(DECISIONS, row.pk, expected=expected, found=found)


def _expected(decision: Any, steps: list[ClaimDecisionEvent]) -> dict[str, Any]:
    expected: dict[str, Any] = {
        "company_id": decision.company_id,
        "customer_id": decision.customer_id,
        "requested_by_id": decision.recorded_by_id,
        "approved_by_id": None,
        "second_approved_by_id": None,
        "notice_on": None,
        "posted_on": None,
        "reversed_on": None,
        **dict.fromkeys(_POSTED),
    }
    for step in steps:
        expected["state"] = step.to_state
        if step.act == DecisionAct.APPROVE:
            first = step.from_state == DecisionState.PROPOSED
            who = "approved_by_id" if first else "second_approved_by_id"
            expected[who] = step.recorded_by_id
        if step.act == DecisionAct.NOTICE:
            expected["notice_on"] = step.effective_on
        if step.to_state == DecisionState.POSTED:
            expected["posted_on"] = step.effective_on
            expected.update({name: getattr(step, name) for name in _POSTED})
        if step.to_state == DecisionState.REVERSED:
            expected["reversed_on"] = step.effective_on
    return expected
