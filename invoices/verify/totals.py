"""Control totals: documents within themselves, and documents against state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from arcollect.core.differences import Difference, compare
from arcollect.core.fields import MoneyField, money
from invoices.models import (
    Allocation,
    CreditNote,
    DueItem,
    DueItemState,
    Invoice,
    InvoiceLine,
    OnAccount,
    Payment,
)
from invoices.selectors.aging import aging_now
from invoices.selectors.aging_figures import AgingLine, By
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.selectors.scope import LedgerScope
from invoices.verify.sources import ZERO, Books


def verify_totals(books: Books, *, as_of: dt.date) -> Iterator[Difference]:
    """Invoices = their items = their lines; control totals = customers = state rows."""
    yield from _verify_invoices(books)
    yield from _verify_control(books)
    yield from _verify_aging(books, as_of)


def _verify_invoices(books: Books) -> Iterator[Difference]:
    invoices = Invoice.objects.filter(company=books.company)
    by_items = invoices.annotate(parts=Coalesce(_total_of(DueItem), money(ZERO)))
    # Imported invoices have no lines; those that have any must add up.
    by_lines = invoices.annotate(parts=_total_of(InvoiceLine)).filter(
        parts__isnull=False
    )
    for rows in (by_items, by_lines):
        for invoice in rows.filter(~Q(parts=F("amount"))):
            yield from compare(
                "invoices_invoice",
                invoice.pk,
                expected={"amount": invoice.parts},
                found={"amount": invoice.amount},
            )
    yield from _verify_copies(books)


def _verify_copies(books: Books) -> Iterator[Difference]:
    """An invoice and its due items tell the same debtor, currency, day and moment."""
    same = ("company_id", "customer_id", "currency", "issued_on", "recorded_at")
    differs = Q()
    for name in same:
        differs |= ~Q(**{name: F(f"invoice__{name}")})
    of_company = Q(company=books.company) | Q(invoice__company=books.company)
    rows = DueItem.objects.filter(of_company).filter(differs)
    for item in rows.select_related("invoice").order_by("pk"):
        yield from compare(
            "invoices_invoice",
            item.invoice_id,
            expected={name: getattr(item, name) for name in same},
            found={name: getattr(item.invoice, name) for name in same},
        )


def _total_of(model: Any) -> Any:
    rows = model.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    total = rows.annotate(n=Sum("amount")).values("n")
    return Subquery(total, output_field=MoneyField())


def _verify_control(books: Books) -> Iterator[Difference]:
    items = _sums(DueItem, books, "amount")
    allocated = _sums(Allocation, books, "amount")
    came_in = _added(
        _sums(Payment, books, "amount"), _sums(CreditNote, books, "amount")
    )
    stored = _sums(DueItemState, books, "open_amount")
    left = _sums(OnAccount, books, "unallocated")
    for currency in sorted({*items, *came_in, *stored, *left}):
        taken = allocated.get(currency, ZERO)
        yield from compare(
            "control_total",
            currency,
            expected={
                "open": items.get(currency, ZERO) - taken,
                "on_account": came_in.get(currency, ZERO) - taken,
            },
            found={
                "open": stored.get(currency, ZERO),
                "on_account": left.get(currency, ZERO),
            },
        )


def _sums(model: Any, books: Books, column: str) -> dict[str, Decimal]:
    rows = model.objects.filter(company=books.company).order_by()
    sums = rows.values("currency").annotate(n=Sum(column))
    return dict(sums.values_list("currency", "n"))


def _added(one: dict[str, Decimal], other: dict[str, Decimal]) -> dict[str, Decimal]:
    return {key: one.get(key, ZERO) + other.get(key, ZERO) for key in {*one, *other}}


def _verify_aging(books: Books, as_of: dt.date) -> Iterator[Difference]:
    """The aging of the documents against that of the state rows, customer by customer."""
    scope = LedgerScope(books.company)
    for by in (By.CUSTOMER, By.CLASS):
        told = aging_from_documents(company=books.company, as_of=as_of, by=by)
        found = aging_now(scope=scope, as_of=as_of, by=by)
        for currency, line in told.currencies.items():
            empty = AgingLine.empty(by)
            other = found.currencies.get(currency, empty)
            yield from _compare_lines(f"{by}", currency, currency, line, other)
            ours = told.customers.get(currency, {})
            theirs = found.customers.get(currency, {})
            summed = sum((each.total.amount for each in ours.values()), ZERO)
            if by is By.CUSTOMER:
                yield from compare(
                    "aging by customer",
                    currency,
                    expected={"total": line.total.amount},
                    found={"total": summed},
                )
            for code in sorted({*ours, *theirs}):
                yield from _compare_lines(
                    f"{by}",
                    f"{currency} {code}",
                    currency,
                    ours.get(code, empty),
                    theirs.get(code, empty),
                )


def _compare_lines(
    by: str, row_id: str, currency: str, ours: AgingLine, theirs: AgingLine
) -> Iterator[Difference]:
    yield from compare(
        f"aging by {by}",
        row_id,
        expected=ours.as_dict(currency),
        found=theirs.as_dict(currency),
    )
