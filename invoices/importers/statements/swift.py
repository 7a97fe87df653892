"""MT940 and MT942, read by the mt-940 library message by message. Pure.

The library's own repairs are switched off: it would move an impossible 30 February to
the 28th, and leaves the fields of `:86:` to be told apart here.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import mt940

from invoices.importers.statements.detect import text_of
from invoices.importers.statements.remittance import Details, details_of
from invoices.importers.statements.shape import (
    MAX_ENTRIES,
    Balance,
    RawEntry,
    RawFile,
    RawStatement,
    RefusedError,
    decimal_of,
)

_STARTS = re.compile(r"^:20:", re.MULTILINE)
_TAG = re.compile(r"^:\d\d[A-Z]?:", re.MULTILINE)
_END = re.compile(r"^-\s*$|^-\}", re.MULTILINE)
_ENVELOPE = re.compile(r"^\{[1-5]:.*$|^\}\s*$", re.MULTILINE)
_CLOSES = re.compile(r"^:62[FM]?:", re.MULTILINE)
_DAYS = re.compile(r"^(:6[0-5][FM]?:[CD]?)(\d{6}).*$", re.MULTILINE)
_ENTRY = re.compile(r"^:61:", re.MULTILINE)
# SWIFT writes the decimal comma even where no decimals follow.
_AMOUNT = re.compile(r"\d{1,15},\d{0,6}")
_OPENING = ("final_opening_balance", "opening_balance", "intermediate_opening_balance")
_CLOSING = ("final_closing_balance", "closing_balance", "intermediate_closing_balance")
_NO_REFERENCE = {"", "NONREF", "NOTPROVIDED"}


class _EntryLine(mt940.tags.Statement):
    """`:61:` as SWIFT has it, else with the long reference of some Dutch banks."""

    def __init__(self) -> None:
        super().__init__()
        self._long = mt940.tags.StatementASNB().re

    def parse(self, _transactions: Any, value: str) -> dict[str, str | None]:
        first, *more = value.splitlines() or [""]
        # Some banks break what follows the first line more often than once.
        value = "\n".join((first, " ".join(more))) if more else first
        match = self.re.match(value) or self._long.match(value)
        if match is None or not _AMOUNT.fullmatch(match["amount"]):
            raise RefusedError("swift_line", line=f":61:{first[:60]}")
        found = dict(match.groupdict())
        found["amount_text"] = found["amount"]
        found["line"] = first
        # Without a type the library would let the next entry overwrite this one.
        found["id"] = found["id"] or "NMSC"
        return found


class _Number(mt940.tags.StatementNumber):
    """The statement's number, whatever it looks like."""

    def parse(self, _transactions: Any, value: str) -> dict[str, str | None]:
        return {"statement_number": "".join(value.split())[:60]}


# Processors go by the class's name: those for its own entry line do not apply here.
_TAGS: dict[int | str, mt940.tags.Tag] = {61: _EntryLine(), 28: _Number()}
_PROCESSORS: dict[str, list[Any]] = {"post_transaction_details": []}


