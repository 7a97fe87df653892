"""Settle a goods document: a credit note, a transfer's two documents, or its invoice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import CreditNote, GoodsLink, GoodsMovement, Invoice, SalesOrder
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.amounts import not_before, positive_amount
from invoices.services.errors import LedgerRefusedError
from invoices.services.order_states import mark_invoiced
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import DueItemInput, LineInput, post_invoice

_KINDS = GoodsMovement.Kind
_REASONS = {
    _KINDS.RETURN: CreditNote.Reason.RETURN,
    _KINDS.EXCHANGE: CreditNote.Reason.EXCHANGE,
    _KINDS.TRANSFER: CreditNote.Reason.TRANSFER,
    _KINDS.DAMAGE: CreditNote.Reason.DAMAGE,
    _KINDS.PRICE: CreditNote.Reason.PRICE,
    _KINDS.REBATE: CreditNote.Reason.REBATE,
}


@retried_transaction
def credit_goods(
    *,
    actor: User | None,
    movement: GoodsMovement,
    issued_on: dt.date,
    amount: Decimal | None = None,
    parts: Sequence[AllocationPart] = (),
    number: str = "",
    request_key: str = "",
) -> CreditNote:
    """Post the credit note that the document calls for, and link both.

    `amount` is the document's value unless less was agreed; together its credit notes
    in force never exceed it. `parts` are allocated at once, the rest stays on account.
    Raises `LedgerRefusedError`, `NumberTakenError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.goods.settled")
    reason = _REASONS.get(_KINDS(movement.kind))
    if reason is None:
        raise LedgerRefusedError(_("A delivery is invoiced, not credited."))
    refuse_taken_back(movement)
    not_before(day=issued_on, earliest=movement.moved_on, what=_("The credit note"))
    note = post_credit_note(
        actor=actor,
        company=movement.company,
        customer=movement.customer,
        issued_on=issued_on,
        currency=movement.currency,
        amount=_still_to_credit(movement, amount),
        reason=reason,
        number=number,
        note=f"{movement.get_kind_display()} {movement.number}",
    )
    _link(movement, actor, on=issued_on, credit_note=note)
    if parts:
        allocate(actor=actor, source=note, parts=parts)
    return note


@retried_transaction
def transfer_goods(
    *,
    actor: User | None,
    movement: GoodsMovement,
    issued_on: dt.date,
    due_on: dt.date,
    request_key: str = "",
) -> tuple[CreditNote, Invoice]:
    """Move the debt with the goods: credit the store that gave, invoice the one that took.

    Both documents are of the same day and amount, so what customers owe in all stays
    (S24). Raises `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.goods.settled")
    taker = movement.to_customer
    if movement.kind != _KINDS.TRANSFER or taker is None:
        raise LedgerRefusedError(_("Only a transfer between stores is moved so."))
    not_before(day=due_on, earliest=issued_on, what=_("The due date"))
    note = credit_goods(actor=actor, movement=movement, issued_on=issued_on)
    days = (due_on - issued_on).days
    invoice = post_invoice(
        actor=actor,
        company=movement.company,
        customer=taker,
        issued_on=issued_on,
        currency=movement.currency,
        items=[DueItemInput(due_on=due_on, term_days=days, amount=note.amount)],
        lines=_lines_of(movement) if note.amount == movement.amount else (),
        note=f"{movement.get_kind_display()} {movement.number}",
    )
    _link(movement, actor, on=issued_on, invoice=invoice)
    return note, invoice


@retried_transaction
def bill_goods(
    *, actor: User | None, movement: GoodsMovement, invoice: Invoice
) -> GoodsLink:
    """Say which invoice bills a delivery or acceptance; it is unbilled no more.

    The order that was delivered with it is invoiced by the same invoice.
    Raises `LedgerRefusedError` for another customer's or a reversed invoice.
    """
    if movement.kind not in GoodsMovement.BILLABLE:
        raise LedgerRefusedError(_("Only deliveries and acceptances are invoiced."))
    refuse_taken_back(movement)
    same = (invoice.company_id, invoice.customer_id, invoice.currency)
    if same != (movement.company_id, movement.customer_id, movement.currency):
        raise LedgerRefusedError(
            _("The invoice is another customer's, or in another currency.")
        )
    if CreditNote.objects.filter(reverses_invoice=invoice).exists():
        raise LedgerRefusedError(
            _("Invoice %(number)s is already reversed.") % {"number": invoice.number}
        )
    link = _link(movement, actor, on=invoice.issued_on, invoice=invoice)
    order = movement.order
    if order is not None and order.state == SalesOrder.State.DELIVERED:
        mark_invoiced(order, actor=actor, invoice=invoice)
    return link


def refuse_taken_back(movement: GoodsMovement) -> None:
    """Raises `LedgerRefusedError` for a counter-row and for what it took back."""
    gone = GoodsMovement.objects.filter(reverses=movement.pk).exists()
    if gone or movement.reverses_id is not None:
        raise LedgerRefusedError(_("This document is taken back."))


def _still_to_credit(movement: GoodsMovement, asked: Decimal | None) -> Decimal:
    # Takes the customer's row: of two credit notes at once the second sees the first.
    giver = type(movement.customer).objects.filter(pk=movement.customer_id)
    giver.update(version=F("version"))
    in_force = GoodsLink.objects.filter(
        movement=movement, credit_note__isnull=False, credit_note__reversed_by=None
    )
    credited = in_force.aggregate(n=Sum("credit_note__amount"))["n"] or Decimal(0)
    left = movement.amount - credited
    wanted = left if asked is None else positive_amount(asked, movement.currency)
    if wanted > left or not left:
        raise LedgerRefusedError(_("More would be credited than the goods are worth."))
    return wanted


def _lines_of(movement: GoodsMovement) -> list[LineInput]:
    return [
        LineInput(
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.amount / line.quantity if line.quantity else line.amount,
            amount=line.amount,
        )
        for line in movement.lines.order_by("position")
    ]


def _link(
    movement: GoodsMovement,
    actor: User | None,
    *,
    on: dt.date,
    credit_note: CreditNote | None = None,
    invoice: Invoice | None = None,
) -> GoodsLink:
    link = GoodsLink(
        movement=movement,
        credit_note=credit_note,
        invoice=invoice,
        linked_on=on,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError as error:
        raise LedgerRefusedError(_("Both are linked already.")) from error
    audit.record(
        actor=actor,
        action="invoices.goods.settled",
        target=movement,
        company=movement.company_id,
        after={"document": str(credit_note or invoice), "on": on},
    )
    return link
