"""Propose what is to be done with claims: write off, offset, assign, take goods back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import format_plain
from arcollect.core.numbers import next_number
from customers.models import Customer
from invoices.domain.bills import BillAct, BillState, after
from invoices.domain.decisions import DecisionAct, DecisionState
from invoices.models import (
    Assignment,
    Bill,
    BillExtension,
    ClaimDecision,
    ClaimDecisionItem,
    ClaimDecisionState,
    DueItem,
    Offset,
    TakeBack,
    WriteOff,
)
from invoices.services.allocate import AllocationPart
from invoices.services.amounts import positive_amount, same_company
from invoices.services.bill_postings import item_of
from invoices.services.bill_steps import behind, standing_of
from invoices.services.decision_steps import DecisionRefusedError, note_act


@dataclass(frozen=True, slots=True)
class WriteOffTerms:
    """Why the claim leaves the books."""

    ground: str


@dataclass(frozen=True, slots=True)
class OffsetTerms:
    """What we owe the customer, and since when it is due."""

    payable_reference: str
    payable_due_on: dt.date


@dataclass(frozen=True, slots=True)
class AssignmentTerms:
    """Who buys the claims, for how much, in the currency of the claims."""

    assignee: str
    price: Decimal
    recourse: bool = False


@dataclass(frozen=True, slots=True)
class TakeBackTerms:
    """Which goods come back, and how they were valued."""

    goods: str
    valuation: str
    valued_by: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionTerms:
    """The later bill that is to take the place of one that was received."""

    bill: Bill
    new_number: str
    new_issued_on: dt.date
    new_matures_on: dt.date
    guarantor: str = ""


Terms = WriteOffTerms | OffsetTerms | AssignmentTerms | TakeBackTerms | ExtensionTerms
_KINDS = ClaimDecision.Kind


@retried_transaction
def propose_decision(
    *,
    actor: User | None,
    company: Company,
    customer: Customer,
    terms: Terms,
    parts: Sequence[AllocationPart],
    effective_on: dt.date,
    reason: str,
    evidence: str = "",
    request_key: str = "",
) -> ClaimDecision:
    """Ask for a decision about `parts` of the customer's due items; it moves nothing.

    All items are in one currency. The kind follows from `terms`; an extension needs no
    parts, it is about the bill. Others approve it (`approve_decision`). Raises
    `DecisionRefusedError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.decision.propose")
    same_company(company=company, customer=customer, contract=None)
    if not reason.strip():
        raise DecisionRefusedError(_("Say why it is proposed."))
    if isinstance(terms, ExtensionTerms):
        parts = [_item_of_bill(terms, customer)]
    items = _items(company, customer, parts)
    currency = items[0].currency
    amounts = {
        part.due_item_id: positive_amount(part.amount, currency) for part in parts
    }
    decision = ClaimDecision(
        company=company,
        customer=customer,
        kind=kind_of(terms),
        number=next_number(company=company, kind="decision", year=effective_on.year),
        currency=currency,
        amount=sum(amounts.values(), Decimal(0)),
        effective_on=effective_on,
        reason=reason.strip()[:500],
        evidence=evidence[:500],
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert(decision, {item: amounts[item.pk] for item in items}, actor=actor)
    _insert_terms(decision, terms)
    note_act(
        decision,
        DecisionAct.PROPOSE,
        actor=actor,
        from_state="",
        to_state=DecisionState.PROPOSED,
        on=effective_on,
        reason=reason,
    )
    return decision


def _insert(
    decision: ClaimDecision, amounts: dict[DueItem, Decimal], *, actor: User | None
) -> None:
    decision.save(force_insert=True)
    for item, amount in amounts.items():
        ClaimDecisionItem.objects.create(
            company=decision.company,
            decision=decision,
            due_item=item,
            currency=decision.currency,
            amount=amount,
        )
    ClaimDecisionState.objects.create(
        decision=decision,
        company=decision.company,
        customer=decision.customer,
        state=DecisionState.PROPOSED,
        requested_by=actor,
    )


def kind_of(terms: Terms) -> str:
    """The kind of decision that these terms belong to."""
    return {
        WriteOffTerms: _KINDS.WRITE_OFF,
        OffsetTerms: _KINDS.OFFSET,
        AssignmentTerms: _KINDS.ASSIGNMENT,
        TakeBackTerms: _KINDS.TAKE_BACK,
        ExtensionTerms: _KINDS.BILL_EXTENSION,
    }[type(terms)]


def _items(
    company: Company, customer: Customer, parts: Sequence[AllocationPart]
) -> list[DueItem]:
    wanted = {part.due_item_id: part.amount for part in parts}
    if not wanted or len(wanted) != len(parts):
        raise DecisionRefusedError(_("Choose each due item once, and at least one."))
    rows = DueItem.objects.filter(pk__in=wanted, company=company, customer=customer)
    items = list(rows.select_related("invoice", "state").order_by("pk"))
    if len(items) != len(wanted):
        raise DecisionRefusedError(_("A due item belongs to another customer."))
    if len({item.currency for item in items}) != 1:
        raise DecisionRefusedError(_("Choose items of one currency."))
    for item in items:
        if wanted[item.pk] > item.state.open_amount:
            raise DecisionRefusedError(
                _("Only %(open)s of invoice %(number)s is open.")
                % {
                    "open": format_plain(item.state.open_amount, item.currency),
                    "number": item.invoice.number,
                }
            )
    return items


def _item_of_bill(terms: ExtensionTerms, customer: Customer) -> AllocationPart:
    bill = terms.bill
    standing = standing_of(bill)
    if bill.customer_id != customer.pk:
        raise DecisionRefusedError(_("The bill belongs to another customer."))
    if after(BillAct.EXTEND, BillState(standing.state)) is None:
        raise DecisionRefusedError(
            _("Only a bill that lies here can be extended; this one is “%(state)s”.")
            % {"state": standing.get_state_display()}
        )
    if terms.new_matures_on <= bill.matures_on:
        raise DecisionRefusedError(_("The new bill must mature after the old one."))
    state = item_of(behind(standing))
    return AllocationPart(state.pk, state.open_amount)


def _insert_terms(decision: ClaimDecision, terms: Terms) -> None:
    if isinstance(terms, WriteOffTerms):
        WriteOff.objects.create(decision=decision, ground=terms.ground)
    elif isinstance(terms, OffsetTerms):
        Offset.objects.create(
            decision=decision,
            payable_reference=terms.payable_reference,
            payable_due_on=terms.payable_due_on,
        )
    elif isinstance(terms, AssignmentTerms):
        Assignment.objects.create(
            decision=decision,
            assignee=terms.assignee,
            price=terms.price,
            currency=decision.currency,
            recourse=terms.recourse,
        )
    elif isinstance(terms, TakeBackTerms):
        TakeBack.objects.create(
            decision=decision,
            goods=terms.goods,
            valuation=terms.valuation,
            valued_by=terms.valued_by,
        )
    else:
        BillExtension.objects.create(
            decision=decision,
            bill=terms.bill,
            new_number=terms.new_number,
            new_issued_on=terms.new_issued_on,
            new_matures_on=terms.new_matures_on,
            guarantor=terms.guarantor,
        )
