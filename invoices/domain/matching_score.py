"""Ranks what a bank line may pay. Nothing is guessed: two equally good are none. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from invoices.domain.matching import (
    BEST,
    MARGIN,
    THRESHOLD,
    Advice,
    BankLine,
    Explained,
    Limits,
    OpenItem,
    PayerEvidence,
    Proposal,
    Reason,
    Why,
)
from invoices.domain.matching_amounts import EXACT, explain_amount
from invoices.domain.matching_index import ItemIndex, Reading
from invoices.domain.matching_payers import PayerIndex
from invoices.domain.matching_sums import subsets_with_sum
from invoices.domain.matching_unnamed import unnamed

NUMBER_POINTS: dict[Why, int] = {
    Why.NUMBER: 55,
    Why.NUMBER_MANGLED: 50,
    Why.NUMBER_TAIL: 40,
    Why.NUMBER_CUT: 35,
    Why.NUMBER_NEAR: 35,
}
ADVICE_POINTS = 60
OTHER_PAYER, UNREAD, UNEVEN, COMPLETED = -10, -15, -20, 30
# What comes out to the cent.
EVEN = frozenset(
    {
        Why.AMOUNT_EXACT,
        Why.SUM_EXACT,
        Why.SUM_COMPLETED,
        Why.DISCOUNT,
        Why.KNOWN_DEDUCTION,
    }
)
# Items that an amount alone points at, looked at only to read a mangled number.
MOST_BY_AMOUNT = 20
MOST_SHOWN = 5


def propose(
    line: BankLine,
    *,
    items: ItemIndex,
    payers: PayerIndex,
    advices: Sequence[Advice] = (),
    limits: Limits,
) -> list[Proposal]:
    """Proposals for one line, best first, at most `MOST_SHOWN`.

    Several due items, customers, part and over-payments are told apart by what the
    payer named, who he is, and whether the amount agrees. A proposal at or above
    `THRESHOLD` leads every other one by `MARGIN`.
    """
    who = payers.who(line)
    reading = _read(line, items, who)
    found: list[Proposal] = []
    found.extend(_by_advice(line, items, who, advices))
    if reading.named:
        found.extend(_by_number(line, items, who, reading, limits))
    for payer in sorted(who.values(), key=lambda p: (-p.points, p.customer_id))[:3]:
        theirs = items.of_customer(payer.customer_id)
        found.extend(
            _unnamed_proposal(explained, payer, reading)
            for explained in unnamed(line, theirs, limits)
        )
    return _ranked(found)


def _read(line: BankLine, items: ItemIndex, who: dict[int, PayerEvidence]) -> Reading:
    """What the text names; mangled pieces are read among items that are likely."""
    reading = items.read(line.text)
    if not reading.unread:
        return reading
    likely: list[OpenItem] = [i for pk in who for i in items.of_customer(pk)]
    exact = items.by_amount.get(line.amount, [])
    by_amount = [items.items[pk] for pk in exact[:MOST_BY_AMOUNT]]
    named, unread = list(reading.named), []
    for piece in reading.unread:
        one = items.resolve(piece, likely, line.amount) if likely else None
        if one is None and by_amount:
            one = items.resolve(piece, by_amount, line.amount)
        if one is None:
            unread.append(piece)
        elif all(one.items != other.items for other in named):
            named.append(one)
    return Reading(tuple(named), tuple(unread))


def _by_number(
    line: BankLine,
    items: ItemIndex,
    who: dict[int, PayerEvidence],
    reading: Reading,
    limits: Limits,
) -> Iterator[Proposal]:
    named = [items.items[pk] for one in reading.named for pk in one.items]
    named = list({item.item_id: item for item in named}.values())
    for explained in explain_amount(
        named, line.amount, on=line.booked_on, limits=limits
    ):
        yield _named_proposal(explained, items, who, reading)
    yield from _one_due_item(line, items, who, reading)
    completed = _completed(line, items, named)
    if completed is not None:
        yield _named_proposal(completed, items, who, reading)


def _one_due_item(
    line: BankLine, items: ItemIndex, who: dict[int, PayerEvidence], reading: Reading
) -> Iterator[Proposal]:
    """An invoice with several due dates is named, and one of them is paid."""
    for one in reading.named:
        fits = [pk for pk in one.items if items.items[pk].open == line.amount]
        if len(one.items) > 1 and fits:
            explained = Explained(
                ((fits[0], line.amount),), EXACT, Reason(Why.INSTALMENT)
            )
            yield _named_proposal(explained, items, who, Reading((one,), ()))


def _completed(
    line: BankLine, items: ItemIndex, named: Sequence[OpenItem]
) -> Explained | None:
    """The named items and the only other ones of the customer that make up the rest."""
    rest = line.amount - sum(item.open for item in named)
    customers = {item.customer_id for item in named}
    if rest <= 0 or len(customers) > 1:
        return None
    ids = {item.item_id for item in named}
    others = [i for i in items.of_customer(customers.pop()) if i.item_id not in ids]
    fits = list(sum_sets(others, rest))
    if len(fits) != 1:
        return None
    parts = tuple((item.item_id, item.open) for item in (*named, *fits[0]))
    return Explained(parts, COMPLETED, Reason(Why.SUM_COMPLETED))


def sum_sets(items: Sequence[OpenItem], wanted: int) -> Iterator[list[OpenItem]]:
    """One item or several whose open amounts sum to `wanted`; at most two answers."""
    single = [[item] for item in items if item.open == wanted]
    several = subsets_with_sum([item.open for item in items], wanted)
    yield from [*single, *([items[i] for i in found] for found in several)][:2]


def _named_proposal(
    explained: Explained,
    items: ItemIndex,
    who: dict[int, PayerEvidence],
    reading: Reading,
) -> Proposal:
    customers = _customers(explained, items)
    weakest = min(NUMBER_POINTS[one.how] for one in reading.named)
    raw = weakest + explained.points
    reasons = [Reason(one.how, one.number) for one in reading.named]
    raw += _weigh_payer(customers, who, reasons)
    if len(customers) > 1:
        reasons.append(Reason(Why.SEVERAL_CUSTOMERS))
        raw += 0 if explained.reason.why in EVEN else UNEVEN
    reasons.append(explained.reason)
    raw += _weigh_unread(explained, reading, reasons)
    return _proposal(explained, customers, raw, reasons, named=True)


def _unnamed_proposal(
    explained: Explained, payer: PayerEvidence, reading: Reading
) -> Proposal:
    reasons = [payer.reason, explained.reason]
    raw = payer.points + explained.points
    if reading.named or reading.unread:
        raw += UNREAD
        reasons += [Reason(Why.UNREAD_NUMBER, piece) for piece in reading.unread[:1]]
    return _proposal(explained, (payer.customer_id,), raw, reasons, named=False)


def _weigh_payer(
    customers: tuple[int, ...], who: dict[int, PayerEvidence], reasons: list[Reason]
) -> int:
    known = [who[pk] for pk in customers if pk in who]
    if known:
        best = max(known, key=lambda payer: payer.points)
        reasons.append(best.reason)
        return best.points
    if who:
        other = max(who.values(), key=lambda payer: payer.points)
        reasons.append(Reason(Why.OTHER_PAYER, other.reason.shows))
        return OTHER_PAYER
    return 0


def _weigh_unread(explained: Explained, reading: Reading, reasons: list[Reason]) -> int:
    """A number nobody could read speaks against what does not come out even."""
    if not reading.unread or explained.reason.why in EVEN:
        return 0
    reasons.append(Reason(Why.UNREAD_NUMBER, reading.unread[0]))
    return UNREAD


def _by_advice(
    line: BankLine,
    items: ItemIndex,
    who: dict[int, PayerEvidence],
    advices: Iterable[Advice],
) -> Iterator[Proposal]:
    for advice in advices:
        parts = _advised_parts(advice, items)
        paid = sum(amount for _item, amount in parts)
        if not parts or advice.total != line.amount or paid > line.amount:
            continue
        reason = Reason(Why.ADVICE, advice.reference)
        explained = Explained(parts, 0, reason, on_account=line.amount - paid)
        customers = _customers(explained, items)
        reasons = [reason]
        raw = ADVICE_POINTS + _weigh_payer(customers, who, reasons)
        if advice.reference and advice.reference.casefold() in line.text.casefold():
            raw += EXACT
        made = _proposal(explained, customers, raw, reasons, named=True)
        yield replace(made, advice_id=advice.advice_id)


def _advised_parts(advice: Advice, items: ItemIndex) -> tuple[tuple[int, int], ...]:
    """What the advice says, less what it keeps back of its largest line; or nothing."""
    parts: dict[int, int] = {}
    for one in advice.lines:
        parts[one.item_id] = parts.get(one.item_id, 0) + one.amount
    if parts and advice.kept_back:
        largest = max(parts, key=lambda item: parts[item])
        parts[largest] -= advice.kept_back
    fits = all(
        pk in items.items and 0 < amount <= items.items[pk].open
        for pk, amount in parts.items()
    )
    return tuple(parts.items()) if fits else ()


def _customers(explained: Explained, items: ItemIndex) -> tuple[int, ...]:
    return tuple(sorted({items.items[pk].customer_id for pk, _a in explained.parts}))


def _proposal(
    explained: Explained,
    customers: tuple[int, ...],
    raw: int,
    reasons: Sequence[Reason],
    *,
    named: bool,
) -> Proposal:
    return Proposal(
        parts=tuple(sorted(explained.parts)),
        customers=customers,
        score=max(0, min(BEST, raw)),
        raw=raw,
        reasons=tuple(reasons),
        named=named,
        fee=explained.fee,
        discounts=explained.discounts,
        on_account=explained.on_account,
    )


def _ranked(found: Iterable[Proposal]) -> list[Proposal]:
    """Best first; of equal content the better told one; a narrow lead is no lead."""
    best: dict[tuple[tuple[int, int], ...], Proposal] = {}
    for one in found:
        if one.parts not in best or one.raw > best[one.parts].raw:
            best[one.parts] = one
    ranked = sorted(best.values(), key=lambda p: (-p.raw, len(p.parts), p.parts))
    if len(ranked) > 1 and ranked[0].raw - ranked[1].raw < MARGIN:
        ranked = [_held_back(one) for one in ranked]
    return [ranked[0], *map(_not_first, ranked[1:])][:MOST_SHOWN] if ranked else []


def _held_back(one: Proposal) -> Proposal:
    reasons = (*one.reasons, Reason(Why.AMBIGUOUS))
    return replace(one, score=min(one.score, THRESHOLD - 1), reasons=reasons)


def _not_first(one: Proposal) -> Proposal:
    return replace(one, score=min(one.score, THRESHOLD - 1))
