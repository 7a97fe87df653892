"""Payments and credit notes: what is left to allocate, rebuilt from the documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from arcollect.core.differences import Difference, compare, missing, superfluous
from invoices.models import CreditNote, OnAccount, Payment
from invoices.services.money_in import effective_date
from invoices.verify.sources import ZERO, Books, Move, in_parts, moves_by, used_up_on

TABLE = "invoices_onaccount"


def verify_money_in(books: Books) -> Iterator[Difference]:
    """The on-account row of every payment and credit note of the company."""
    yield from _verify(books, Payment, "payment")
    yield from _verify(books, CreditNote, "credit_note")


def _verify(
    books: Books, model: type[Payment | CreditNote], side: str
) -> Iterator[Difference]:
    documents: Any = model._default_manager.filter(company=books.company)  # noqa: SLF001
    for part in in_parts(documents):
        ids = [document.pk for document in part]
        rows = {
            getattr(row, f"{side}_id"): row
            for row in OnAccount.objects.filter(**{f"{side}_id__in": ids})
        }
        counters = {
            counter.reverses_id: counter
            for counter in documents.filter(reverses__in=ids)
        }
        moves = moves_by(side, ids)
        for document in part:
            row = rows.get(document.pk)
            if document.reverses_id is not None:
                if row is not None:
                    yield superfluous(TABLE, row.pk)
            elif row is None:
                yield missing(TABLE, f"{side} {document.pk}")
            else:
                counter = counters.get(document.pk)
                expected = _expected(document, counter, moves[document.pk])
                found = {name: getattr(row, name) for name in expected}
                yield from compare(TABLE, row.pk, expected=expected, found=found)


def _expected(document: Any, counter: Any, moves: list[Move]) -> dict[str, Any]:
    taken = list(moves)
    reversed_on = None
    if counter is not None:
        reversed_on = effective_date(counter)
        taken.append(Move(reversed_on, -counter.amount, counter.recorded_at))
    return {
        "company_id": document.company_id,
        "customer_id": document.customer_id,
        "currency": document.currency,
        "effective_on": effective_date(document),
        "amount": document.amount,
        "unallocated": document.amount - sum((m.amount for m in taken), ZERO),
        "used_up_on": used_up_on(document.amount, taken),
        "reversed_on": reversed_on,
    }
