"""Deductions to list: whose, in which state, overdue or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from arcollect.core.models import Company, User
from invoices.models import Deduction, DueItemState

OPEN, OVERDUE, REFUSED, DONE = "open", "overdue", "refused", "done"
TABS = (OPEN, OVERDUE, REFUSED, DONE)
DEDUCTION_ORDERS = {
    "number": ["number"],
    "customer": ["customer__name"],
    "claimed": ["claimed_on"],
    "deadline": ["deadline_on"],
    "amount": ["amount"],
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is claimed and not decided, in one currency."""

    currency: str
    amount: Decimal
    overdue: Decimal


def list_deductions(
    *, user: User, company: Company, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Deductions the user may see. `filters`: q (number or customer), kind, currency,
    customer."""
    rows: QuerySet[Any] = (
        Deduction.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer", "payment", "requested_by")
    )
    for name in ("kind", "currency", "customer"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    text = str(filters.get("q", "")).strip()
    if text:
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(customer__search_text__contains=text.casefold())
        )
    return rows


def of_tab(rows: QuerySet[Any], tab: str, *, on: dt.date) -> QuerySet[Any]:
    """The rows of one tab: open, overdue on `on`, refused and not closed, done."""
    return rows.filter(_conditions(on)[tab])


def count_tabs(rows: QuerySet[Any], *, on: dt.date) -> dict[str, int]:
    """How many rows each tab has, in one query."""
    counts = {
        tab: Count("pk", filter=condition) for tab, condition in _conditions(on).items()
    }
    return rows.order_by().aggregate(**counts)


def _conditions(on: dt.date) -> dict[str, Q]:
    is_open = Q(state__in=Deduction.OPEN)
    refused = Q(state__in=Deduction.REFUSED)
    return {
        OPEN: is_open,
        OVERDUE: is_open & Q(deadline_on__lt=on),
        REFUSED: refused,
        DONE: ~is_open & ~refused,
    }


def claimed_sums(rows: QuerySet[Any], *, on: dt.date) -> list[Claimed]:
    """What of `rows` waits for a decision, and is overdue on `on`, per currency."""
    waiting = rows.filter(state__in=Deduction.OPEN).order_by("currency")
    sums = waiting.values("currency").annotate(
        total=Sum("amount"), late=Sum("amount", filter=Q(deadline_on__lt=on))
    )
    return [
        Claimed(row["currency"], row["total"], row["late"] or Decimal(0))
        for row in sums
    ]


def claimable_items(*, customer_id: int, currency: str = "") -> QuerySet[Any]:
    """Open items of a customer, oldest due date first, on which he may keep back."""
    rows: QuerySet[Any] = (
        DueItemState.objects.filter(customer=customer_id, open_amount__gt=0)
        .select_related("due_item__invoice", "customer")
        .order_by("due_on", "pk")
    )
    return rows.filter(currency=currency) if currency else rows
