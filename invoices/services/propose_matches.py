"""Work out what the open bank lines may pay. Nothing is posted here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from arcollect.core import clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company
from arcollect.core.money import format_plain
from invoices.domain.matching import (
    THRESHOLD,
    BankLine,
    PaidPart,
    Proposal,
    Reason,
    Why,
)
from invoices.domain.matching_score import propose
from invoices.models import Allocation, BankEntry, BankEntryState, MatchProposal
from invoices.selectors.matching_book import (
    MatchingBook,
    from_minor,
    read_book,
    to_minor,
)

# Lines a transaction; short enough that nobody's save waits for it.
PART = 100
_LEFT = (BankEntryState.State.OPEN, BankEntryState.State.UNIDENTIFIED)


def propose_matches(
    *,
    company: Company,
    entries: Collection[int] | None = None,
    customers: Collection[int] | None = None,
) -> int:
    """Replace the proposals of the lines that are left; returns how many are ready.

    `entries` names a few by key; `customers` narrows what they are looked up in. Where
    two lines claim the same item, the earlier one keeps it and the later is held back.
    """
    ready = 0
    left = BankEntry.objects.filter(company=company, state__state__in=_LEFT)
    if entries is not None:
        left = left.filter(pk__in=entries)
    currencies = left.order_by().values_list("currency", flat=True).distinct()
    for currency in sorted(currencies):
        book = read_book(company=company, currency=currency, customers=customers)
        claimed: dict[int, int] = {}
        for part in _parts_of(left.filter(currency=currency)):
            found = {entry.pk: _proposals(entry, book, claimed) for entry in part}
            ready += _replace(company=company, entries=part, found=found)
    return ready


def _parts_of(left: QuerySet[Any]) -> Iterator[list[BankEntry]]:
    """The lines in the order of their days, a part at a time."""
    keys = list(left.order_by("booked_on", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), PART):
        chosen = keys[start : start + PART]
        yield list(BankEntry.objects.filter(pk__in=chosen).order_by("booked_on", "pk"))


def _proposals(
    entry: BankEntry, book: MatchingBook, claimed: dict[int, int]
) -> list[tuple[Proposal, bool]]:
    """Ranked proposals, each with whether one key may post it."""
    amount = to_minor(entry.amount, entry.currency)
    found = propose(
        line_of(entry),
        items=book.items,
        payers=book.payers,
        advices=book.advices.get(amount, ()),
        limits=book.limits,
    )
    ranked = []
    for rank, one in enumerate(found):
        ready = rank == 0 and one.score >= THRESHOLD
        if ready and _is_contested(one, book, claimed):
            ranked.append((_held_back(one), False))
            continue
        if ready:
            for item, part in one.parts:
                claimed[item] = claimed.get(item, 0) + part
        ranked.append((one, ready))
    return ranked


def line_of(entry: BankEntry) -> BankLine:
    """A bank entry as the scorer reads it."""
    return BankLine(
        amount=to_minor(entry.amount, entry.currency),
        booked_on=entry.value_on or entry.booked_on,
        payer_name=entry.payer_name,
        payer_account=entry.payer_account,
        text=f"{entry.text} {entry.payer_reference}".strip(),
    )


def _is_contested(one: Proposal, book: MatchingBook, claimed: dict[int, int]) -> bool:
    return any(
        claimed.get(item, 0) + part > book.items.items[item].open
        for item, part in one.parts
    )


def _held_back(one: Proposal) -> Proposal:
    reasons = (*one.reasons, Reason(Why.CLAIMED))
    return replace(one, score=min(one.score, THRESHOLD - 1), reasons=reasons)


@retried_transaction
def _replace(
    *,
    company: Company,
    entries: list[BankEntry],
    found: dict[int, list[tuple[Proposal, bool]]],
) -> int:
    """Throw the old proposals of a part away and write the new ones."""
    MatchProposal.objects.filter(entry__in=entries).delete()
    rows = [
        _row(company, entry, rank, one, is_ready=ready)
        for entry in entries
        for rank, (one, ready) in enumerate(found[entry.pk], start=1)
    ]
    MatchProposal.objects.bulk_create(rows, batch_size=200)
    return sum(row.is_ready for row in rows)


def _row(
    company: Company, entry: BankEntry, rank: int, one: Proposal, *, is_ready: bool
) -> MatchProposal:
    def amount(minor: int) -> Decimal:
        return from_minor(minor, entry.currency)

    return MatchProposal(
        company=company,
        entry=entry,
        rank=rank,
        score=one.score,
        is_ready=is_ready,
        customer_id=one.customers[0] if len(one.customers) == 1 else None,
        advice_id=one.advice_id,
        rule=rule_of(one),
        currency=entry.currency,
        parts=[_part_row(part, entry.currency) for part in one.paid_parts()],
        reasons=[[reason.why.value, reason.shows] for reason in one.reasons],
        applied=amount(sum(part for _item, part in one.parts)),
        fee=amount(one.fee),
        discount=amount(one.discount),
        on_account=amount(one.on_account),
        made_at=clock.now(),
    )


def _part_row(part: PaidPart, currency: str) -> list[Any]:
    amounts = (part.money, part.discount, part.fee)
    return [
        part.item_id,
        *(format_plain(from_minor(amount, currency), currency) for amount in amounts),
    ]


def rule_of(one: Proposal) -> str:
    """By which rule its allocations are booked: what the customer named binds."""
    why = {reason.why for reason in one.reasons}
    if one.named:
        return Allocation.Rule.BY_REMITTANCE
    if Why.LEGAL_ORDER in why:
        return Allocation.Rule.LEGAL_DEFAULT
    return Allocation.Rule.EXACT
