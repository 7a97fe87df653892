"""What the examples by hand look at and do."""

from __future__ import annotations

from decimal import Decimal

from arcollect.core.models import AuditEvent
from invoices.models import (
    Allocation,
    CreditNote,
    DueItemState,
    Invoice,
    OnAccount,
    Payment,
)
from invoices.services.allocate import AllocationPart, allocate

D = Decimal


def open_of(invoice: Invoice) -> Decimal:
    return DueItemState.objects.get(due_item__invoice=invoice).open_amount


def left_of(source: Payment | CreditNote) -> Decimal:
    side = "payment" if isinstance(source, Payment) else "credit_note"
    return OnAccount.objects.get(**{side: source}).unallocated


def pay(source: Payment | CreditNote, invoice: Invoice, amount: str, **more: object):
    part = AllocationPart(invoice.items.get().pk, D(amount))
    return allocate(actor=None, source=source, parts=[part], **more)


def everything() -> dict[str, object]:
    """All that a refusal must leave as it was."""
    return {
        "invoices": list(Invoice.objects.values_list("pk", flat=True)),
        "credit notes": list(CreditNote.objects.values_list("pk", flat=True)),
        "payments": list(Payment.objects.values_list("pk", flat=True)),
        "allocations": list(Allocation.objects.values_list("pk", "amount")),
        "open": list(DueItemState.objects.order_by("pk").values()),
        "left": list(OnAccount.objects.order_by("pk").values()),
        "audit": AuditEvent.objects.count(),
    }
