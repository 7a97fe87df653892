"""What every reader gives back: statements and entries as the file states them. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

MAX_ENTRIES = 50_000
# Shorter than what the columns hold; a longer text is no name or reference.
SHORT = 200
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?")
# Control characters have no meaning in a text, and PostgreSQL takes no NUL.
_CONTROL = dict.fromkeys(
    code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"
)


class RefusedError(Exception):
    """The file is not taken; `code` and `facts` become a sentence elsewhere."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance as stated; negative when overdrawn."""

    amount: Decimal
    currency: str


@dataclass(slots=True)
class RawEntry:
    """One line; `amount` is positive for a credit to the account."""

    booked_on: dt.date
    amount: Decimal
    currency: str
    value_on: dt.date | None = None
    name: str = ""
    account: str = ""
    text: str = ""
    bank_reference: str = ""
    payer_reference: str = ""
    status: str = "booked"


@dataclass(slots=True)
class RawStatement:
    """One statement of one account."""

    account: str = ""
    number: str = ""
    currency: str = ""
    from_on: dt.date | None = None
    until_on: dt.date | None = None
    opening: Balance | None = None
    closing: Balance | None = None
    entries: list[RawEntry] = field(default_factory=list)


@dataclass(slots=True)
class RawFile:
    """A file that was read: its format, its statements, and what was left out."""

    format: str
    statements: list[RawStatement]
    profile: str = ""
    left_out: int = 0

    def check_size(self) -> None:
        """Raises `RefusedError` for more entries than one file may hold."""
        count = sum(len(statement.entries) for statement in self.statements)
        if count > MAX_ENTRIES:
            raise RefusedError("too_many_entries", count=count, limit=MAX_ENTRIES)


def decimal_of(text: str, *, what: str) -> Decimal:
    """Digits with at most one dot and a sign; `RefusedError` for anything else."""
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise RefusedError("amount", value=text[:60], where=what)
    return Decimal(text)


def iso_date(text: str, *, what: str) -> dt.date:
    """2026-01-31, or such a date with a time behind it."""
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise RefusedError("date", value=text[:60], where=what) from None


def clean(text: str) -> str:
    """A text without control characters; lines kept, blanks at their ends not."""
    lines = (line.strip() for line in text.translate(_CONTROL).splitlines())
    return "\n".join(line for line in lines if line)


def short(text: str, limit: int = SHORT) -> str:
    """A name or reference on one line, at most `limit` long."""
    return " ".join(clean(text).split())[:limit]


def to_wire(file: RawFile) -> dict[str, Any]:
    """The file as plain JSON values."""
    return {
        "format": file.format,
        "profile": file.profile,
        "left_out": file.left_out,
        "statements": [
            {
                "account": short(item.account, 100),
                "number": short(item.number, 60),
                "currency": item.currency[:10],
                "from_on": _day_out(item.from_on),
                "until_on": _day_out(item.until_on),
                "opening": _balance_out(item.opening),
                "closing": _balance_out(item.closing),
                "entries": [_entry_out(entry) for entry in item.entries],
            }
            for item in file.statements
        ],
    }


def _entry_out(entry: RawEntry) -> list[str | None]:
    return [
        entry.booked_on.isoformat(),
        str(entry.amount),
        entry.currency[:10],
        _day_out(entry.value_on),
        short(entry.name),
        short(entry.account, 100),
        clean(entry.text),
        short(entry.bank_reference),
        short(entry.payer_reference),
        entry.status,
    ]


def _day_out(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _balance_out(balance: Balance | None) -> list[str] | None:
    return [str(balance.amount), balance.currency[:10]] if balance else None


def from_wire(data: dict[str, Any]) -> RawFile:
    """The file from what the child printed."""
    return RawFile(
        format=data["format"],
        profile=data["profile"],
        left_out=data["left_out"],
        statements=[
            RawStatement(
                account=item["account"],
                number=item["number"],
                currency=item["currency"],
                from_on=_day_in(item["from_on"]),
                until_on=_day_in(item["until_on"]),
                opening=_balance_in(item["opening"]),
                closing=_balance_in(item["closing"]),
                entries=[_entry_in(entry) for entry in item["entries"]],
            )
            for item in data["statements"]
        ],
    )


def _entry_in(cells: list[Any]) -> RawEntry:
    booked, amount, currency, value, *texts = cells
    return RawEntry(
        dt.date.fromisoformat(booked),
        Decimal(amount),
        currency,
        _day_in(value),
        *texts,
    )


def _day_in(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _balance_in(parts: list[str] | None) -> Balance | None:
    return Balance(Decimal(parts[0]), parts[1]) if parts else None
