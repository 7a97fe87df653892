"""What customers owe, per currency: the figures of lists and of a customer's page.

Everything is exact for `today`: what is booked for a later day does not count yet.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from invoices.models import Allocation, DueItemState, OnAccount

ZERO = Decimal(0)


@dataclass(slots=True)
class Owed:
    """One customer in one currency. `worst` is a severity, None before the night."""

    customer_id: int
    currency: str
    open: Decimal = ZERO
    items: int = 0
    past_due: Decimal = ZERO
    past_due_items: int = 0
    oldest_due_on: dt.date | None = None
    past_final: Decimal = ZERO
    past_final_items: int = 0
    on_account: Decimal = ZERO
    worst: int | None = None

    @property
    def balance(self) -> Decimal:
        """Open items less what lies on account."""
        return self.open - self.on_account


def owed_by(*, customer_ids: Iterable[int], today: dt.date) -> dict[int, list[Owed]]:
    """Per customer, his currencies by code; four queries for any number of them."""
    found: dict[tuple[int, str], Owed] = {}
    ids = list(customer_ids)
    for row in _open_rows(ids, today):
        values: dict[str, Any] = {
            name: ZERO if value is None and name in _SUMS else value
            for name, value in row.items()
        }
        found[row["customer_id"], row["currency"]] = Owed(**values)

    def of(customer_id: int, currency: str) -> Owed:
        return found.setdefault(
            (customer_id, currency), Owed(customer_id=customer_id, currency=currency)
        )

    on_account = (
        OnAccount.objects.filter(
            customer_id__in=ids, unallocated__gt=0, effective_on__lte=today
        )
        .values("customer_id", "currency")
        .annotate(left=Sum("unallocated"))
    )
    for row in on_account:
        of(row["customer_id"], row["currency"]).on_account += row["left"]
    for later in _allocated_later(ids, today):
        _count_later(of(later["customer"], later["currency"]), later, today)
    by_customer: dict[int, list[Owed]] = defaultdict(list)
    for (customer_id, _currency), owed in sorted(found.items()):
        by_customer[customer_id].append(owed)
    return dict(by_customer)


_SUMS = ("open", "past_due", "past_final")


def _open_rows(ids: list[int], today: dt.date) -> Any:
    due, final = Q(due_on__lt=today), Q(final_on__lt=today)
    return (
        DueItemState.objects.filter(
            customer_id__in=ids, open_amount__gt=0, issued_on__lte=today
        )
        .values("customer_id", "currency")
        .annotate(
            open=Sum("open_amount"),
            items=Count("pk"),
            past_due=Sum("open_amount", filter=due),
            past_due_items=Count("pk", filter=due),
            oldest_due_on=Min("due_on", filter=due),
            past_final=Sum("open_amount", filter=final),
            past_final_items=Count("pk", filter=final),
            worst=Max("severity"),
        )
        .order_by()
    )


def _allocated_later(ids: list[int], today: dt.date) -> Any:
    """Allocations that take effect after `today`: until then both sides stay open."""
    return (
        Allocation.objects.filter(due_item__customer_id__in=ids, effective_on__gt=today)
        .values(
            "currency",
            "due_item_id",
            customer=F("due_item__customer_id"),
            due_on=F("due_item__state__due_on"),
            final_on=F("due_item__state__final_on"),
            still_open=F("due_item__state__open_amount"),
            issued_on=F("due_item__issued_on"),
        )
        .annotate(
            # Not named `amount`: the filter below must mean the column.
            later=Sum("amount"),
            from_known=Sum(
                "amount",
                filter=Q(payment__received_on__lte=today)
                | Q(credit_note__issued_on__lte=today),
            ),
        )
        .order_by()
    )


def _count_later(owed: Owed, later: dict[str, Any], today: dt.date) -> None:
    owed.on_account += later["from_known"] or ZERO
    if later["issued_on"] > today:
        return
    is_counted = later["still_open"] > 0
    owed.open += later["later"]
    owed.items += 0 if is_counted else 1
    if later["due_on"] < today:
        owed.past_due += later["later"]
        owed.past_due_items += 0 if is_counted else 1
        days = (owed.oldest_due_on, later["due_on"])
        owed.oldest_due_on = min(day for day in days if day is not None)
    if later["final_on"] < today:
        owed.past_final += later["later"]
        owed.past_final_items += 0 if is_counted else 1
