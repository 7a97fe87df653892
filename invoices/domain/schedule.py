"""From agreed terms to due items: one invoice, as many due dates as its terms name.

Lines of different term groups fall due apart; a deposit, instalments, milestones and
retention split a group further. Sums are exact: what rounding leaves goes by largest
remainder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from arcollect.core.dates import EVERY_DAY, DueRoll, WorkingCalendar
from arcollect.core.money import split_money
from invoices.domain.terms import (
    DueRule,
    EomPlus,
    FixedDay,
    GraceBase,
    ItemKind,
    MonthsAfter,
    Net,
    resolve_terms,
)

WHOLE_BP = 10_000


class ScheduleError(ValueError):
    """The terms do not say when the money is due; the text says what is missing."""


class TermType(StrEnum):
    """Types of settlement term, by the names contracts keep."""

    NET = "NET"
    EOM_PLUS = "EOM_PLUS"
    FIXED_DAY = "FIXED_DAY"
    MILESTONE = "MILESTONE"
    DEPOSIT_BALANCE = "DEPOSIT_BALANCE"
    INSTALMENTS = "INSTALMENTS"
    COD = "COD"
    PREPAID = "PREPAID"
    SELL_THROUGH = "SELL_THROUGH"


class Base(StrEnum):
    """The day a term counts from."""

    INVOICE = "invoice"
    DELIVERY = "delivery"
    ACCEPTANCE = "acceptance"
    STATEMENT = "statement"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class AgreedTerm:
    """One settlement term; which values count depends on its type."""

    type: TermType
    days: int | None = None
    months: int | None = None
    day_of_month: int | None = None
    due_roll: DueRoll = DueRoll.NONE
    base: Base = Base.INVOICE
    grace_base: GraceBase = GraceBase.NOMINAL
    share_bp: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class MilestoneShare:
    """A step of the contract with its share, and the day it was accepted."""

    key: int
    share_bp: int
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """A share kept back until so many months after the base date."""

    share_bp: int
    months: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a contract says about payment: terms by group, milestones, retention."""

    terms: Mapping[int, AgreedTerm]
    milestones: Sequence[MilestoneShare] = ()
    retention: Retention | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A due item to be: without `due_on` it waits for `base`, then `rule` counts."""

    term_group: int
    type: TermType
    kind: ItemKind
    amount: Decimal
    rule: DueRule
    base: Base
    due_roll: DueRoll = DueRoll.NONE
    grace_base: GraceBase = GraceBase.NOMINAL
    milestone: MilestoneShare | None = None
    due_on: date | None = None
    term_days: int = 0


def due_parts(
    groups: Mapping[int, Decimal],
    *,
    agreement: Agreement,
    bases: Mapping[Base, date],
    currency: str,
    calendar: WorkingCalendar = EVERY_DAY,
) -> list[Part]:
    """The due items of an invoice whose lines sum to `groups`, by term group.

    `bases` holds the days that are known, at least the invoice date. The parts sum to
    the groups to the cent. Raises `ScheduleError`.
    """
    found: list[Part] = []
    for group in sorted(groups):
        term = agreement.terms.get(group)
        if term is None:
            raise ScheduleError(f"There is no term no. {group}.")
        parts = _parts(group, groups[group], term, agreement, currency)
        found += [_dated(part, bases, calendar) for part in parts if part.amount != 0]
    return found


def _dated(part: Part, bases: Mapping[Base, date], calendar: WorkingCalendar) -> Part:
    base_on = bases.get(part.base)
    if part.base is Base.MILESTONE and part.milestone is not None:
        base_on = part.milestone.accepted_on
    dated_from = base_on or bases[Base.INVOICE]
    terms = resolve_terms(
        part.rule,
        base_on=dated_from,
        kind=part.kind,
        grace_base=part.grace_base,
        due_roll=part.due_roll,
        calendar=calendar,
    )
    # Acceptance may come before the invoice; nothing is due before it is invoiced.
    due_on = max(terms.due_on, bases[Base.INVOICE])
    return replace(
        part, due_on=None if base_on is None else due_on, term_days=terms.term_days
    )


def _parts(
    group: int, amount: Decimal, term: AgreedTerm, agreement: Agreement, currency: str
) -> Iterator[Part]:
    first = Part(
        term_group=group,
        type=term.type,
        kind=ItemKind.STANDARD,
        amount=amount,
        rule=Net(days=term.days or 0),
        base=term.base,
        due_roll=term.due_roll,
        grace_base=term.grace_base,
    )
    if term.type in _WHOLE:
        yield replace(first, base=_WHOLE[term.type])
        return
    kept = agreement.retention
    if kept is not None:
        rest, held = _split(amount, [WHOLE_BP - kept.share_bp, kept.share_bp], currency)
        yield from _SPLITS[term.type](
            replace(first, amount=rest), term, agreement, currency
        )
        yield replace(
            first,
            kind=ItemKind.RETENTION,
            amount=held,
            rule=MonthsAfter(days=0, months=kept.months),
            base=_retention_base(term),
        )
        return
    yield from _SPLITS[term.type](first, term, agreement, currency)


def _retention_base(term: AgreedTerm) -> Base:
    return Base.ACCEPTANCE if term.type is TermType.MILESTONE else term.base


# Terms that fall due at once and keep nothing back.
_WHOLE: Mapping[TermType, Base] = {
    TermType.COD: Base.DELIVERY,
    TermType.PREPAID: Base.INVOICE,
    TermType.SELL_THROUGH: Base.STATEMENT,
}


def _credit(
    part: Part, term: AgreedTerm, _agreement: Agreement, _currency: str
) -> Iterator[Part]:
    yield replace(part, rule=_credit_rule(term))


def _credit_rule(term: AgreedTerm) -> DueRule:
    if term.type is TermType.EOM_PLUS:
        return EomPlus(days=term.days or 0, months=term.months or 0)
    if term.type is TermType.FIXED_DAY:
        return FixedDay(day=term.day_of_month or 1, months=term.months or 0)
    return Net(days=term.days or 0)


def _milestones(
    part: Part, term: AgreedTerm, agreement: Agreement, currency: str
) -> Iterator[Part]:
    part = replace(part, kind=ItemKind.MILESTONE, rule=Net(days=term.days or 0))
    steps = agreement.milestones
    if not steps:
        yield replace(part, base=Base.ACCEPTANCE)
        return
    shares = [step.share_bp for step in steps]
    if sum(shares) != WHOLE_BP:
        raise ScheduleError("The shares of the milestones do not sum to 100 %.")
    amounts = _split(part.amount, shares, currency)
    for step, amount in zip(steps, amounts, strict=True):
        yield replace(part, amount=amount, milestone=step, base=Base.MILESTONE)


def _deposit(
    part: Part, term: AgreedTerm, _agreement: Agreement, currency: str
) -> Iterator[Part]:
    share = term.share_bp or 0
    deposit, balance = _split(part.amount, [share, WHOLE_BP - share], currency)
    yield replace(
        part,
        kind=ItemKind.DEPOSIT,
        amount=deposit,
        rule=Net(days=0),
        base=Base.INVOICE,
    )
    rest = replace(part, amount=balance)
    if term.count and term.count > 1:
        yield from _instalments(rest, term, _agreement, currency)
    else:
        yield replace(rest, rule=Net(days=term.days or 0))


def _instalments(
    part: Part, term: AgreedTerm, _agreement: Agreement, currency: str
) -> Iterator[Part]:
    count, every = term.count or 1, term.months or 1
    for number, amount in enumerate(_split(part.amount, [1] * count, currency)):
        rule = MonthsAfter(days=term.days or 0, months=number * every)
        yield replace(part, kind=ItemKind.INSTALMENT, amount=amount, rule=rule)


_Split = Callable[[Part, AgreedTerm, Agreement, str], Iterator[Part]]
_SPLITS: Mapping[TermType, _Split] = {
    TermType.NET: _credit,
    TermType.EOM_PLUS: _credit,
    TermType.FIXED_DAY: _credit,
    TermType.MILESTONE: _milestones,
    TermType.DEPOSIT_BALANCE: _deposit,
    TermType.INSTALMENTS: _instalments,
}


def _split(amount: Decimal, weights: Sequence[int], currency: str) -> list[Decimal]:
    return split_money(amount, [Decimal(weight) for weight in weights], currency)
