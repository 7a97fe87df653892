"""A customer's ledger: his documents with the running balance, one currency each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum, Value

from invoices.models import CreditNote, Invoice, Payment

ZERO = Decimal(0)
# Documents of one day in the order in which a balance is read: debts first.
INVOICE, CREDIT_NOTE, PAYMENT = 0, 1, 2
_SOURCES: tuple[tuple[int, Any, str, str], ...] = (
    (INVOICE, Invoice, "number", "issued_on"),
    (CREDIT_NOTE, CreditNote, "number", "issued_on"),
    (PAYMENT, Payment, "reference", "received_on"),
)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One document: what it adds to the balance, and the balance after it."""

    kind: int
    pk: int
    label: str
    on: dt.date
    change: Decimal
    is_counter: bool
    balance: Decimal = ZERO

    @property
    def debit(self) -> Decimal | None:
        """What the customer owes more, or None."""
        return self.change if self.change > 0 else None

    @property
    def credit(self) -> Decimal | None:
        """What he owes less, as a positive amount, or None."""
        return -self.change if self.change < 0 else None


def ledger_rows(*, customer_id: int, currency: str) -> QuerySet[Any]:
    """The documents, newest first, as rows for a paginator and `with_balances`."""
    parts = [
        model.objects.filter(customer_id=customer_id, currency=currency)
        .annotate(
            sort=Value(kind, output_field=IntegerField()),
            label=F(label),
            on=F(day),
            counter=F("reverses_id") if model is not Invoice else _nothing(),
        )
        .values_list("sort", "pk", "label", "on", "amount", "counter")
        for kind, model, label, day in _SOURCES
    ]
    rows: QuerySet[Any] = parts[0].union(*parts[1:], all=True)
    return rows.order_by("-on", "-sort", "-id")


def _nothing() -> Value:
    return Value(None, output_field=IntegerField())


Row = tuple[int, int, str, dt.date, Decimal, int | None]


def newest_entries(
    *, customer_id: int, currency: str, few: int
) -> tuple[list[LedgerEntry], int]:
    """The `few` newest documents with the balance after each, and how many there are."""
    rows = list(ledger_rows(customer_id=customer_id, currency=currency)[:few])
    if not rows:
        return [], 0
    documents, balance = _before(rows[-1], customer_id, currency)
    return _balanced(rows, balance), documents


def with_balances(
    rows: Sequence[Row], *, customer_id: int, currency: str
) -> list[LedgerEntry]:
    """The rows of one page (newest first) with the balance after each document."""
    if not rows:
        return []
    _documents, balance = _before(rows[-1], customer_id, currency)
    return _balanced(rows, balance)


def _change(row: Row) -> Decimal:
    return row[4] if row[0] == INVOICE else -row[4]


def _balanced(rows: Sequence[Row], balance: Decimal) -> list[LedgerEntry]:
    """Entries of `rows`, newest first, on top of the `balance` before all of them."""
    found: list[LedgerEntry] = []
    for row in reversed(rows):
        kind, pk, label, on, _amount, counter = row
        change = _change(row)
        balance += change
        found.append(
            LedgerEntry(
                kind=kind,
                pk=pk,
                label=label,
                on=on,
                change=change,
                is_counter=counter is not None,
                balance=balance,
            )
        )
    return found[::-1]


def _before(first: Row, customer_id: int, currency: str) -> tuple[int, Decimal]:
    """How many documents there are at all, and the balance before `first`; one query."""
    parts = [
        model.objects.filter(customer_id=customer_id, currency=currency)
        .order_by()
        .values("customer_id")
        .annotate(
            sort=Value(kind, output_field=IntegerField()),
            documents=Count("pk"),
            sum=Sum("amount", filter=_older(kind, day, first)),
        )
        .values_list("sort", "documents", "sum")
        for kind, model, _label, day in _SOURCES
    ]
    documents, balance = 0, ZERO
    for kind, number, amount in parts[0].union(*parts[1:], all=True):
        documents += number
        balance += (amount if kind == INVOICE else -amount) if amount else ZERO
    return documents, balance


def _older(kind: int, day: str, first: Row) -> Q:
    older = Q(**{f"{day}__lt": first[3]})
    if kind < first[0]:
        older |= Q(**{day: first[3]})
    elif kind == first[0]:
        older |= Q(**{day: first[3], "pk__lt": first[1]})
    return older
