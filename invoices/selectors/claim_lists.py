"""Disputes, extensions and goods documents to list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from arcollect.core.models import Company, User
from invoices.models import (
    Dispute,
    DueDateChange,
    Extension,
    GoodsLink,
    GoodsMovement,
)
from invoices.selectors.unbilled import unbilled_goods

OPEN, OVERDUE, DONE = "open", "overdue", "done"
DISPUTE_TABS = (OPEN, OVERDUE, DONE)
UNBILLED, ALL = "unbilled", "all"
GOODS_TABS = (UNBILLED, ALL)


def list_disputes(*, user: User, company: Company, text: str = "") -> QuerySet[Any]:
    """Disputes the user may see; `text` searches invoice and customer."""
    rows: QuerySet[Any] = (
        Dispute.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer", "owner", "due_item__invoice")
    )
    return _searched(rows, text, "due_item__invoice__number")


def of_dispute_tab(rows: QuerySet[Any], tab: str, *, on: dt.date) -> QuerySet[Any]:
    """Open ones, those of them overdue on `on`, or settled ones."""
    return rows.filter(_dispute_tabs(on)[tab])


def count_disputes(rows: QuerySet[Any], *, on: dt.date) -> dict[str, int]:
    """How many rows each tab has, in one query."""
    tabs = _dispute_tabs(on).items()
    counts = {tab: Count("pk", filter=condition) for tab, condition in tabs}
    return rows.order_by().aggregate(**counts)


def _dispute_tabs(on: dt.date) -> dict[str, Q]:
    is_open = Q(state=Dispute.State.OPEN)
    return {OPEN: is_open, OVERDUE: is_open & Q(target_on__lt=on), DONE: ~is_open}


def list_extensions(
    *, user: User, company: Company, state: str = "", text: str = ""
) -> QuerySet[Any]:
    """Extensions the user may see, with the item's first due date and `times` it moved."""
    rows: QuerySet[Any] = (
        Extension.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer", "due_item__invoice", "requested_by")
        .annotate(times=count_of_extensions())
    )
    if state:
        rows = rows.filter(state=state)
    return _searched(rows, text, "due_item__invoice__number")


def count_of_extensions() -> Any:
    """How often the due date of an extension's item was extended, taken back ones not."""
    return Count(
        "due_item__due_changes",
        filter=Q(
            due_item__due_changes__cause=DueDateChange.Cause.EXTENSION,
            due_item__due_changes__reverses=None,
            due_item__due_changes__reversed_by=None,
        ),
        distinct=True,
    )


def list_goods(
    *, user: User, company: Company, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Goods documents the user may see. `filters`: q, kind, currency, customer."""
    settled = GoodsLink.objects.filter(movement=OuterRef("pk"))
    rows: QuerySet[Any] = (
        GoodsMovement.objects.filter(company=company, reverses=None)
        .visible_to(user)
        .select_related("customer", "to_customer", "reversed_by")
        .annotate(settled=Exists(settled))
    )
    for name in ("kind", "currency", "customer"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    return _searched(rows, str(filters.get("q", "")), "number")


def only_unbilled(
    rows: QuerySet[Any], *, company: Company, as_of: dt.date
) -> QuerySet[Any]:
    """Those of `rows` that wait for their invoice at `as_of`."""
    return rows.filter(pk__in=unbilled_goods(company=company, as_of=as_of).values("pk"))


def _searched(rows: QuerySet[Any], text: str, number: str) -> QuerySet[Any]:
    wanted = text.strip()
    if not wanted:
        return rows
    return rows.filter(
        Q(**{f"{number}__icontains": wanted})
        | Q(customer__search_text__contains=wanted.casefold())
    )
