"""Due items that a payment or credit note can pay."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from arcollect.core.models import User
from invoices.models import CreditNote, DueItemState, Payment

# What fits on one page to fill by hand; a search narrows the rest.
MOST_ITEMS = 100


def allocatable_items(
    *, source: Payment | CreditNote, user: User, text: str = ""
) -> QuerySet[Any]:
    """Open items in the source's currency, oldest due date first.

    Those of its customer, or of everybody visible while nobody knows whose money it is:
    then only with a search `text` (invoice number or customer).
    """
    rows: QuerySet[Any] = (
        DueItemState.objects.visible_to(user)
        .filter(
            company_id=source.company_id, currency=source.currency, open_amount__gt=0
        )
        .select_related("due_item__invoice", "customer")
        .order_by("due_on", "pk")
    )
    if source.reverses_id is not None:
        return rows.none()
    if source.customer_id is not None:
        rows = rows.filter(customer_id=source.customer_id)
    elif not text.strip():
        return rows.none()
    wanted = text.strip()
    if wanted:
        rows = rows.filter(
            Q(due_item__invoice__number__icontains=wanted)
            | Q(customer__search_text__contains=wanted.casefold())
        )
    return rows
