"""The list of customers with what they owe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery, Sum

from arcollect.core.models import Company, User
from customers.models import Customer
from customers.selectors.files import with_file_percent
from invoices.models import DueItemState

# Names of `?sort=` and the fields behind them; sums are in the list's currency.
ORDERS: dict[str, Sequence[str]] = {
    "name": ["name"],
    "code": ["code"],
    "rep": ["rep__name?", "name"],
    "region": ["region", "name"],
    "open": ["open_sum?"],
    "overdue": ["overdue_sum?"],
    "class": ["worst?"],
    "file": ["file_percent", "name"],
}
_FLAGS = {
    "watch": "is_watched",
    "habitual": "is_habitual_debtor",
    "review": "is_review_overdue",
}


def list_customers(
    *,
    user: User,
    company: Company,
    today: dt.date,
    filters: Mapping[str, Any],
    by_file: bool = False,
) -> QuerySet[Customer]:
    """Customers the user may see, with `open_sum`, `overdue_sum` and `worst` to sort by.

    `filters`: q, rep, region, severity, currency, overdue, file (below that percent of
    the file), flag, cause; `by_file` adds `file_percent` to sort by. The sums are in the chosen
    currency, else in the company's; currencies are never summed.
    """
    currency = filters.get("currency") or company.base_currency
    mine = DueItemState.objects.filter(customer=OuterRef("pk"), open_amount__gt=0)
    in_currency = mine.filter(currency=currency)
    rows: QuerySet[Any] = (
        Customer.objects.filter(company=company)
        .visible_to(user)
        .select_related("rep")
        .annotate(
            open_sum=_sum(in_currency),
            overdue_sum=_sum(in_currency.filter(due_on__lt=today)),
            worst=Subquery(
                mine.values("customer").annotate(n=Max("severity")).values("n")
            ),
        )
    )
    if filters.get("q"):
        rows = rows.filter(search_text__contains=filters["q"].casefold().strip())
    if filters.get("rep"):
        rows = rows.filter(rep=filters["rep"])
    if filters.get("region"):
        rows = rows.filter(region=filters["region"])
    if filters.get("severity"):
        rows = rows.filter(worst=filters["severity"])
    if filters.get("currency"):
        rows = rows.filter(Exists(in_currency))
    if filters.get("overdue"):
        rows = rows.filter(Exists(mine.filter(due_on__lt=today)))
    return _of_file(rows, filters, today, by_file=by_file)


def _of_file(
    rows: QuerySet[Any], filters: Mapping[str, Any], today: dt.date, *, by_file: bool
) -> QuerySet[Customer]:
    rows = rows.with_flags(today)  # type: ignore[attr-defined]
    if filters.get("flag"):
        rows = rows.filter(**{_FLAGS[filters["flag"]]: True})
    if filters.get("cause"):
        rows = rows.filter(cause=filters["cause"])
    if by_file or filters.get("file"):
        rows = with_file_percent(rows)
    if filters.get("file"):
        rows = rows.filter(file_percent__lt=filters["file"])
    return rows


def _sum(items: QuerySet[Any]) -> Subquery:
    return Subquery(items.values("customer").annotate(n=Sum("open_amount")).values("n"))


def regions_of(*, company: Company, user: User) -> list[str]:
    """Regions of the customers the user may see, sorted."""
    return list(
        Customer.objects.filter(company=company)
        .visible_to(user)
        .exclude(region="")
        .order_by("region")
        .values_list("region", flat=True)
        .distinct()
    )


def currencies_of(*, company: Company) -> list[str]:
    """Currencies in which the company has due items, sorted."""
    return list(
        DueItemState.objects.filter(company=company)
        .order_by("currency")
        .values_list("currency", flat=True)
        .distinct()
    )
