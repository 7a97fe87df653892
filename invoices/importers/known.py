"""What the books already hold of the keys in the files, copied into staging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from arcollect.core.bulk import in_chunks
from arcollect.core.money import to_stored
from customers.models import Contract, Customer
from customers.selectors.contracts import SUPPORTS_CREDIT
from invoices.importers.columns import PROFILE_COLUMNS, Kind, column_names
from invoices.importers.staging import Staging
from invoices.models import Allocation, CreditNote, DueItem, Invoice, Payment

# Well below what either database takes as parameters of one query.
KEYS = 5_000
# Where a column of the customers file lies, if not in the field of its name.
_LIES_IN = {
    "salesperson": "rep__name",
    "parent_code": "parent__code",
    "customer_status": "status",
    **{name: f"payment_profile__{name}" for name in PROFILE_COLUMNS},
}
_CUSTOMER_NAMES = column_names(Kind.CUSTOMERS)
_SCHEMA = f"""
DROP TABLE IF EXISTS known_customers;
DROP TABLE IF EXISTS known_members;
DROP TABLE IF EXISTS known_contracts;
DROP TABLE IF EXISTS known_invoices;
DROP TABLE IF EXISTS known_items;
DROP TABLE IF EXISTS known_credits;
DROP TABLE IF EXISTS known_payments;
DROP TABLE IF EXISTS known_allocations;
DROP TABLE IF EXISTS freed;
CREATE TABLE known_customers (
  {", ".join(_CUSTOMER_NAMES)}, id INTEGER, PRIMARY KEY (code));
CREATE TABLE known_members (code TEXT PRIMARY KEY, head);
CREATE TABLE known_contracts (
  number TEXT PRIMARY KEY, id INTEGER, customer_code, signed_on, currency, amount,
  sales_mode, term_type, term_days, supports_credit);
CREATE TABLE known_invoices (
  number TEXT PRIMARY KEY, id INTEGER UNIQUE, customer_code, issued_on, currency, amount,
  contract_number, note, kind);
CREATE TABLE known_items (
  id INTEGER PRIMARY KEY, invoice_id INTEGER, due_on, term_days, open_amount, position);
CREATE INDEX known_items_invoice ON known_items (invoice_id);
CREATE TABLE known_credits (
  number TEXT PRIMARY KEY, id INTEGER, customer_code, issued_on, currency, amount,
  contract_number, note, reason, room);
CREATE TABLE known_payments (
  id INTEGER PRIMARY KEY, reference TEXT, customer_code, received_on, currency, amount,
  method, note, room);
CREATE INDEX known_payments_reference ON known_payments (reference);
CREATE TABLE known_allocations (
  side, source_id, invoice_id, amount, stated_on, times);
