"""Write a noisy book straight into an empty, migrated database. Nothing is checked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from noisy_lines import FEE, TODAY, NoisyBook

from arcollect.core import clock
from arcollect.core.bulk import insert_rows, stored_instant
from arcollect.core.models import Company
from arcollect.core.money import STORED_DIGITS
from customers.models import Customer
from invoices.domain.aging import age_dates
from invoices.domain.policy import FIELD_DEFAULT
from invoices.models import (
    BankEntry,
    BankEntryState,
    BankStatement,
    DueItem,
    DueItemState,
    Invoice,
    MatchingRules,
    PayerAlias,
)

CURRENCY = "CNY"
TERM = 30
# Cents of the book to the stored scale.
SCALE = 10 ** (STORED_DIGITS - 2)


def write_book(book: NoisyBook) -> Company:
    """Customers, learned accounts, open items and unmatched lines of one company."""
    company = Company.objects.create(code="bench", name="Bench", base_currency=CURRENCY)
    MatchingRules.objects.create(
        company=company, currency=CURRENCY, bank_fee=FEE // 100
    )
    with transaction.atomic():
        _customers(book, company.pk)
        _documents(book, company.pk)
        _lines(book, company)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return company


def _put(model: Any, columns: str, rows: Any) -> None:
    insert_rows(model, columns.split(), rows)


def _customers(book: NoisyBook, company: int) -> None:
    now = stored_instant(clock.now())
    columns = (
        "id company_id code name kind status tax_id language region email phone "
        "address search_text version created_at"
    )
    _put(
        Customer,
        columns,
        (
            (pk, company, code, name, "", "ACTIVE", *[""] * 7, 1, now)
            for pk, code, name in book.customers
        ),
    )
    PayerAlias.objects.bulk_create(
        PayerAlias(
            company_id=company,
            customer_id=pk,
            kind=PayerAlias.Kind.ACCOUNT,
            key=account,
            shown=account,
            times=3,
            last_on=TODAY,
        )
        for account, customers in book.accounts.items()
        for pk in customers
    )


def _documents(book: NoisyBook, company: int) -> None:
    now = stored_instant(clock.now())

    def issued(item: Any) -> str:
        day: dt.date = item.due_on - dt.timedelta(days=TERM)
        return day.isoformat()

    _put(
        Invoice,
        "id company_id currency recorded_at customer_id number kind issued_on amount note",
        (
            (
                *(
                    i.item_id,
                    company,
                    CURRENCY,
                    now,
                    i.customer_id,
                    i.number,
                    "invoice",
                ),
                *(issued(i), i.open * SCALE, ""),
            )
            for i in book.items
        ),
    )
    _put(
        DueItem,
        "id company_id customer_id invoice_id position term_group kind issued_on "
        "term_days due_on currency amount recorded_at",
        (
            (
                *(
                    i.item_id,
                    company,
                    i.customer_id,
                    i.item_id,
                    1,
                    1,
                    "goods",
                    issued(i),
                ),
                *(TERM, i.due_on.isoformat(), CURRENCY, i.open * SCALE, now),
            )
            for i in book.items
        ),
    )
    _put(
        DueItemState,
        "due_item_id company_id customer_id currency issued_on term_days due_on amount "
        "open_amount final_on expedited_from quasi_from bad_from decided_by",
        (
            (
                *(i.item_id, company, i.customer_id, CURRENCY, issued(i), TERM),
                *(i.due_on.isoformat(), i.open * SCALE, i.open * SCALE),
                *_dates(i.due_on),
                "",
            )
            for i in book.items
        ),
    )


def _dates(due_on: dt.date) -> tuple[str, ...]:
    dates = age_dates(FIELD_DEFAULT, due_on=due_on, term_days=TERM)
    days = (dates.final_on, dates.expedited_from, dates.quasi_from, dates.bad_from)
    return tuple(day.isoformat() for day in days)


def _lines(book: NoisyBook, company: Company) -> None:
    statement = BankStatement.objects.create(
        company=company,
        format=BankStatement.Format.CSV,
        currency=CURRENCY,
        entries_stated=len(book.lines),
        fingerprint="bench",
        file_name="bench",
        recorded_at=clock.now(),
    )
    BankEntry.objects.bulk_create(
        (
            BankEntry(
                id=place,
                statement=statement,
                company=company,
                position=place,
                booked_on=told.line.booked_on,
                value_on=told.line.booked_on,
                currency=CURRENCY,
                amount=_amount(told.line.amount),
                payer_name=told.line.payer_name,
                payer_account=told.line.payer_account,
                text=told.line.text,
                fingerprint=f"bench-{place}",
            )
            for place, told in enumerate(book.lines, start=1)
        ),
        batch_size=500,
    )
    BankEntryState.objects.bulk_create(
        (
            BankEntryState(entry_id=place, company=company, booked_on=TODAY)
            for place in range(1, len(book.lines) + 1)
        ),
        batch_size=500,
    )


def _amount(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
