"""The lists behind the figures; each sums to the figure that led to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from arcollect.dashboards.asked import Asked, overdue_on
from invoices.selectors.visible_ledger import VisibleLedger

ZERO = Decimal(0)
ITEM_ORDERS: Mapping[str, Sequence[str]] = {
    "open": ["-by_open"],
    "due": ["due_on"],
    "issued": ["issued_on"],
    "final": ["final_on"],
    "invoice": ["due_item__invoice__number"],
    "customer": ["customer__name"],
    "class": ["-day_class", "-by_open"],
}
CUSTOMER_ORDERS: Mapping[str, Sequence[str]] = {
    "owed": ["-owed"],
    "overdue": ["-overdue", "-owed"],
    "items": ["-items"],
    "class": ["-worst", "-owed"],
    "name": ["customer__name"],
}


@dataclass(frozen=True, slots=True)
class ListTotal:
    """The total row of a list in one currency: all pages of it."""

    amount: Decimal
    rows: int
    items: int = 0
    overdue: Decimal = ZERO


def currency_of(rows: QuerySet[Any], asked: Asked) -> tuple[str, list[str]]:
    """The currency to show and all that occur, most rows first.

    A list never mixes currencies: without a chosen one it shows the most frequent.
    """
    found = rows.order_by().values("currency").annotate(n=Count("pk"))
    codes = [
        row["currency"]
        for row in sorted(found, key=lambda row: (-row["n"], row["currency"]))
    ]
    if asked.currency and asked.currency not in codes:
        codes.append(asked.currency)
    return asked.currency or (codes[0] if codes else ""), codes


def open_items(ledger: VisibleLedger, asked: Asked) -> QuerySet[Any]:
    """Items open at the end of the day, each with invoice, customer and rep."""
    rows = asked.items(ledger.items(asked.as_of))
    return rows.select_related("due_item__invoice", "customer__rep")


def items_total(rows: QuerySet[Any]) -> ListTotal:
    """Sum and number of a list of items."""
    found = rows.order_by().aggregate(owed=Sum("by_open"), n=Count("pk"))
    return ListTotal(found["owed"] or ZERO, found["n"], found["n"])


def customers_owing(ledger: VisibleLedger, asked: Asked) -> QuerySet[Any]:
    """One row per customer: what he owes of the chosen items, worst class, rep."""
    rows: Any = asked.items(ledger.items(asked.as_of)).order_by()
    overdue = overdue_on(asked.as_of)
    return rows.values(  # type: ignore[no-any-return]
        "customer_id", "customer__code", "customer__name", rep=F("customer__rep__name")
    ).annotate(
        owed=Sum("by_open"),
        overdue=Sum("by_open", filter=overdue, default=ZERO),
        items=Count("pk"),
        worst=Max("day_class"),
    )


def customers_total(ledger: VisibleLedger, asked: Asked) -> ListTotal:
    """Sums over all customers of such a list, and how many they are."""
    rows = asked.items(ledger.items(asked.as_of)).order_by()
    found = rows.aggregate(
        owed=Sum("by_open"),
        overdue=Sum("by_open", filter=overdue_on(asked.as_of)),
        n=Count("pk"),
        customers=Count("customer_id", distinct=True),
    )
    return ListTotal(
        amount=found["owed"] or ZERO,
        rows=found["customers"],
        items=found["n"],
        overdue=found["overdue"] or ZERO,
    )


def money_on_account(ledger: VisibleLedger, asked: Asked) -> QuerySet[Any]:
    """Payments and credit notes with something left at the end of the day."""
    rows = asked.money(ledger.on_account(asked.as_of))
    return rows.select_related("payment", "credit_note", "customer").order_by(
        "-by_open", "pk"
    )


def money_collected(ledger: VisibleLedger, asked: Asked) -> QuerySet[Any]:
    """Payments received in the month of the day until then, newest first."""
    first = asked.as_of.replace(day=1)
    rows = asked.money(ledger.received(first, asked.as_of))
    return rows.select_related("customer").order_by("-received_on", "-pk")


def money_total(rows: QuerySet[Any], amount: str) -> ListTotal:
    """Sum of a list of money and its length."""
    found = rows.order_by().aggregate(sum=Sum(amount), n=Count("pk"))
    return ListTotal(found["sum"] or ZERO, found["n"])


def customer_name(rows: QuerySet[Any], customer: int | None) -> str:
    """Name of the chosen customer, if the person may see him; else empty."""
    if customer is None:
        return ""
    found = rows.filter(Q(customer=customer)).values_list("customer__name", flat=True)
    return found.first() or ""