CREATE TABLE freed (side TEXT, id INTEGER, day TEXT, PRIMARY KEY (side, id));
"""
_CODES = """
SELECT code FROM customers UNION SELECT customer_code FROM contracts
UNION SELECT customer_code FROM invoices UNION SELECT customer_code FROM payments
UNION SELECT customer_code FROM openings UNION SELECT parent_code FROM customers"""
_GROUPED = "SELECT code FROM customers WHERE parent_code IS NOT NULL"
_CONTRACTS = """
SELECT number FROM contracts
UNION SELECT contract_number FROM invoices WHERE contract_number IS NOT NULL
UNION SELECT contract_number FROM openings WHERE contract_number IS NOT NULL"""
_INVOICES = """
SELECT number FROM invoices WHERE kind = 'invoice'
UNION SELECT number FROM openings UNION SELECT invoice_number FROM allocations"""
_CREDITS = """
SELECT number FROM invoices WHERE kind = 'credit_note'
UNION SELECT number FROM openings
UNION SELECT payment_reference FROM allocations"""
_PAYMENTS = """
SELECT reference FROM payments UNION SELECT payment_reference FROM allocations"""


def fetch_known(staging: Staging, *, company_id: int) -> None:
    """Copy every posted row that a staged key names; earlier copies are dropped."""
    staging.db.executescript(_SCHEMA)
    _fetch_customers(staging, company_id)
    _fetch_contracts(staging, company_id)
    _fetch_invoices(staging, company_id)
    _fetch_credit_notes(staging, company_id)
    _fetch_payments(staging, company_id)
    _fetch_allocations(staging, company_id)


def _keys(staging: Staging, sql: str) -> Iterator[list[Any]]:
    found = [row[0] for row in staging.query(sql) if row[0] is not None]
    return in_chunks(found, KEYS)


def _stored(value: Decimal | None) -> int | None:
    return None if value is None else to_stored(value)


def _iso(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _fill(staging: Staging, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        staging.insert_many(
            f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608
            rows,
        )


def _fetch_customers(staging: Staging, company_id: int) -> None:
    ours: QuerySet[Any] = Customer.objects.filter(company_id=company_id)
    if not ours.exists():
        return
    for codes in _keys(staging, _CODES):
        rows = ours.filter(code__in=codes).values_list(
            *(_LIES_IN.get(name, name) for name in _CUSTOMER_NAMES), "id"
        )
        _fill(
            staging,
            "known_customers",
            (tuple(map(_plain, row)) for row in rows.iterator()),
        )
    for codes in _keys(staging, _GROUPED):
        members = ours.filter(parent__code__in=codes)
        _fill(staging, "known_members", members.values_list("code", "parent__code"))


def _fetch_contracts(staging: Staging, company_id: int) -> None:
    ours: QuerySet[Any] = Contract.objects.filter(company_id=company_id)
    if not ours.exists():
        return
    first_group = Q(terms__term_group=1) | Q(terms__isnull=True)
    for numbers in _keys(staging, _CONTRACTS):
        rows = (
            ours.filter(first_group, number__in=numbers)
            .annotate(in_force=SUPPORTS_CREDIT)
            .values_list(
                "number",
                "id",
                "customer__code",
                "signed_on",
                "currency",
                "amount",
                "sales_mode",
                "terms__type",
                "terms__days",
                "in_force",
            )
            .iterator()
        )
        _fill(
            staging,
            "known_contracts",
            (
                (*row[:3], _iso(row[3]), row[4], _stored(row[5]), *row[6:])
                for row in rows
            ),
        )


def _fetch_invoices(staging: Staging, company_id: int) -> None:
    ours = Invoice.objects.filter(company_id=company_id)
    if not ours.exists():
        return
    items = DueItem.objects.filter(company_id=company_id)
    for numbers in _keys(staging, _INVOICES):
        rows = ours.filter(number__in=numbers).values_list(
            "number",
            "id",
            "customer__code",
            "issued_on",
            "currency",
            "amount",
            "contract__number",
            "note",
            "kind",
        )
        _fill(
            staging,
            "known_invoices",
            (
                (*row[:3], _iso(row[3]), row[4], _stored(row[5]), *row[6:])
                for row in rows.iterator()
            ),
        )
        states = items.filter(invoice__number__in=numbers).values_list(
            "id", "invoice_id", "due_on", "term_days", "state__open_amount", "position"
        )
        _fill(
            staging,
            "known_items",
            (
                (*row[:2], _iso(row[2]), row[3], _stored(row[4]), row[5])
                for row in states.iterator()
            ),
        )


def _fetch_credit_notes(staging: Staging, company_id: int) -> None:
    notes = CreditNote.objects.filter(company_id=company_id)
    for numbers in _keys(staging, _CREDITS) if notes.exists() else ():
        rows = notes.filter(number__in=numbers).values_list(
            "number",
            "id",
            "customer__code",
            "issued_on",
            "currency",
            "amount",
            "contract__number",
            "note",
            "reason",
            "state__unallocated",
        )
        _fill(
            staging,
            "known_credits",
            (
                (
                    *row[:3],
                    _iso(row[3]),
                    row[4],
                    _stored(row[5]),
                    *row[6:9],
                    _stored(row[9]) or 0,
                )
                for row in rows.iterator()
            ),
        )


def _fetch_payments(staging: Staging, company_id: int) -> None:
    payments = Payment.objects.filter(company_id=company_id, reverses=None)
    for references in _keys(staging, _PAYMENTS) if payments.exists() else ():
        rows = payments.filter(reference__in=references).values_list(
            "id",
            "reference",
            "customer__code",
            "received_on",
            "currency",
            "amount",
            "method",
            "note",
            "state__unallocated",
        )
        _fill(
            staging,
            "known_payments",
            (
                (
                    *row[:3],
                    _iso(row[3]),
                    row[4],
                    _stored(row[5]),
                    *row[6:8],
                    _stored(row[8]) or 0,
                )
                for row in rows.iterator()
            ),
        )


def _fetch_allocations(staging: Staging, company_id: int) -> None:
    """Allocations on the invoices that the staged ones name, and when money came free."""
    wanted = """SELECT k.id FROM known_invoices k WHERE k.number IN
                (SELECT invoice_number FROM allocations)"""
    ours = Allocation.objects.filter(company_id=company_id)
    if not ours.exists():
        return
    for ids in _keys(staging, wanted):
        rows = (
            ours.filter(due_item__invoice_id__in=ids, reverses=None)
            .annotate(day=Coalesce("stated_on", "effective_on"))
            .values_list(
                "payment_id",
                "credit_note_id",
                "due_item__invoice_id",
                "amount",
                "day",
            )
            .annotate(times=Count("id"))
            .order_by()
        )
        _fill(
            staging,
            "known_allocations",
            (
                (
                    "credit_note" if payment is None else "payment",
                    payment or note,
                    invoice,
                    _stored(amount),
                    _iso(day),
                    times,
                )
                for payment, note, invoice, amount, day, times in rows.iterator()
            ),
        )
    # Money that was undone from a later day on is free only from that day.
    undone_later = ours.filter(effective_on__gt=F("reverses__effective_on"))
    for side in ("due_item_id", "payment_id", "credit_note_id"):
        freed = (
            undone_later.exclude(**{side: None})
            .values_list(side)
            .annotate(day=Max("effective_on"))
        )
        _fill(
            staging,
            "freed",
            ((side, key, _iso(day)) for key, day in freed.order_by().iterator()),
        )
