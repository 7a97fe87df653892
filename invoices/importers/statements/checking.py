"""Checks of a file that was read: currencies, minor units, balances that tie. Pure.

Control figures count as a clerk would: every entry of the file, its credits and its
debits, whatever their currency.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from arcollect.core.money import (
    AmountFormatError,
    UnknownCurrencyError,
    exact_money,
    format_plain,
    minor_digits,
)
from invoices.importers.statements.shape import (
    Balance,
    RawEntry,
    RawFile,
    RawStatement,
    RefusedError,
)

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a file holds, new or not; sums as plain decimals."""

    format: str
    statements: int
    entries: int
    currency: str | None
    credit: str
    debit: str


def figures_of(file: RawFile) -> Figures:
    """The control figures; without a currency where there are several."""
    entries = [entry for statement in file.statements for entry in statement.entries]
    found = {entry.currency for entry in entries}
    found = found or {statement.currency for statement in file.statements}
    currency = next(iter(found)) if len(found) == 1 else None
    return Figures(
        format=file.format,
        statements=len(file.statements),
        entries=len(entries),
        currency=currency,
        credit=_sum((e.amount for e in entries if e.amount > 0), currency),
        debit=_sum((-e.amount for e in entries if e.amount < 0), currency),
    )


def _sum(amounts: Iterable[Decimal], currency: str | None) -> str:
    total = sum(amounts, ZERO)
    try:
        return format_plain(exact_money(total, currency or "USD"), currency or "USD")
    except (AmountFormatError, UnknownCurrencyError):
        return f"{total:f}"


def check_file(file: RawFile) -> None:
    """Make every amount exact in its currency and tie balances.

    Raises `RefusedError`, with the figures where balances do not tie.
    """
    for statement in file.statements:
        for entry in statement.entries:
            _check_currency(entry.currency)
            entry.amount = _exact(entry.amount, entry.currency)
        _settle_currency(statement)
        _tie(statement)


def _check_currency(currency: str) -> None:
    try:
        minor_digits(currency)
    except UnknownCurrencyError:
        raise RefusedError("currency", value=currency[:10]) from None


def _exact(amount: Decimal, currency: str) -> Decimal:
    try:
        return exact_money(amount, currency)
    except AmountFormatError:
        raise RefusedError("minor_unit", value=str(amount), currency=currency) from None


def _settle_currency(statement: RawStatement) -> None:
    """The statement is in its entries' currency, else in the one it names."""
    found = {entry.currency for entry in statement.entries}
    if len(found) == 1:
        statement.currency = next(iter(found))
    _check_currency(statement.currency)
    for name in ("opening", "closing"):
        balance: Balance | None = getattr(statement, name)
        if balance is None:
            continue
        if balance.currency != statement.currency or len(found) > 1:
            # In another currency than the entries: it says nothing about them.
            setattr(statement, name, None)
        else:
            amount = _exact(balance.amount, balance.currency)
            setattr(statement, name, Balance(amount, balance.currency))


def _tie(statement: RawStatement) -> None:
    opening, closing = statement.opening, statement.closing
    if opening is None or closing is None:
        return
    booked = (entry.amount for entry in statement.entries if entry.status == "booked")
    moved = sum(booked, ZERO)
    if opening.amount + moved != closing.amount:
        currency = statement.currency
        raise RefusedError(
            "balances",
            account=statement.account,
            number=statement.number,
            currency=currency,
            opening=format_plain(opening.amount, currency),
            moved=format_plain(moved, currency),
            reached=format_plain(opening.amount + moved, currency),
            closing=format_plain(closing.amount, currency),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What tells an entry from every other one of the company."""

    fingerprint: str
    occurrence: int


def identities(file: RawFile) -> Iterator[list[tuple[RawEntry, Known]]]:
    """Per statement, its entries with what tells them apart.

    Account, day and amount with the bank's reference where it gives one, else with all
    that the line says; lines of the file that read the same are numbered from 1.
    """
    seen: Counter[str] = Counter()
    for statement in file.statements:
        account = "".join(statement.account.split()).upper() or f"~{file.profile}"
        rows = []
        for entry in statement.entries:
            fingerprint = _fingerprint(account, entry)
            seen[fingerprint] += 1
            rows.append((entry, Known(fingerprint, seen[fingerprint])))
        yield rows


def _fingerprint(account: str, entry: RawEntry) -> str:
    parts = [
        account,
        entry.currency,
        entry.booked_on.isoformat(),
        format_plain(entry.amount, entry.currency),
        # A pending line and the booking that follows it are two facts.
        "" if entry.status == "booked" else entry.status,
    ]
    if entry.bank_reference:
        parts += ["ref", entry.bank_reference]
    else:
        texts = (entry.name, entry.account, entry.payer_reference, entry.text)
        parts += ["text", *(" ".join(text.split()).casefold() for text in texts)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def statement_fingerprint(statement: RawStatement) -> str:
    """What tells a statement from others: account, number, days and balances."""
    parts = (
        "".join(statement.account.split()).upper(),
        statement.currency,
        statement.number,
        statement.from_on,
        statement.until_on,
        statement.opening and statement.opening.amount,
        statement.closing and statement.closing.amount,
    )
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()
