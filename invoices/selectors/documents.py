"""Lists of invoices, credit notes and payments, with what is left of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from arcollect.core.models import Company, User
from invoices.models import CreditNote, DueItemState, Invoice, Payment

INVOICE_ORDERS: dict[str, Sequence[str]] = {
    "issued": ["issued_on"],
    "number": ["number"],
    "customer": ["customer__name?"],
    "due": ["due_on?"],
    "amount": ["amount"],
    "open": ["open_sum?"],
    "class": ["worst?"],
}
CREDIT_NOTE_ORDERS: dict[str, Sequence[str]] = {
    "issued": ["issued_on"],
    "number": ["number"],
    "customer": ["customer__name?"],
    "amount": ["amount"],
    "left": ["left?"],
}
PAYMENT_ORDERS: dict[str, Sequence[str]] = {
    "received": ["received_on"],
    "reference": ["reference"],
    "customer": ["customer__name?"],
    "amount": ["amount"],
    "left": ["left?"],
}


def list_invoices(
    *, user: User, company: Company, today: dt.date, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Invoices the user may see, with `due_on` (the first), `open_sum` and `worst`.

    `filters`: q, customer, currency, state (open, overdue, settled, reversed),
    severity, since, until (issue dates, both inclusive).
    """
    items = DueItemState.objects.filter(due_item__invoice=OuterRef("pk"))
    by_invoice = items.values("due_item__invoice")
    still_open = items.filter(open_amount__gt=0)
    rows: QuerySet[Any] = (
        Invoice.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer", "reversed_by")
        .annotate(
            due_on=Subquery(by_invoice.annotate(n=Min("due_on")).values("n")),
            open_sum=Subquery(by_invoice.annotate(n=Sum("open_amount")).values("n")),
            worst=Subquery(
                still_open.values("due_item__invoice")
                .annotate(n=Max("severity"))
                .values("n")
            ),
        )
    )
    rows = _common(rows, filters, text="number", day="issued_on")
    state = filters.get("state")
    if state == "open":
        rows = rows.filter(Exists(still_open))
    elif state == "overdue":
        rows = rows.filter(Exists(still_open.filter(due_on__lt=today)))
    elif state == "settled":
        rows = rows.filter(~Exists(still_open), reversed_by=None)
    elif state == "reversed":
        rows = rows.filter(reversed_by__isnull=False)
    if filters.get("severity"):
        rows = rows.filter(worst=filters["severity"])
    return rows


def list_credit_notes(
    *, user: User, company: Company, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Credit notes the user may see, with `left` to allocate (None: counter-document).

    `filters`: q, customer, currency, state (unallocated, used_up, reversed), since,
    until.
    """
    rows: QuerySet[Any] = (
        CreditNote.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer", "reversed_by", "reverses_invoice", "reverses")
        .annotate(left=F("state__unallocated"))
    )
    rows = _common(rows, filters, text="number", day="issued_on")
    return _by_state(rows, filters.get("state"))


def list_payments(
    *, user: User, company: Company, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Payments the user may see, with `left` to allocate (None: counter-document).

    `filters`: q (reference or payer), customer, currency, state (unallocated,
    used_up, reversed), since, until.
    """
    rows: QuerySet[Any] = (
        Payment.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer", "reversed_by", "reverses")
        .annotate(left=F("state__unallocated"))
    )
    rows = _common(rows, filters, text="reference", day="received_on")
    return _by_state(rows, filters.get("state"))


def _by_state(rows: QuerySet[Any], state: str | None) -> QuerySet[Any]:
    if state == "unallocated":
        return rows.filter(state__unallocated__gt=0)
    if state == "used_up":
        return rows.filter(state__unallocated=0, reversed_by=None)
    if state == "reversed":
        return rows.filter(Q(reversed_by__isnull=False) | Q(reverses__isnull=False))
    return rows


def _common(
    rows: QuerySet[Any], filters: Mapping[str, Any], *, text: str, day: str
) -> QuerySet[Any]:
    if filters.get("q"):
        wanted = filters["q"].strip()
        rows = rows.filter(
            Q(**{f"{text}__icontains": wanted})
            | Q(customer__search_text__contains=wanted.casefold())
        )
    if filters.get("customer"):
        rows = rows.filter(customer_id=filters["customer"])
    if filters.get("currency"):
        rows = rows.filter(currency=filters["currency"])
    if filters.get("since"):
        rows = rows.filter(**{f"{day}__gte": filters["since"]})
    if filters.get("until"):
        rows = rows.filter(**{f"{day}__lte": filters["until"]})
    return rows
