"""What reminders need to know of the ledger: open items, and what speaks against asking.

Every function reads one company, narrowed to some customers where asked; few queries
for any number of items.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet, Sum

from arcollect.core.bulk import days_of, in_chunks, read_rows, text_of
from arcollect.core.models import ImportBatch
from arcollect.core.money import from_stored
from invoices.models import (
    Allocation,
    Dispute,
    DueItem,
    DueItemState,
    Fact,
    OnAccount,
)

CHUNK = 5_000
CustomerCurrency = tuple[int, str]
# Only counsel or the administrator of the estate writes from here on.
LEGAL_FACTS = (
    Fact.Kind.BANKRUPTCY_ACCEPTED,
    Fact.Kind.BANKRUPTCY_DECLARED,
    Fact.Kind.BANKRUPTCY_CLOSED,
    Fact.Kind.DISSOLVED,
)


DAYS = ("issued_on", "due_on", "final_on", "expedited_from", "quasi_from")


class OpenItem(NamedTuple):
    """One open item with the days a ladder counts from."""

    item_id: int
    customer_id: int
    currency: str
    issued_on: dt.date
    due_on: dt.date
    final_on: dt.date
    expedited_from: dt.date
    quasi_from: dt.date
    open_amount: Decimal


def list_items_to_ask_for(
    *,
    company_id: int,
    as_of: dt.date,
    due_through: dt.date,
    customers: Collection[int] | None = None,
) -> list[OpenItem]:
    """Items issued by `as_of`, due by `due_through` and still open, oldest first.

    Open is what no allocation covers, whatever its day: money that is allocated for
    tomorrow is not asked for today.
    """
    rows = DueItemState.objects.filter(
        company_id=company_id,
        open_amount__gt=0,
        issued_on__lte=as_of,
        due_on__lte=due_through,
    )
    if customers is not None:
        rows = rows.filter(customer_id__in=customers)
    found = rows.order_by("customer_id", "due_on", "pk").values_list(
        "pk", "customer_id", "currency", text_of(*DAYS), "open_amount"
    )
    return [
        OpenItem._make((pk, customer_id, currency, *days_of(days), from_stored(amount)))
        for pk, customer_id, currency, days, amount in read_rows(found)
    ]


def open_balances(
    *, company_id: int, as_of: dt.date, customers: Collection[int] | None = None
) -> dict[CustomerCurrency, Decimal]:
    """Open items issued by `as_of`, due or not, per customer and currency."""
    rows = DueItemState.objects.filter(
        company_id=company_id, open_amount__gt=0, issued_on__lte=as_of
    )
    return {
        (row["customer_id"], row["currency"]): row["total"]
        for row in _of(rows, customers)
        .values("customer_id", "currency")
        .annotate(total=Sum("open_amount"))
        .order_by()
    }


@dataclass(frozen=True, slots=True)
class Unallocated:
    """What lies on a customer's account in a currency: the largest amount, and all."""

    largest: Decimal
    total: Decimal


def unallocated_money(
    *, company_id: int, as_of: dt.date, customers: Collection[int] | None = None
) -> dict[CustomerCurrency, Unallocated]:
    """Payments and credit notes of `as_of` or before that nobody has allocated."""
    rows = OnAccount.objects.filter(
        company_id=company_id, unallocated__gt=0, effective_on__lte=as_of
    ).exclude(customer=None)
    return {
        (row["customer_id"], row["currency"]): Unallocated(row["most"], row["total"])
        for row in _of(rows, customers)
        .values("customer_id", "currency")
        .annotate(most=Max("unallocated"), total=Sum("unallocated"))
        .order_by()
    }


def contested_amounts(
    *, company_id: int, customers: Collection[int] | None = None
) -> dict[int, Decimal]:
    """The amount of open disputes per item."""
    rows = Dispute.objects.filter(company_id=company_id, state=Dispute.State.OPEN)
    return dict(
        _of(rows, customers)
        .values("due_item_id")
        .annotate(total=Sum("amount"))
        .values_list("due_item_id", "total")
    )


