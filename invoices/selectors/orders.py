"""Sales orders as lists and pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from arcollect.core.models import Company, User
from invoices.models import OrderCheck, OrderRelease, SalesOrder

ORDERS: dict[str, Sequence[str]] = {
    "ordered": ["ordered_on"],
    "number": ["number"],
    "customer": ["customer__name?"],
    "amount": ["amount"],
}


def list_orders(
    *, user: User, company: Company, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Orders the user may see, with `found`: the reasons of the newest check.

    `filters`: q (number or customer), customer, currency, state, since, until (order
    dates, both inclusive).
    """
    newest = OrderCheck.objects.filter(order=OuterRef("pk")).order_by("-pk")
    rows: QuerySet[Any] = (
        SalesOrder.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer")
        .annotate(found=Subquery(newest.values("reasons")[:1]))
    )
    text = filters.get("q")
    if text:
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(customer_reference__icontains=text)
            | Q(customer__search_text__contains=text.casefold().strip())
        )
    same = {
        name: filters[name]
        for name in ("customer", "currency", "state")
        if filters.get(name)
    }
    rows = rows.filter(**same)
    if filters.get("since"):
        rows = rows.filter(ordered_on__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(ordered_on__lte=filters["until"])
    return rows


def list_checks(*, order: SalesOrder) -> QuerySet[OrderCheck]:
    """The credit checks of an order, newest first."""
    rows: QuerySet[OrderCheck] = OrderCheck.objects.filter(order=order)
    return rows.select_related("recorded_by").order_by("-pk")


def list_releases(*, order: SalesOrder) -> QuerySet[OrderRelease]:
    """Who let the order pass and why, newest first."""
    rows: QuerySet[OrderRelease] = OrderRelease.objects.filter(order=order)
    return rows.select_related("approved_by", "second_approved_by").order_by("-pk")
