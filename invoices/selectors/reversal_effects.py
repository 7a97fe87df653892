"""Figures before and after taking something back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from invoices.models import (
    Allocation,
    CreditNote,
    DueItemState,
    Invoice,
    OnAccount,
    Payment,
)

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Effect:
    """One figure before and after; `what` is a key of the template's words."""

    what: str
    label: str
    before: Decimal
    after: Decimal


def undo_effect(allocation: Allocation) -> list[Effect]:
    """Open amount of the item and what is left of the source."""
    item = DueItemState.objects.get(pk=allocation.due_item_id)
    source = allocation.payment or allocation.credit_note
    left = _left(source)
    return [
        Effect(
            "open",
            allocation.due_item.invoice.number,
            item.open_amount,
            item.open_amount + allocation.amount,
        ),
        Effect("left", str(source), left, left + allocation.amount),
    ]


def invoice_reversal(invoice: Invoice) -> list[Effect]:
    """Open amount of the invoice, and money that goes back on account."""
    still_open = (
        DueItemState.objects.filter(due_item__invoice=invoice).aggregate(
            n=Sum("open_amount")
        )["n"]
        or ZERO
    )
    settled = invoice.amount - still_open
    on_account = _on_account(invoice.customer_id, invoice.currency)
    return [
        Effect("open", invoice.number, still_open, ZERO),
        Effect("on_account", "", on_account, on_account + settled),
    ]


def source_reversal(source: Payment | CreditNote) -> list[Effect]:
    """What is left of the source, and every item that opens again."""
    side = (
        {"payment": source} if isinstance(source, Payment) else {"credit_note": source}
    )
    rows = (
        Allocation.objects.filter(reverses=None, reversed_by=None, **side)
        .select_related("due_item__invoice", "due_item__state")
        .order_by("due_item_id")
    )
    effects = [Effect("left", str(source), _left(source), ZERO)]
    by_item: dict[int, list[Any]] = {}
    for row in rows:
        by_item.setdefault(row.due_item_id, []).append(row)
    for same in by_item.values():
        still_open = same[0].due_item.state.open_amount
        back = sum((row.amount for row in same), ZERO)
        number = same[0].due_item.invoice.number
        effects.append(Effect("open", number, still_open, still_open + back))
    return effects


def _left(source: Payment | CreditNote | None) -> Decimal:
    side = (
        {"payment": source} if isinstance(source, Payment) else {"credit_note": source}
    )
    row = OnAccount.objects.filter(**side).first()
    return row.unallocated if row else ZERO


def _on_account(customer_id: int, currency: str) -> Decimal:
    rows = OnAccount.objects.filter(customer_id=customer_id, currency=currency)
    return rows.aggregate(n=Sum("unallocated"))["n"] or ZERO
