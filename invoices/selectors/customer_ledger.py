"""A customer's ledger: his documents with the running balance, one currency each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Sum, Value

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
            kind=Value(kind, output_field=IntegerField()),
            label=F(label),
            on=F(day),
            counter=F("reverses_id") if model is not Invoice else _nothing(),
        )
        .values_list("kind", "pk", "label", "on", "amount", "counter")
        for kind, model, label, day in _SOURCES
    ]
    rows: QuerySet[Any] = parts[0].union(*parts[1:], all=True)
    return rows.order_by("-on", "-kind", "-id")


def _nothing() -> Value:
    return Value(None, output_field=IntegerField())


def with_balances(
    rows: Sequence[tuple[int, int, str, dt.date, Decimal, int | None]],
    *,
    customer_id: int,
    currency: str,
) -> list[LedgerEntry]:
    """The rows of one page (newest first) with the balance after each document."""
    entries = [
        LedgerEntry(
            kind=kind,
            pk=pk,
            label=label,
            on=on,
            change=amount if kind == INVOICE else -amount,
            is_counter=counter is not None,
        )
        for kind, pk, label, on, amount, counter in rows
    ]
    if not entries:
        return []
    balance = _balance_before(entries[-1], customer_id, currency)
    found: list[LedgerEntry] = []
    for entry in reversed(entries):
        balance += entry.change
        found.append(
            LedgerEntry(
                kind=entry.kind,
                pk=entry.pk,
                label=entry.label,
                on=entry.on,
                change=entry.change,
                is_counter=entry.is_counter,
                balance=balance,
            )
        )
    return found[::-1]


def _balance_before(first: LedgerEntry, customer_id: int, currency: str) -> Decimal:
    total = ZERO
    for kind, model, _label, day in _SOURCES:
        older = Q(**{f"{day}__lt": first.on})
        if kind < first.kind:
            older |= Q(**{day: first.on})
        elif kind == first.kind:
            older |= Q(**{day: first.on, "pk__lt": first.pk})
        amount = (
            model.objects.filter(older, customer_id=customer_id, currency=currency)
            .aggregate(sum=Sum("amount"))
            .get("sum")
        ) or ZERO
        total += amount if kind == INVOICE else -amount
    return total