def read_swift(content: bytes) -> RawFile:
    """Every message of the file. Raises `RefusedError`."""
    logging.disable(logging.CRITICAL)
    text = text_of(content).replace("\r\n", "\n").replace("\r", "\n")
    count = len(_ENTRY.findall(text))
    if count > MAX_ENTRIES:
        raise RefusedError("too_many_entries", count=count, limit=MAX_ENTRIES)
    starts = [match.start() for match in _STARTS.finditer(text)]
    parts = [
        _cut(text[start:end])
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
    if _ENTRY.search(text[: starts[0]]):
        raise RefusedError("swift_before")
    booked = [part for part in parts if re.search(r"^:6[02][FM]?:", part, re.MULTILINE)]
    return RawFile(
        format="mt940" if booked else "mt942",
        statements=[_statement(part) for part in parts],
    )


def _cut(part: str) -> str:
    """The message without the envelope around it."""
    for match in _END.finditer(part):
        if not _TAG.search(part, match.end()):
            part = part[: match.start()]
            break
    return _ENVELOPE.sub("", part)


def _statement(part: str) -> RawStatement:
    found = mt940.models.Transactions(
        processors=_PROCESSORS, tags=_TAGS, options=mt940.Options.all()
    )
    try:
        found.parse(_without_closing_text(part))
    except (RuntimeError, ValueError, ArithmeticError, KeyError) as error:
        day = _impossible_day(part)
        if day:
            raise RefusedError("swift_day", value=day[:60]) from error
        value = error.args[2] if len(error.args) == 3 else _first_line(part)
        raise RefusedError("swift_field", value=str(value)[:60]) from error
    if len(found.transactions) != len(_ENTRY.findall(part)):
        raise RefusedError("swift_entries", value=_first_line(part))
    data = found.data
    opening, closing = _balance(data, _OPENING), _balance(data, _CLOSING)
    currency = found.currency or ""
    entries = [_entry(item.data, currency) for item in found.transactions]
    days = [entry.booked_on for entry in entries]
    return RawStatement(
        account=str(data.get("account_identification") or ""),
        number=str(data.get("statement_number") or ""),
        currency=currency,
        from_on=_day(data, _OPENING) or min(days, default=None),
        until_on=_day(data, _CLOSING) or max(days, default=None),
        opening=opening,
        closing=closing,
        entries=entries,
    )


def _without_closing_text(part: str) -> str:
    """A `:86:` after the closing balance tells about the statement, not the entry."""
    closing = _CLOSES.search(part)
    text = closing and part.find("\n:86:", closing.end())
    return part[:text] if text and text > 0 else part


def _impossible_day(part: str) -> str:
    """The first field with a day that no calendar has; empty without one."""
    for match in _DAYS.finditer(part):
        try:
            dt.datetime.strptime(match[2], "%y%m%d")  # noqa: DTZ007
        except ValueError:
            return match[0]
    return ""


def _first_line(part: str) -> str:
    return part.strip().splitlines()[0][:60]


def _entry(data: dict[str, Any], currency: str) -> RawEntry:
    sign = -1 if data["status"].upper() in ("D", "RC") else 1
    amount = decimal_of(_decimal_text(data["amount_text"]), what=data["line"][:60])
    details = details_of(str(data.get("transaction_details") or ""))
    customer = str(data.get("customer_reference") or "").strip()
    return RawEntry(
        booked_on=_plain(data.get("entry_date") or data["date"]),
        value_on=_plain(data["date"]),
        amount=sign * amount,
        currency=currency,
        name=details.name,
        account=details.account,
        text=_text(details, data),
        bank_reference=_reference(data.get("bank_reference")),
        payer_reference=details.reference or _reference(customer),
    )


def _text(details: Details, data: dict[str, Any]) -> str:
    """What `:86:` says, with the second line of `:61:` and old-style `:NS:` fields."""
    extra = str(data.get("extra_details") or "")
    other = str(data.get("non_swift_text") or "")
    return "\n".join(part for part in (details.text, extra, other) if part.strip())


def _reference(value: Any) -> str:
    text = str(value or "").strip()
    return "" if text.upper() in _NO_REFERENCE else text


def _decimal_text(text: str) -> str:
    whole, _comma, decimals = text.partition(",")
    return f"{whole}.{decimals}" if decimals else whole


def _plain(day: Any) -> dt.date:
    return dt.date(day.year, day.month, day.day)


def _balance(data: dict[str, Any], names: tuple[str, ...]) -> Balance | None:
    found = next((data[name] for name in names if name in data), None)
    if found is None:
        return None
    return Balance(found.amount.amount, found.amount.currency)


def _day(data: dict[str, Any], names: tuple[str, ...]) -> dt.date | None:
    found = next((data[name] for name in names if name in data), None)
    return _plain(found.date) if found else None
