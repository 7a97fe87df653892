"""What a letter says, as plain data that is frozen with it (domain 4.1 to 4.2).

Amounts are texts with the currency's decimals, days are ISO texts: the snapshot reads
the same in ten years.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from arcollect.core.dates import is_known
from arcollect.core.money import format_plain

ZERO = Decimal(0)


class LetterKind(StrEnum):
    """The three kinds; never mixed."""

    RECONCILIATION = "reconciliation"
    DEMAND_RECONCILIATION = "demand_reconciliation"
    AUDIT_CONFIRMATION = "audit_confirmation"


class Account(StrEnum):
    """The lines of the table by account; a nil line is shown as nil."""

    RECEIVABLE = "receivable"
    ADVANCE = "advance"
    NOTES = "notes"
    DEPOSIT = "deposit"
    OTHER = "other"


# Which account an item's kind belongs to; the rest are trade receivables.
_ACCOUNT_OF_ITEM = {"bill": Account.NOTES, "retention": Account.DEPOSIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document of the ledger; `change` positive where the customer owes more."""

    on: dt.date
    kind: str
    number: str
    change: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item open at the cut-off."""

    number: str
    kind: str
    issued_on: dt.date
    due_on: dt.date
    open: Decimal
    disputed: Decimal = ZERO

    def days_past_due(self, on: dt.date) -> int:
        """Days after the due date, 0 while it is not past."""
        return max(0, (on - self.due_on).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The account behind a letter, before anything is written."""

    currency: str
    cut_off: dt.date
    since: dt.date | None
    opening: Decimal
    entries: Sequence[Entry]
    items: Sequence[Item]
    on_account: Decimal

    @property
    def closing(self) -> Decimal:
        """The balance the letter is about."""
        return self.opening + sum((entry.change for entry in self.entries), ZERO)

    @property
    def past_due(self) -> Decimal:
        """Open and past due at the cut-off."""
        late = (item.open for item in self.items if item.due_on < self.cut_off)
        return sum(late, ZERO)

    @property
    def demandable(self) -> Decimal:
        """What a demand may ask for: past due, not contested, not covered by money held."""
        asked = sum(
            (
                item.open - item.disputed
                for item in self.items
                if item.due_on < self.cut_off
            ),
            ZERO,
        )
        return max(ZERO, min(asked, self.closing))

    @property
    def adds_up(self) -> bool:
        """Whether documents and open items give the same balance."""
        open_total = sum((item.open for item in self.items), ZERO)
        return open_total - self.on_account == self.closing


def default_kind(content: Content) -> LetterKind:
    """A demand where something is past due that may be asked for (domain 4.1)."""
    if content.demandable > ZERO:
        return LetterKind.DEMAND_RECONCILIATION
    return LetterKind.RECONCILIATION


def as_data(content: Content) -> dict[str, Any]:
    """The account as the snapshot holds it."""

    def text(amount: Decimal) -> str:
        return format_plain(amount, content.currency)

    return {
        "currency": content.currency,
        "since": content.since.isoformat() if content.since else None,
        "opening": text(content.opening),
        "closing": text(content.closing),
        "past_due": text(content.past_due),
        "disputed": text(sum((item.disputed for item in content.items), ZERO)),
        "lines": list(_lines(content, text)),
        "items": [
            {
                "number": item.number,
                "kind": item.kind,
                "issued_on": item.issued_on.isoformat(),
                # Empty while nobody knows when it will be due.
                "due_on": item.due_on.isoformat() if is_known(item.due_on) else "",
                "days_past_due": item.days_past_due(content.cut_off),
                "open": text(item.open),
                "disputed": text(item.disputed),
            }
            for item in content.items
        ],
        "accounts": {
            name: {"owed_to_us": text(theirs), "owed_to_customer": text(ours)}
            for name, (theirs, ours) in accounts(content).items()
        },
    }


def _lines(content: Content, text: Any) -> Iterable[dict[str, str]]:
    balance = content.opening
    for entry in content.entries:
        balance += entry.change
        yield {
            "on": entry.on.isoformat(),
            "kind": entry.kind,
            "number": entry.number,
            "debit": text(entry.change) if entry.change >= ZERO else "",
            "credit": text(-entry.change) if entry.change < ZERO else "",
            "balance": text(balance),
            "note": entry.note,
        }


def accounts(content: Content) -> Mapping[Account, tuple[Decimal, Decimal]]:
    """Per account what the customer owes us and what we owe him."""
    found = {account: [ZERO, ZERO] for account in Account}
    for item in content.items:
        found[_ACCOUNT_OF_ITEM.get(item.kind, Account.RECEIVABLE)][0] += item.open
    side = 1 if content.on_account >= ZERO else 0
    found[Account.ADVANCE][side] += abs(content.on_account)
    return {account: (theirs, ours) for account, (theirs, ours) in found.items()}
