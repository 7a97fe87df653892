"""Reading a payer's message into document numbers and amounts. Pure; never a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# A message with more lines is a ledger, not an advice.
MOST_LINES = 500
_AMOUNT = re.compile(r"[-−(]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,4})?\)?")
_TOTAL = re.compile(r"(合计|总计|總計|合計|共计|共計|\btotal\b|\bsum\b)", re.IGNORECASE)
_CUT = re.compile(r"[\t;|；、]+|\s+|,(?=\s)")
_CURRENCY = re.compile(r"(¥|￥|元|\bCNY\b|\bRMB\b|\bUSD\b|\bEUR\b|\$|€)", re.IGNORECASE)
_DAY = re.compile(r"(19|20)\d\d[-/.]?(0?[1-9]|1[0-2])[-/.]?([0-2]?\d|3[01])日?")
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class AdvisedLine:
    """A number, or a word for what is kept back, and the amount beside it."""

    number: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Advised:
    """What a message says; `total` None where it states none. Lines nobody could read apart."""

    lines: tuple[AdvisedLine, ...]
    total: Decimal | None
    unread: tuple[str, ...]

    @property
    def sum(self) -> Decimal:
        """The lines together, kept-back ones negative."""
        return sum((line.amount for line in self.lines), Decimal(0))


def read_advice(text: str) -> Advised:
    """Lines of a pasted message, or of a table with its cells divided by tabs.

    A line counts if it has an amount and something that names a document; a negative
    amount is kept back and may be named by any word. Everything else is `unread`.
    """
    lines: list[AdvisedLine] = []
    unread: list[str] = []
    total: Decimal | None = None
    for raw in text.splitlines()[:MOST_LINES]:
        written = unicodedata.normalize("NFKC", raw).strip()
        if not written:
            continue
        pieces = [p for p in _CUT.split(_CURRENCY.sub(" ", written)) if p]
        amounts = [p for p in pieces if _AMOUNT.fullmatch(p) and not _DAY.fullmatch(p)]
        if _TOTAL.search(written) and amounts:
            total = _amount_of(amounts[-1])
            continue
        found = _line(pieces, amounts)
        if found is None:
            unread.append(written[:200])
        else:
            lines.append(found)
    return Advised(tuple(lines), total, tuple(unread))


def _line(pieces: list[str], amounts: list[str]) -> AdvisedLine | None:
    if not amounts:
        return None
    shown = amounts[-1]
    amount = _amount_of(shown)
    others = [p for p in pieces if p is not shown and not _DAY.fullmatch(p)]
    named = [p for p in others if sum(c.isdigit() for c in p) >= _DIGITS]
    named.sort(key=lambda p: not any(c.isalpha() for c in p))
    if named and amount > 0:
        return AdvisedLine(named[0].strip("#:：.")[:60], amount)
    if amount < 0 and others:
        return AdvisedLine((named or others)[0][:60], amount)
    return None


def _amount_of(text: str) -> Decimal:
    is_negative = text[0] in "-−("
    plain = text.strip("-−()").replace(",", "")
    return -Decimal(plain) if is_negative else Decimal(plain)
