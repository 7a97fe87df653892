"""Money on a customer's items, as the judgement of promises needs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from invoices.models import Allocation, DueItem, DueItemState

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyOnItem:
    """A part of a payment on one item; `gone_on` is the day from which it never was."""

    customer_id: int
    item_id: int
    currency: str
    on: dt.date
    amount: Decimal
    method: str
    gone_on: dt.date | None


def money_on_items(
    *, customer_ids: Collection[int], value_from: dt.date, as_of: dt.date
) -> list[MoneyOnItem]:
    """Payments allocated to items of the customers by the end of `as_of`.

    `on` is the day the money came in, from `value_from` on (included); the customer is
    the item's, whoever paid. One query.
    """
    rows = (
        Allocation.objects.filter(
            due_item__customer_id__in=customer_ids,
            payment__isnull=False,
            payment__received_on__gte=value_from,
            reverses=None,
            effective_on__lte=as_of,
        )
        .order_by("payment__received_on", "pk")
        .values(
            "currency",
            "amount",
            customer_id=F("due_item__customer_id"),
            item_id=F("due_item_id"),
            on=F("payment__received_on"),
            method=F("payment__method"),
            gone_on=F("reversed_by__effective_on"),
        )
    )
    return [MoneyOnItem(**row) for row in rows]


def money_moved(
    *, customer: OuterRef, since: OuterRef | Any, through: OuterRef, as_of: dt.date
) -> Exists:
    """Whether an allocation at the outer row's customer was recorded from the instant
    `since` on, or takes effect after the day `through` and by the end of `as_of`."""
    return Exists(
        Allocation.objects.filter(due_item__customer_id=customer).filter(
            Q(recorded_at__gte=since)
            | Q(effective_on__gt=through, effective_on__lte=as_of)
        )
    )


def open_of_items(*, item_ids: Collection[int], as_of: dt.date) -> Decimal:
    """What is open on these items at the end of `as_of`; all of one currency."""
    total = DueItem.objects.filter(pk__in=item_ids).aggregate(n=Sum("amount"))["n"]
    paid = Allocation.objects.filter(
        due_item_id__in=item_ids, effective_on__lte=as_of
    ).aggregate(n=Sum("amount"))["n"]
    return (total or ZERO) - (paid or ZERO)


def items_of(*, customer_id: int, currency: str) -> QuerySet[DueItemState]:
    """The customer's items in a currency on which something is open, oldest first."""
    rows: QuerySet[DueItemState] = DueItemState.objects.filter(
        customer_id=customer_id, currency=currency, open_amount__gt=0
    )
    return rows.select_related("due_item__invoice").order_by("due_on", "pk")


def are_items_of(*, customer_id: int, currency: str, item_ids: Collection[int]) -> bool:
    """Whether every one of the items is the customer's and in that currency."""
    own = DueItem.objects.filter(
        pk__in=item_ids, customer_id=customer_id, currency=currency
    )
    return own.count() == len(set(item_ids))
