"""Load the generated ledger of the benchmarks straight into an empty, migrated database.

Not a way to load books: nothing is checked, and the state rows are computed here.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from arcollect.core import clock
from arcollect.core.bulk import insert_rows, stored_instant
from arcollect.core.models import Company
from customers.models import Customer
from invoices.domain.aging import AgeDates, age_dates
from invoices.domain.policy import FIELD_DEFAULT
from invoices.models import (
    Allocation,
    CreditNote,
    DueItem,
    DueItemState,
    Invoice,
    OnAccount,
    Payment,
)
from invoices.services.publish_policy import ensure_default_policy

CURRENCY = "USD"


def load_ledger(folder: Path) -> Company:
    """Load customers, invoices, payments and allocations; returns their company."""
    company = Company.objects.create(code="bench", name="Bench", base_currency=CURRENCY)
    ensure_default_policy(company=company)
    with transaction.atomic():
        _Loader(folder, company).run()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return company


class _Loader:
    def __init__(self, folder: Path, company: Company) -> None:
        self.folder, self.company = folder, company.pk
        self.now = stored_instant(clock.now())
        self.taken: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        self._dates: dict[tuple[str, int], AgeDates] = {}

    def run(self) -> None:
        self._customers()
        documents = list(self._read("invoices"))
        invoices = [row for row in documents if row[3] == "I"]
        notes = [row for row in documents if row[3] != "I"]
        payments = list(self._read("payments"))
        of_customer = {int(row[0]): int(row[1]) for row in documents}
        self._invoices(invoices)
        self._notes(notes)
        self._payments(payments)
        self._allocations()
        self._states(invoices)
        self._on_account(notes, payments)
        assert len(of_customer) == len(documents)

    def _read(self, name: str) -> Iterator[list[str]]:
        with (self.folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            next(rows)
            yield from rows

    def _put(self, model: Any, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
        insert_rows(model, columns.split(), rows)

    def _customers(self) -> None:
        rows = (
            (int(pk), self.company, code, name, "", "ACTIVE", *[""] * 7, 1, self.now)
            for pk, code, name, _terms in self._read("customers")
        )
        columns = (
            "id company_id code name kind status tax_id language region email phone "
            "address search_text version created_at"
        )
        self._put(Customer, columns, rows)

    def _invoices(self, invoices: list[list[str]]) -> None:
        head = "id company_id currency recorded_at customer_id number issued_on amount note"
        rows = (
            (
                *(int(r[0]), self.company, CURRENCY, self.now, int(r[1]), r[2], r[4]),
                *(stored(r[7]), ""),
            )
            for r in invoices
        )
        self._put(Invoice, head, rows)
        items = (
            (
                *(int(r[0]), self.company, int(r[1]), int(r[0]), 1, 1, "goods", r[4]),
                *(int(r[5]), r[6], CURRENCY, stored(r[7]), self.now),
            )
            for r in invoices
        )
        columns = (
            "id company_id customer_id invoice_id position term_group kind issued_on "
            "term_days due_on currency amount recorded_at"
        )
        self._put(DueItem, columns, items)

    def _notes(self, notes: list[list[str]]) -> None:
        rows = (
            (
                *(
                    int(r[0]),
                    self.company,
                    CURRENCY,
                    self.now,
                    int(r[1]),
                    r[2],
                    "return",
                ),
                *(r[4], -stored(r[7]), ""),
            )
            for r in notes
        )
        columns = (
            "id company_id currency recorded_at customer_id number reason issued_on "
            "amount note"
        )
        self._put(CreditNote, columns, rows)

    def _payments(self, payments: list[list[str]]) -> None:
        rows = (
            (
                *(
                    int(r[0]),
                    self.company,
                    CURRENCY,
                    self.now,
                    int(r[1]),
                    f"P{r[0]}",
                    r[2],
                ),
                *(stored(r[3]), "transfer", "", ""),
            )
            for r in payments
        )
        columns = (
            "id company_id currency recorded_at customer_id reference received_on "
            "amount method payer_name note"
        )
        self._put(Payment, columns, rows)

    def _allocations(self) -> None:
        columns = (
            "company_id currency recorded_at due_item_id payment_id credit_note_id "
            "amount effective_on rule"
        )
        self._put(Allocation, columns, self._allocation_rows())

    def _allocation_rows(self) -> Iterator[tuple[Any, ...]]:
        # A set-off is two rows of one day, the invoice's and the credit note's.
        sides: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for _pk, document, payment, on, amount in self._read("allocations"):
            if payment:
                yield self._one(int(document), "payment", int(payment), on, amount)
            else:
                negative = amount.startswith("-")
                sides[on][negative].append((int(document), amount))
        for on, (items, notes) in sides.items():
            for (item, amount), (note, minus) in zip(items, notes, strict=True):
                assert stored(amount) == -stored(minus)
                yield self._one(item, "credit_note", note, on, amount)

    def _one(
        self, item: int, side: str, source: int, on: str, text: str
    ) -> tuple[Any, ...]:
        amount = stored(text)
        self.taken["item", item].append((on, amount))
        self.taken[side, source].append((on, amount))
        sides = (source, None) if side == "payment" else (None, source)
        return (self.company, CURRENCY, self.now, item, *sides, amount, on, "EXACT")

    def _left(self, side: str, pk: int, amount: int) -> tuple[int, str | None]:
        moves = self.taken.get((side, pk), [])
        left = amount - sum(moved for _on, moved in moves)
        return left, max(on for on, _moved in moves) if left == 0 else None

    def _states(self, invoices: list[list[str]]) -> None:
        columns = (
            "due_item_id company_id customer_id currency issued_on term_days due_on "
            "amount open_amount settled_on final_on expedited_from quasi_from bad_from "
            "decided_by next_change_on"
        )
        self._put(DueItemState, columns, map(self._state, invoices))

    def _state(self, r: list[str]) -> tuple[Any, ...]:
        key = r[6], int(r[5])
        dates = self._dates.get(key)
        if dates is None:
            due_on = dt.date.fromisoformat(r[6])
            dates = age_dates(FIELD_DEFAULT, due_on=due_on, term_days=int(r[5]))
            self._dates[key] = dates
        days = dates.final_on, dates.expedited_from, dates.quasi_from, dates.bad_from
        return (
            *(int(r[0]), self.company, int(r[1]), CURRENCY, r[4], int(r[5]), r[6]),
            *(stored(r[7]), *self._left("item", int(r[0]), stored(r[7]))),
            *(day.isoformat() for day in days),
            *("", r[4]),
        )

    def _on_account(self, notes: list[list[str]], payments: list[list[str]]) -> None:
        columns = (
            "payment_id credit_note_id company_id customer_id currency effective_on "
            "amount unallocated used_up_on"
        )

        def rows() -> Iterator[tuple[Any, ...]]:
            for r in notes:
                amount = -stored(r[7])
                left = self._left("credit_note", int(r[0]), amount)
                head = None, int(r[0]), self.company, int(r[1]), CURRENCY, r[4]
                yield (*head, amount, *left)
            for r in payments:
                amount = stored(r[3])
                left = self._left("payment", int(r[0]), amount)
                source = int(r[0]), None, self.company, int(r[1]), CURRENCY, r[2]
                yield (*source, amount, *left)

        self._put(OnAccount, columns, rows())


def stored(text: str) -> int:
    """Two decimals of the file as the integer of the database."""
    whole, _dot, cents = text.partition(".")
    value = int(whole.lstrip("-")) * 10_000 + int(cents.ljust(4, "0"))
    return -value if text.startswith("-") else value
