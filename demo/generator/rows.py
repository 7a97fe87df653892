"""The canonical rows of the import, and what the import does not carry."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import Any

KINDS = ("customers", "contracts", "invoices", "payments", "allocations")


@dataclass(frozen=True, slots=True)
class CustomerRow:
    code: str
    name: str
    tax_id: str
    language: str
    region: str
    salesperson: str
    email: str
    phone: str
    address: str
    distance_km: int


@dataclass(frozen=True, slots=True)
class ContractRow:
    number: str
    customer_code: str
    signed_on: date
    currency: str
    amount: str
    sales_mode: str
    term_type: str
    term_days: int | None


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    number: str
    customer_code: str
    kind: str
    issued_on: date
    due_on: date | None
    term_days: int | None
    currency: str
    amount: str
    contract_number: str
    note: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    reference: str
    customer_code: str
    received_on: date
    currency: str
    amount: str
    method: str
    note: str


@dataclass(frozen=True, slots=True)
class AllocationRow:
    payment_reference: str
    invoice_number: str
    amount: str
    allocated_on: date


@dataclass(frozen=True, slots=True)
class ContactRow:
    customer_code: str
    name: str
    department: str
    roles: tuple[str, ...]
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an invoice entered by hand; lines of a group fall due together."""

    description: str
    pieces: int
    unit_price: str
    amount: str
    term_days: int
    due_on: date


@dataclass(frozen=True, slots=True)
class StrayRow:
    """A payment that fits no pay-run: without a customer, or entered twice."""

    reference: str
    customer_code: str
    received_on: date
    currency: str
    amount: str
    payer_name: str
    note: str
    reversed_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReversalRow:
    """A payment that came back, with all it had settled."""

    reference: str
    customer_code: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact about a customer, or about one of his invoices."""

    customer_code: str
    invoice_number: str
    kind: str
    from_on: date
    until_on: date | None
    source: str
    note: str
    verified: bool


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A class set by hand for an invoice's item."""

    invoice_number: str
    severity: int
    from_on: date
    until_on: date
    reason: str


def amount_text(minor: int) -> str:
    """Digits and one dot, two decimals: CNY and USD both have them."""
    return f"{minor // 100}.{minor % 100:02d}"


def to_csv(rows: tuple[Any, ...], row_type: type[Any]) -> bytes:
    """UTF-8 CSV with a header line; an absent value is an empty field."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in fields(row_type))
    for row in rows:
        writer.writerow("" if value is None else value for value in astuple(row))
    return text.getvalue().encode()
