"""Invoices and payments of one customer, written in bulk for the benchmarks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from arcollect.core import clock
from arcollect.core.bulk import insert_rows, stored_instant
from invoices.domain.aging import age_dates
from invoices.domain.policy import FIELD_DEFAULT
from invoices.models import (
    Allocation,
    DueItem,
    DueItemState,
    Invoice,
    OnAccount,
    Payment,
)

TERM = 30
AMOUNT = 1_000_000  # 100.00 as stored
UNPAID = 10  # every tenth


def write_pairs(
    *, company: Any, customer: Any, pairs: int, first: dt.date, number: int
) -> None:
    """`pairs` invoices of 100.00, one every few hours, each but every tenth paid."""
    with transaction.atomic():
        _Writer(company.pk, customer.pk, first, pairs, number).run()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Writer:
    def __init__(
        self, company: int, customer: int, first: dt.date, pairs: int, number: int
    ) -> None:
        self.company, self.customer, self.first = company, customer, first
        self.pairs, self.now = pairs, stored_instant(clock.now())
        self.keys = range(number + 1, number + pairs + 1)

    def day(self, key: int, later: int = 0) -> str:
        # Five years, whatever the number of documents.
        days = (key - self.keys.start) * 1_800 // max(1, self.pairs) + later
        return (self.first + dt.timedelta(days=days)).isoformat()

    def run(self) -> None:
        common = (self.company, "CNY", self.now)
        who = self.customer
        put(
            Invoice,
            "id company_id currency recorded_at customer_id number kind issued_on amount "
            "note",
            (
                (k, *common, who, f"F{k:06}", "invoice", self.day(k), AMOUNT, "")
                for k in self.keys
            ),
        )
        put(
            DueItem,
            "id company_id currency recorded_at customer_id invoice_id position "
            "term_group kind issued_on term_days due_on amount",
            (
                (
                    *(k, *common, who, k, 1, 1, "goods", self.day(k), TERM),
                    *(self.day(k, TERM), AMOUNT),
                )
                for k in self.keys
            ),
        )
        put(
            Payment,
            "id company_id currency recorded_at customer_id reference received_on amount "
            "method payer_name note",
            (
                (
                    *(k, *common, who, f"P{k:06}", self.day(k, TERM), AMOUNT),
                    *("transfer", "", ""),
                )
                for k in self.keys
            ),
        )
        self._settle(common)

    def _settle(self, common: tuple[int, str, str]) -> None:
        paid = [k for k in self.keys if k % UNPAID]
        put(
            Allocation,
            "company_id currency recorded_at due_item_id payment_id amount effective_on "
            "rule",
            ((*common, k, k, AMOUNT, self.day(k, TERM), "EXACT") for k in paid),
        )
        put(
            DueItemState,
            "due_item_id company_id customer_id currency issued_on term_days due_on "
            "amount open_amount settled_on final_on expedited_from quasi_from bad_from "
            "decided_by",
            (self._state(k) for k in self.keys),
        )
        put(
            OnAccount,
            "payment_id company_id customer_id currency effective_on amount unallocated "
            "used_up_on",
            (
                (
                    *(k, self.company, self.customer, "CNY", self.day(k, TERM), AMOUNT),
                    *((0, self.day(k, TERM)) if k % UNPAID else (AMOUNT, None)),
                )
                for k in self.keys
            ),
        )

    def _state(self, k: int) -> tuple[Any, ...]:
        due_on = dt.date.fromisoformat(self.day(k, TERM))
        dates = age_dates(FIELD_DEFAULT, due_on=due_on, term_days=TERM)
        days = (dates.final_on, dates.expedited_from, dates.quasi_from, dates.bad_from)
        return (
            *(k, self.company, self.customer, "CNY", self.day(k), TERM),
            *(due_on.isoformat(), AMOUNT),
            *((0, self.day(k, TERM)) if k % UNPAID else (AMOUNT, None)),
            *(day.isoformat() for day in days),
            "",
        )


def put(model: Any, columns: str, rows: Any) -> None:
    """Insert rows of the database columns named."""
    insert_rows(model, columns.split(), rows)
