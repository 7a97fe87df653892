"""The canonical files: which columns each kind has, and what their cells hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The five canonical kinds, in the order in which they build on each other."""

    CUSTOMERS = "customers"
    CONTRACTS = "contracts"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    ALLOCATIONS = "allocations"


class Holds(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    EMAIL = "email"
    LANGUAGE = "language"
    DATE = "date"
    CURRENCY = "currency"
    AMOUNT = "amount"
    DAYS = "days"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and its limits."""

    name: str
    holds: Holds = Holds.TEXT
    required: bool = False
    # Characters of a text, or the largest number of days (or kilometres).
    limit: int = 0
    choices: tuple[str, ...] = ()


MAX_TERM_DAYS = 36_500
MAX_DISTANCE_KM = 99_999
SALES_MODES = ("CASH_SPOT", "CREDIT", "CONSIGNMENT", "SELL_THROUGH")
TERM_TYPES = (
    "NET",
    "EOM_PLUS",
    "MILESTONE",
    "DEPOSIT_BALANCE",
    "INSTALMENTS",
    "COD",
    "PREPAID",
    "SELL_THROUGH",
)
METHODS = ("transfer", "cash", "cheque", "bill", "card", "offset", "other")
INVOICE_KINDS = ("invoice", "credit_note")

_CUSTOMER_CODE = Column("customer_code", required=True, limit=40)
_NOTE = Column("note", limit=500)

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.CUSTOMERS: (
        Column("code", required=True, limit=40),
        Column("name", limit=200),
        Column("tax_id", limit=40),
        Column("language", Holds.LANGUAGE, limit=10),
        Column("region", limit=100),
        Column("salesperson", limit=100),
        Column("email", Holds.EMAIL, limit=254),
        Column("phone", limit=60),
        Column("address", limit=300),
        Column("distance_km", Holds.DAYS, limit=MAX_DISTANCE_KM),
    ),
    Kind.CONTRACTS: (
        Column("number", required=True, limit=60),
        _CUSTOMER_CODE,
        Column("signed_on", Holds.DATE),
        Column("currency", Holds.CURRENCY),
        Column("amount", Holds.AMOUNT),
        Column("sales_mode", Holds.CHOICE, choices=SALES_MODES),
        Column("term_type", Holds.CHOICE, choices=TERM_TYPES),
        Column("term_days", Holds.DAYS, limit=MAX_TERM_DAYS),
    ),
    Kind.INVOICES: (
        Column("number", required=True, limit=60),
        _CUSTOMER_CODE,
        Column("kind", Holds.CHOICE, choices=INVOICE_KINDS),
        Column("issued_on", Holds.DATE, required=True),
        Column("due_on", Holds.DATE),
        Column("term_days", Holds.DAYS, limit=MAX_TERM_DAYS),
        Column("currency", Holds.CURRENCY, required=True),
        Column("amount", Holds.AMOUNT, required=True),
        Column("contract_number", limit=60),
        _NOTE,
    ),
    Kind.PAYMENTS: (
        Column("reference", required=True, limit=100),
        _CUSTOMER_CODE,
        Column("received_on", Holds.DATE, required=True),
        Column("currency", Holds.CURRENCY, required=True),
        Column("amount", Holds.AMOUNT, required=True),
        Column("method", Holds.CHOICE, choices=METHODS),
        _NOTE,
    ),
    Kind.ALLOCATIONS: (
        Column("payment_reference", required=True, limit=100),
        Column("invoice_number", required=True, limit=60),
        Column("amount", Holds.AMOUNT, required=True),
        Column("allocated_on", Holds.DATE, required=True),
    ),
}


def column_names(kind: Kind) -> tuple[str, ...]:
    """Names of the kind's columns, in their canonical order."""
    return tuple(column.name for column in COLUMNS[kind])


def folded(title: str) -> str:
    """A header without blanks around it and in small letters, as names are compared."""
    return title.strip().casefold()


def missing_columns(kind: Kind, header: tuple[str, ...]) -> list[str]:
    """Required columns that the header lacks; due_on or term_days counts as one."""
    present = {folded(title) for title in header}
    missing = [
        column.name
        for column in COLUMNS[kind]
        if column.required and column.name not in present
    ]
    if kind is Kind.INVOICES and present.isdisjoint({"due_on", "term_days"}):
        missing.append("due_on")
    return missing


def kind_from_name(stem: str) -> Kind | None:
    """The kind whose name the file's name begins with."""
    for kind in Kind:
        if stem.casefold().startswith(kind.value):
            return kind
    return None


def kind_from_header(header: tuple[str, ...]) -> Kind | None:
    """The kind whose required columns the header has; None if none or no single one.

    Of several the one that asks for most: an invoices file also has all that a
    contracts file needs.
    """
    fitting = sorted(
        (
            (sum(column.required for column in COLUMNS[kind]), kind)
            for kind in Kind
            if not missing_columns(kind, header)
        ),
        reverse=True,
    )
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    return fitting[0][1]
