"""What the pages of payments and credit notes share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core.lists import abilities
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from invoices.models import CreditNote, OnAccount, Payment
from invoices.selectors.sources import allocations_of

Source = Payment | CreditNote


def find_payment(request: SignedInRequest, payment_id: int) -> Payment:
    """The payment, if the person may see it; else 404."""
    payment: Payment = get_or_404(
        Payment.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer", "recorded_by", "reverses", "reversed_by"),
        pk=payment_id,
    )
    return payment


def find_credit_note(request: SignedInRequest, credit_note_id: int) -> CreditNote:
    """The credit note, if the person may see it; else 404."""
    note: CreditNote = get_or_404(
        CreditNote.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related(
            "customer", "recorded_by", "reverses", "reversed_by", "reverses_invoice"
        ),
        pk=credit_note_id,
    )
    return note


def left_of(source: Source) -> Decimal:
    """What is left to allocate; 0 of a counter-document."""
    side = (
        {"payment": source} if isinstance(source, Payment) else {"credit_note": source}
    )
    row = OnAccount.objects.filter(**side).first()
    return row.unallocated if row else Decimal(0)


def source_page(source: Source, request: SignedInRequest) -> dict[str, Any]:
    """What the page of one payment or credit note shows."""
    left = left_of(source)
    return {
        "source": source,
        "left": left,
        "allocated": source.amount - left,
        "allocations": allocations_of(source),
        "can": abilities(request),
    }


def source_state(row: Any) -> str:
    """The state of a listed payment or credit note in a word."""
    if row.reverses_id is not None:
        return _("Counter-document")
    if getattr(row, "reversed_by", None) is not None:
        return _("Reversed")
    if not row.left:
        return _("Allocated")
    return _("Part allocated") if row.left < row.amount else _("Not allocated")


def route_of(source: Source, name: str) -> tuple[str, Sequence[int]]:
    """The route `payment_<name>` or `credit_note_<name>` of the source."""
    kind = "payment" if isinstance(source, Payment) else "credit_note"
    return f"invoices:{kind}_{name}", [source.pk]