@dataclass(slots=True)
class Reach:
    """Customers and single items that a fact is about."""

    customers: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)

    def add(self, customer_id: int, item_id: int | None) -> None:
        if item_id is None:
            self.customers.add(customer_id)
        else:
            self.items.add(item_id)

    def reaches(self, customer_id: int, item_id: int) -> bool:
        return customer_id in self.customers or item_id in self.items


@dataclass(frozen=True, slots=True)
class FactsForReminders:
    """Who must not be written to, who pays by plan, and whose plan broke on which day."""

    legal: Reach
    on_plan: Reach
    broken_plans: dict[tuple[int, int | None], dt.date]


def facts_for_reminders(
    *, company_id: int, as_of: dt.date, customers: Collection[int] | None = None
) -> FactsForReminders:
    """Facts in force on `as_of`, and plans that ended by then with a missed instalment."""
    rows = Fact.objects.filter(
        company_id=company_id,
        kind__in=[*LEGAL_FACTS, Fact.Kind.PLAN],
        from_on__lte=as_of,
        withdrawn=False,
        superseded_by=None,
    )
    found = FactsForReminders(Reach(), Reach(), {})
    for fact in _of(rows, customers):
        running = fact.until_on is None or as_of < fact.until_on
        if fact.kind != Fact.Kind.PLAN:
            if running:
                found.legal.add(fact.customer_id, fact.due_item_id)
        elif running:
            found.on_plan.add(fact.customer_id, fact.due_item_id)
        else:
            key = fact.customer_id, fact.due_item_id
            before = found.broken_plans.get(key)
            found.broken_plans[key] = max(before or fact.until_on, fact.until_on)
    return found


class ItemWords(NamedTuple):
    """How letters name an item."""

    invoice: str
    contract: str
    issued_on: dt.date


def words_of_items(item_ids: Iterable[int]) -> dict[int, ItemWords]:
    """Invoice and contract numbers per item."""
    found = {}
    for ids in in_chunks(item_ids, CHUNK):
        rows = DueItem.objects.filter(pk__in=ids).values_list(
            "pk", "invoice__number", "invoice__contract__number", text_of("issued_on")
        )
        for pk, invoice, contract, issued in read_rows(rows):
            found[pk] = ItemWords(invoice, contract or "", days_of(issued)[0])
    return found


def open_amounts(item_ids: Iterable[int]) -> dict[int, Decimal]:
    """What is open now per item."""
    rows = DueItemState.objects.filter(pk__in=list(item_ids))
    return dict(rows.values_list("pk", "open_amount"))


def latest_import_at(*, company_id: int) -> dt.datetime | None:
    """When documents were last imported; None if never."""
    found: dt.datetime | None = ImportBatch.objects.filter(
        company_id=company_id, state=ImportBatch.State.APPLIED
    ).aggregate(at=Max("state_changed_at"))["at"]
    return found


def items_with_undone_payments(*, company_id: int) -> QuerySet[Any, Any]:
    """Ids of items of which an allocation was undone, for use inside a query."""
    return Allocation.objects.filter(
        company_id=company_id, reverses__isnull=False
    ).values("due_item")


def reopened_since(
    *, company_id: int, moments: dict[int, dt.datetime]
) -> dict[int, bool]:
    """Items that were wholly settled at some time after their moment, by allocation."""
    found: dict[int, bool] = {}
    undone = Allocation.objects.filter(company_id=company_id, reverses__isnull=False)
    for ids in in_chunks(list(moments), CHUNK):
        touched = set(
            undone.filter(due_item_id__in=ids).values_list("due_item_id", flat=True)
        )
        for item_id in touched:
            found[item_id] = _was_settled(item_id, moments[item_id])
    return found


def _was_settled(item_id: int, since: dt.datetime) -> bool:
    amount = DueItem.objects.values_list("amount", flat=True).get(pk=item_id)
    taken = Decimal(0)
    rows: Any = Allocation.objects.filter(due_item_id=item_id).order_by(
        "recorded_at", "pk"
    )
    for at, part in rows.values_list("recorded_at", "amount"):
        taken += part
        if at > since and taken >= amount:
            return True
    return False


def _of(rows: Any, customers: Collection[int] | None) -> Any:
    return rows if customers is None else rows.filter(customer_id__in=customers)
