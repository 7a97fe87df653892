"""Payments and credit notes with what they paid."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from invoices.models import Allocation, CreditNote, Payment

Source = Payment | CreditNote


def allocations_of(source: Source) -> QuerySet[Any]:
    """Every allocation of the source, newest first, with whoever undid it."""
    side = (
        {"payment": source} if isinstance(source, Payment) else {"credit_note": source}
    )
    return _with_undoing(Allocation.objects.filter(**side))


def allocations_to(invoice_id: int) -> QuerySet[Any]:
    """Every allocation to an invoice's items, newest first, with whoever undid it."""
    return _with_undoing(Allocation.objects.filter(due_item__invoice_id=invoice_id))


def _with_undoing(rows: QuerySet[Any]) -> QuerySet[Any]:
    return (
        rows.filter(Q(reverses=None))
        .select_related(
            "due_item__invoice",
            "payment",
            "credit_note",
            "recorded_by",
            "reversed_by__recorded_by",
        )
        .order_by("-effective_on", "-pk")
    )
