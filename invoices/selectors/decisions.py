"""Lists of decisions about claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from arcollect.core.models import Company, User
from invoices.models import ClaimDecision

DECISION_ORDERS: dict[str, Sequence[str]] = {
    "recorded": ["recorded_at"],
    "number": ["number"],
    "customer": ["customer__name?"],
    "amount": ["amount"],
    "effective": ["effective_on"],
}


def list_decisions(
    *, user: User, company: Company, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Decisions the user may see, with where they stand.

    `filters`: q (number or customer), kind, state, currency, customer, since and until
    (effective dates, both inclusive).
    """
    rows: QuerySet[Any] = (
        ClaimDecision.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer", "state__approved_by", "state__second_approved_by")
        .annotate(standing=F("state__state"))
    )
    if filters.get("q"):
        wanted = filters["q"].strip()
        rows = rows.filter(
            Q(number__icontains=wanted)
            | Q(customer__search_text__contains=wanted.casefold())
        )
    for name in ("kind", "currency"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("customer"):
        rows = rows.filter(customer_id=filters["customer"])
    if filters.get("state"):
        rows = rows.filter(state__state=filters["state"])
    if filters.get("since"):
        rows = rows.filter(effective_on__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(effective_on__lte=filters["until"])
    return rows
