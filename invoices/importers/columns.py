"""The canonical files: which columns each kind has, and what their cells hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from invoices.importers.words import KIND_WORDS, SIZE_WORDS, STATUS_WORDS, TITLES


class Kind(StrEnum):
    """The six canonical kinds, in the order in which they build on each other."""

    CUSTOMERS = "customers"
    CONTRACTS = "contracts"
    INVOICES = "invoices"
    OPENINGS = "openings"
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
    SIGNED_AMOUNT = "signed_amount"
    COUNTRY = "country"
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
    # The smallest number.
    least: int = 0
    choices: tuple[str, ...] = ()
    # Other spellings of the choices.
    words: Mapping[str, str] = field(default_factory=dict)


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
CUSTOMER_KINDS = ("dealer", "store", "project", "public_body", "individual")
SIZES = ("large", "medium", "small", "micro")
STATUSES = ("PROSPECT", "ACTIVE", "SUSPENDED", "CLOSED")
LAST_DAY = 31
MAX_STEPS = 30
MAX_TRANSFER_DAYS = 60

# Columns of a customers file that the payment profile keeps.
PROFILE_COLUMNS = (
    "closing_day",
    "approval_steps",
    "bank",
    "bank_closing_day",
    "transfer_days",
    "invoice_requirements",
)

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
        Column("kind", Holds.CHOICE, choices=CUSTOMER_KINDS, words=KIND_WORDS),
        Column("size_class", Holds.CHOICE, choices=SIZES, words=SIZE_WORDS),
        Column("customer_status", Holds.CHOICE, choices=STATUSES, words=STATUS_WORDS),
        Column("parent_code", limit=40),
        Column("country", Holds.COUNTRY),
        Column("legal_representative", limit=100),
        Column("registered_address", limit=300),
        Column("established_on", Holds.DATE),
        Column("invoice_bank", limit=200),
        Column("closing_day", Holds.DAYS, least=1, limit=LAST_DAY),
        Column("approval_steps", Holds.DAYS, limit=MAX_STEPS),
        Column("bank", limit=200),
        Column("bank_closing_day", Holds.DAYS, least=1, limit=LAST_DAY),
        Column("transfer_days", Holds.DAYS, limit=MAX_TRANSFER_DAYS),
        Column("invoice_requirements", limit=500),
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
    # What was owed before the books began here; below 0 the customer's credit.
    Kind.OPENINGS: (
        Column("number", required=True, limit=60),
        _CUSTOMER_CODE,
        Column("issued_on", Holds.DATE),
        Column("due_on", Holds.DATE),
        Column("currency", Holds.CURRENCY, required=True),
        Column("open_amount", Holds.SIGNED_AMOUNT, required=True),
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


_ALIASES: dict[Kind, dict[str, str]] = {
    kind: {
        folded(title): name
        for name, titles in TITLES.get(kind.value, {}).items()
        for title in titles
    }
    for kind in Kind
}


def canonical_names(kind: Kind, header: Sequence[str]) -> list[str]:
    """The header in canonical names; a title that is none of the kind's stays."""
    known = _ALIASES[kind]
    return [known.get(folded(title), folded(title)) for title in header]


def missing_columns(kind: Kind, header: tuple[str, ...]) -> list[str]:
    """Required columns that the header lacks; due_on or term_days counts as one."""
    present = set(canonical_names(kind, header))
    missing = [
        column.name
        for column in COLUMNS[kind]
        if column.required and column.name not in present
    ]
    if kind is Kind.INVOICES and present.isdisjoint({"due_on", "term_days"}):
        missing.append("due_on")
    return missing


# Other names of files: whole ones, since more in a name may mean something else.
_FILE_NAMES = {
    "客户": Kind.CUSTOMERS,
    "客户资料": Kind.CUSTOMERS,
    "客户档案": Kind.CUSTOMERS,
    "客戶": Kind.CUSTOMERS,
    "客戶資料": Kind.CUSTOMERS,
    "客戶檔案": Kind.CUSTOMERS,
}
_FILE_BEGINNINGS = {
    **{kind.value: kind for kind in Kind},
    "opening": Kind.OPENINGS,
    "期初余额": Kind.OPENINGS,
    "期初餘額": Kind.OPENINGS,
}


def kind_from_name(stem: str) -> Kind | None:
    """The kind whose name the file's name begins with."""
    name = folded(stem)
    if name in _FILE_NAMES:
        return _FILE_NAMES[name]
    for beginning, kind in _FILE_BEGINNINGS.items():
        if name.startswith(beginning):
            return kind
    return None


def kind_from_header(header: tuple[str, ...]) -> Kind | None:
    """The kind whose required columns the header has; None if none or no single one.

    Of several the one that asks for most: an invoices file also has all that a
    contracts file needs. A file with titles in other words holds nothing but titles of
    its kind: a customer code stands in every file, a balance in many.
    """
    fitting = sorted(
        (
            (sum(column.required for column in COLUMNS[kind]), kind)
            for kind in Kind
            if _tells(kind, header)
        ),
        reverse=True,
    )
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    return fitting[0][1]


def _tells(kind: Kind, header: tuple[str, ...]) -> bool:
    if missing_columns(kind, header):
        return False
    present = {folded(title) for title in header}
    if all(column.name in present for column in COLUMNS[kind] if column.required):
        return True
    known = set(column_names(kind))
    return all(name in known for name in canonical_names(kind, header) if name)
