"""What a known payer's money may pay when he names nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from invoices.domain.legal_order import debts_of, in_legal_order
from invoices.domain.matching import BankLine, Explained, Limits, OpenItem, Reason, Why
from invoices.domain.matching_amounts import discount_of
from invoices.domain.matching_sums import MOST_ITEMS, subsets_with_sum

UNIQUE, ALL_OPEN, NOT_UNIQUE, LESS, LEGAL = 50, 50, 25, 25, 0


def unnamed(
    line: BankLine, items: Sequence[OpenItem], limits: Limits
) -> Iterator[Explained]:
    """Ways in which the amount fits the customer's open items, earliest due first."""
    if not items:
        return
    yield from _single(line, items)
    yield from _everything(line, items)
    yield from _several(line, items)
    yield from _less(line, items, limits)
    legal = in_legal_order(line.amount, debts_of(items), on=line.booked_on)
    parts = tuple(legal.items())
    rest = line.amount - sum(amount for _pk, amount in parts)
    yield Explained(parts, LEGAL, Reason(Why.LEGAL_ORDER), on_account=rest)


def _single(line: BankLine, items: Sequence[OpenItem]) -> Iterator[Explained]:
    fits = [item for item in items if item.open == line.amount]
    points = UNIQUE if len(fits) == 1 else NOT_UNIQUE
    why = Why.AMOUNT_UNIQUE if len(fits) == 1 else Why.AMOUNT_EXACT
    for item in fits[:2]:
        yield Explained(((item.item_id, item.open),), points, Reason(why))


def _everything(line: BankLine, items: Sequence[OpenItem]) -> Iterator[Explained]:
    """All that is open, or all that was due on the day."""
    due = [item for item in items if item.due_on <= line.booked_on]
    for some in (items, due):
        if len(some) > 1 and sum(item.open for item in some) == line.amount:
            parts = tuple((item.item_id, item.open) for item in some)
            yield Explained(parts, ALL_OPEN, Reason(Why.ALL_OPEN))


def _several(line: BankLine, items: Sequence[OpenItem]) -> Iterator[Explained]:
    found = subsets_with_sum([item.open for item in items], line.amount)
    decided = len(found) == 1 and len(items) <= MOST_ITEMS
    for positions in found:
        parts = tuple((items[i].item_id, items[i].open) for i in positions)
        points = UNIQUE if decided else NOT_UNIQUE
        why = Why.SUM_UNIQUE if decided else Why.SUM_EXACT
        yield Explained(parts, points, Reason(why))


def _less(
    line: BankLine, items: Sequence[OpenItem], limits: Limits
) -> Iterator[Explained]:
    """One item less its discount, a claimed deduction, or a bank's fee."""
    for item in items:
        short = item.open - line.amount
        if short <= 0:
            continue
        whole = ((item.item_id, item.open),)
        if short == discount_of(item, line.booked_on):
            kept = ((item.item_id, short),)
            yield Explained(whole, UNIQUE, Reason(Why.DISCOUNT), discounts=kept)
        elif short in limits.deductions.get(item.customer_id, ()):
            parts = ((item.item_id, line.amount),)
            yield Explained(parts, UNIQUE, Reason(Why.KNOWN_DEDUCTION))
        elif short <= limits.bank_fee:
            yield Explained(whole, LESS, Reason(Why.BANK_FEE), fee=short)
