"""What a draft says, read back from its stored form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from arcollect.core.money import round_money
from customers.models import Contract, Customer
from invoices.models import DocumentDraft
from invoices.services.due_items import due_items_of
from invoices.services.post_invoice import DueItemInput, LineInput


@dataclass(frozen=True, slots=True)
class InvoiceContent:
    """An invoice as drafted; `items` follow from its terms."""

    customer: Customer
    issued_on: dt.date
    currency: str
    lines: list[LineInput]
    items: list[DueItemInput]
    number: str = ""
    contract: Contract | None = None
    note: str = ""
    total: Decimal = field(default=Decimal(0))

    def posting(self) -> dict[str, Any]:
        """The arguments of `post_invoice`."""
        return {
            "customer": self.customer,
            "issued_on": self.issued_on,
            "currency": self.currency,
            "items": self.items,
            "lines": self.lines,
            "number": self.number,
            "contract": self.contract,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class CreditNoteContent:
    """A credit note as drafted."""

    customer: Customer
    issued_on: dt.date
    currency: str
    total: Decimal
    reason: str
    number: str = ""
    note: str = ""

    def posting(self) -> dict[str, Any]:
        """The arguments of `post_credit_note`."""
        return {
            "customer": self.customer,
            "issued_on": self.issued_on,
            "currency": self.currency,
            "amount": self.total,
            "reason": self.reason,
            "number": self.number,
            "note": self.note,
        }


def invoice_content(draft: DocumentDraft) -> InvoiceContent:
    """The invoice of a draft with its due items; raises `TermUnknownError`."""
    data = draft.data
    customer = Customer.objects.get(pk=data["customer"], company=draft.company_id)
    contract = None
    if data.get("contract"):
        contract = Contract.objects.prefetch_related("terms").get(
            pk=data["contract"], customer=customer
        )
    lines = [_line(row, data["currency"]) for row in data["lines"]]
    issued_on = dt.date.fromisoformat(data["issued_on"])
    due_on, delivered = data.get("due_on"), data.get("delivered_on")
    return InvoiceContent(
        customer=customer,
        issued_on=issued_on,
        currency=data["currency"],
        lines=lines,
        items=due_items_of(
            issued_on=issued_on,
            lines=lines,
            currency=data["currency"],
            contract=contract,
            due_on=dt.date.fromisoformat(due_on) if due_on else None,
            term_days=data.get("term_days"),
            delivered_on=dt.date.fromisoformat(delivered) if delivered else None,
        ),
        number=data.get("number", ""),
        contract=contract,
        note=data.get("note", ""),
        total=sum((line.amount for line in lines), Decimal(0)),
    )


def credit_note_content(draft: DocumentDraft) -> CreditNoteContent:
    """The credit note of a draft."""
    data = draft.data
    return CreditNoteContent(
        customer=Customer.objects.get(pk=data["customer"], company=draft.company_id),
        issued_on=dt.date.fromisoformat(data["issued_on"]),
        currency=data["currency"],
        total=Decimal(data["amount"]),
        reason=data["reason"],
        number=data.get("number", ""),
        note=data.get("note", ""),
    )


def line_amount(row: Mapping[str, Any], currency: str) -> Decimal:
    """The line's amount, else quantity times unit price in whole minor units."""
    if row.get("amount") not in (None, ""):
        return Decimal(row["amount"])
    return round_money(Decimal(row["quantity"]) * Decimal(row["unit_price"]), currency)


def _line(row: Mapping[str, Any], currency: str) -> LineInput:
    amount = line_amount(row, currency)
    quantity = Decimal(row.get("quantity") or 1)
    price = row.get("unit_price")
    return LineInput(
        description=row["description"],
        quantity=quantity,
        unit=row.get("unit") or "",
        unit_price=Decimal(price) if price else amount,
        amount=amount,
        term_group=row.get("term_group") or 1,
    )
