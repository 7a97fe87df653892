"""A customer's account for a letter: documents and open items as of a day.

The closing balance is that of the aging on the same day, to the cent: money that nobody
was named for counts where and when it was allocated to the customer's items.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Count, Sum

from arcollect.core.models import Company
from invoices.models import Allocation, CreditNote, Dispute, Invoice, Payment
from invoices.selectors.aging import open_states, sources_left
from invoices.selectors.aging_figures import ZERO
from invoices.selectors.scope import LedgerScope


class DocumentKind(StrEnum):
    """What a line of the statement stands for."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    REVERSAL = "reversal"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A document; `change` is positive where the customer owes more."""

    on: dt.date
    kind: DocumentKind
    number: str
    change: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item open at the end of the day, with what the customer contests of it."""

    number: str
    issued_on: dt.date
    due_on: dt.date
    amount: Decimal
    open: Decimal
    disputed: Decimal
    kind: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One customer and currency; money on account is positive where we hold it."""

    customer_id: int
    currency: str
    as_of: dt.date
    opening: Decimal
    lines: tuple[StatementLine, ...]
    items: tuple[OpenItem, ...]
    on_account: Decimal

    @property
    def closing(self) -> Decimal:
        """The balance after the last line: positive, the customer owes."""
        return self.opening + sum((line.change for line in self.lines), ZERO)

    @property
    def open_total(self) -> Decimal:
        """What all open items sum to."""
        return sum((item.open for item in self.items), ZERO)


def customer_statement(
    *,
    company: Company,
    customer_id: int,
    currency: str,
    as_of: dt.date,
    since: dt.date | None = None,
) -> Statement:
    """The account at the end of `as_of`, with the documents from `since` on (inclusive).

    What is dated before `since` is the opening balance; without it the statement begins
    with the books. Six queries.
    """
    lines = sorted(
        _lines(customer_id, currency, as_of),
        key=lambda line: (line.on, line.change < 0, line.number),
    )
    before = [line for line in lines if since is not None and line.on < since]
    scope = LedgerScope(company=company, customer=customer_id, currency=currency)
    return Statement(
        customer_id=customer_id,
        currency=currency,
        as_of=as_of,
        opening=sum((line.change for line in before), ZERO),
        lines=tuple(lines[len(before) :]),
        items=tuple(_open_items(scope, as_of)),
        on_account=sum(
            sources_left(scope=scope, as_of=as_of).values_list("by_open", flat=True),
            ZERO,
        ),
    )


def _lines(customer_id: int, currency: str, as_of: dt.date) -> Iterable[StatementLine]:
    own: Any = {"customer_id": customer_id, "currency": currency}
    invoices = Invoice.objects.filter(issued_on__lte=as_of, **own)
    for on, number, amount, note in invoices.values_list(
        "issued_on", "number", "amount", "note"
    ):
        yield StatementLine(on, DocumentKind.INVOICE, number, amount, note)
    credit_notes = CreditNote.objects.filter(issued_on__lte=as_of, **own)
    for on, number, amount, note, of_invoice, counter in credit_notes.values_list(
        "issued_on", "number", "amount", "note", "reverses_invoice", "reverses"
    ):
        kind = DocumentKind.CREDIT_NOTE
        if of_invoice is not None or counter is not None:
            kind = DocumentKind.REVERSAL
        yield StatementLine(on, kind, number, -amount, note)
    payments = Payment.objects.filter(received_on__lte=as_of, **own)
    for on, number, amount, counter in payments.values_list(
        "received_on", "reference", "amount", "reverses"
    ):
        kind = DocumentKind.PAYMENT if counter is None else DocumentKind.REVERSAL
        yield StatementLine(on, kind, number, -amount)
    yield from _unnamed_money(customer_id, currency, as_of)


def _unnamed_money(
    customer_id: int, currency: str, as_of: dt.date
) -> Iterable[StatementLine]:
    """Parts of payments without a customer that settle this customer's items."""
    rows = Allocation.objects.filter(
        due_item__customer_id=customer_id,
        currency=currency,
        payment__customer__isnull=True,
        credit_note__isnull=True,
        effective_on__lte=as_of,
    )
    for on, number, amount in rows.values_list(
        "effective_on", "payment__reference", "amount"
    ):
        kind = DocumentKind.PAYMENT if amount > ZERO else DocumentKind.REVERSAL
        yield StatementLine(on, kind, number, -amount)


def _open_items(scope: LedgerScope, as_of: dt.date) -> Iterable[OpenItem]:
    rows = open_states(scope=scope, as_of=as_of).select_related("due_item__invoice")
    disputed = _disputed(scope, as_of)
    for row in rows.order_by("due_on", "pk"):
        yield OpenItem(
            number=row.due_item.invoice.number,
            issued_on=row.issued_on,
            due_on=row.due_on,
            amount=row.amount,
            open=row.by_open,
            disputed=min(disputed.get(row.pk, ZERO), row.by_open),
            kind=row.due_item.kind,
        )


def _disputed(scope: LedgerScope, as_of: dt.date) -> dict[int, Decimal]:
    rows = Dispute.objects.filter(scope.condition, opened_on__lte=as_of)
    rows = rows.exclude(resolved_on__lte=as_of)
    sums = rows.values("due_item").annotate(total=Sum("amount"))
    return {row["due_item"]: row["total"] for row in sums}


@dataclass(frozen=True, slots=True)
class Balance:
    """One customer in one currency at the end of a day: a row of a preview."""

    customer_id: int
    currency: str
    open: Decimal = ZERO
    on_account: Decimal = ZERO
    items: int = 0
    past_due: Decimal = ZERO
    # What the customer contests of the items past due.
    contested: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.open - self.on_account


def balances(*, scope: LedgerScope, as_of: dt.date) -> list[Balance]:
    """Every customer and currency with something open or on account at `as_of`.

    Money without a customer is left out, though it is part of the aging's total; see
    `unnamed_money`. Some six queries for any number of customers.
    """
    found: dict[tuple[int, str], dict[str, Any]] = defaultdict(dict)
    open_rows = open_states(scope=scope, as_of=as_of).order_by()
    pairs = open_rows.values("customer", "currency")
    for row in pairs.annotate(total=Sum("by_open"), count=Count("pk")):
        found[row["customer"], row["currency"]] |= {
            "open": row["total"],
            "items": row["count"],
        }
    late = open_rows.filter(due_on__lt=as_of)
    for row in late.values("customer", "currency").annotate(total=Sum("by_open")):
        found[row["customer"], row["currency"]]["past_due"] = row["total"]
    disputed = _disputed(scope, as_of)
    for row in late.filter(pk__in=disputed):
        values = found[row.customer_id, row.currency]
        contested = min(disputed[row.pk], row.by_open)
        values["contested"] = values.get("contested", ZERO) + contested
    left = sources_left(scope=scope, as_of=as_of).filter(customer__isnull=False)
    sums = left.order_by().values("customer", "currency")
    for row in sums.annotate(total=Sum("by_open")):
        found[row["customer"], row["currency"]]["on_account"] = row["total"]
    return [
        Balance(customer_id=customer, currency=currency, **values)
        for (customer, currency), values in sorted(found.items())
    ]


def unnamed_money(*, scope: LedgerScope, as_of: dt.date) -> dict[str, Decimal]:
    """Money on account that nobody was named for, per currency."""
    rows = sources_left(scope=scope, as_of=as_of).filter(customer__isnull=True)
    sums = rows.order_by().values("currency").annotate(total=Sum("by_open"))
    return {row["currency"]: row["total"] for row in sums}
