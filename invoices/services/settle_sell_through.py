"""A sell-through statement: goods sold on fall due, the rest waits (Domain S25)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain
from customers.models import Contract
from invoices.models import (
    Allocation,
    AwaitedDate,
    CreditNote,
    DueItem,
    Invoice,
    SellThroughPart,
    SellThroughStatement,
)
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.amounts import positive_amount
from invoices.services.errors import LedgerRefusedError
from invoices.services.give_due_date import (
    agreed_due_date,
    give_due_date,
    waiting_items,
)
from invoices.services.move_due_date import reverse_due_date
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note

Part = tuple[DueItem, Decimal]


@retried_transaction
def settle_sell_through(
    *,
    actor: User | None,
    contract: Contract,
    agreed_on: dt.date,
    currency: str,
    amount: Decimal,
    note: str = "",
) -> SellThroughStatement:
    """The customer agreed `on` a day that goods for `amount` are sold.

    Items of the contract that wait for a statement fall due by their term, oldest
    delivery first. One sold in part is split: the sold money moves by a credit note to
    an invoice of its own, the rest waits. The customer owes the same before and after.
    Raises `LedgerRefusedError` for more than what waits.
    """
    amount = positive_amount(amount, currency)
    parts = _parts(contract, agreed_on, currency, amount)
    whole = [(item, taken) for item, taken in parts if taken == item.state.open_amount]
    split = [(item, taken) for item, taken in parts if taken < item.state.open_amount]
    changes = {
        item.pk: give_due_date(actor=actor, due_item=item, base_on=agreed_on)
        for item, _taken in whole
    }
    credit_note, invoice = None, None
    if split:
        credit_note = _taken_out(actor, contract, split, on=agreed_on, note=note)
        invoice = _sold(actor, contract, split, on=agreed_on, note=note)
    statement = SellThroughStatement.objects.create(
        company_id=contract.company_id,
        customer_id=contract.customer_id,
        contract=contract,
        agreed_on=agreed_on,
        currency=currency,
        amount=amount,
        note=note[:500],
        credit_note=credit_note,
        invoice=invoice,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    SellThroughPart.objects.bulk_create(
        SellThroughPart(
            statement=statement,
            due_item=item,
            currency=currency,
            amount=taken,
            change=changes.get(item.pk),
        )
        for item, taken in parts
    )
    _audit(statement, actor=actor, action="invoices.statement.settled", reason=note)
    return statement


def _parts(
    contract: Contract, on: dt.date, currency: str, amount: Decimal
) -> list[Part]:
    waiting = waiting_items(
        invoice__contract=contract,
        currency=currency,
        issued_on__lte=on,
        awaited__awaits=AwaitedDate.Awaits.STATEMENT,
    ).select_related("state", "awaited", "invoice", "company")
    left, parts = amount, []
    for item in waiting.order_by("issued_on", "pk"):
        taken = min(left, item.state.open_amount)
        if taken > 0:
            parts.append((item, taken))
            left -= taken
    if left > 0:
        raise LedgerRefusedError(
            _("Only %(waits)s %(currency)s wait for a statement under this contract.")
            % {
                "waits": format_plain(amount - left, currency),
                "currency": currency,
            }
        )
    return parts


def _taken_out(
    actor: User | None,
    contract: Contract,
    split: Sequence[Part],
    *,
    on: dt.date,
    note: str,
) -> CreditNote:
    source = post_credit_note(
        actor=actor,
        company=contract.company,
        customer=contract.customer,
        contract=contract,
        issued_on=on,
        currency=split[0][0].currency,
        amount=sum((taken for _item, taken in split), Decimal(0)),
        reason=CreditNote.Reason.SOLD,
        note=note,
    )
    allocate(
        actor=actor,
        source=source,
        parts=[AllocationPart(item.pk, taken) for item, taken in split],
        rule=Allocation.Rule.EXACT,
    )
    return source


def _sold(
    actor: User | None,
    contract: Contract,
    split: Sequence[Part],
    *,
    on: dt.date,
    note: str,
) -> Invoice:
    items = [
        DueItemInput(
            due_on=agreed_due_date(item, on),
            term_days=item.term_days,
            amount=taken,
            term_group=item.term_group,
            kind=DueItem.Kind.CONSIGNMENT,
        )
        for item, taken in split
    ]
    return post_invoice(
        actor=actor,
        company=contract.company,
        customer=contract.customer,
        contract=contract,
        kind=Invoice.Kind.SOLD,
        issued_on=on,
        currency=split[0][0].currency,
        items=items,
        note=note,
    )


@retried_transaction
def reverse_sell_through(
    *,
    actor: User | None,
    statement: SellThroughStatement,
    effective_on: dt.date,
    reason: str,
) -> SellThroughStatement:
    """Take a statement back: what it made due waits again, to the cent.

    Money that had paid the sold goods goes back on account. Raises
    `LedgerRefusedError`, for a statement reversed before too.
    """
    if not reason.strip():
        raise LedgerRefusedError(_("Say why it is reversed."))
    if SellThroughStatement.objects.filter(reverses=statement).exists():
        raise LedgerRefusedError(_("This statement is reversed already."))
    if statement.invoice is not None and statement.credit_note is not None:
        reverse_invoice(
            actor=actor,
            invoice=statement.invoice,
            effective_on=effective_on,
            reason=reason,
        )
        reverse_credit_note(
            actor=actor,
            credit_note=statement.credit_note,
            effective_on=effective_on,
            reason=reason,
        )
    moved = statement.parts.filter(change__isnull=False)
    for part in moved.select_related("change__due_item__invoice"):
        reverse_due_date(actor=actor, change=part.change, reason=reason)
    counter = SellThroughStatement.objects.create(
        company_id=statement.company_id,
        customer_id=statement.customer_id,
        contract_id=statement.contract_id,
        agreed_on=effective_on,
        currency=statement.currency,
        amount=-statement.amount,
        note=reason[:500],
        reverses=statement,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _audit(statement, actor=actor, action="invoices.statement.reversed", reason=reason)
    return counter


def _audit(
    statement: SellThroughStatement, *, actor: User | None, action: str, reason: str
) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=statement,
        company=statement.company_id,
        label=f"{statement.contract.number} / {statement.agreed_on}",
        after={
            "agreed_on": statement.agreed_on,
            "amount": format_plain(statement.amount, statement.currency),
            "currency": statement.currency,
        },
        reason=reason,
    )
