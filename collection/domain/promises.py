"""How a promise to pay turned out (Domain rule 3.3). Pure: money and days in, state out.

All days are the company's local days and included at both ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from arcollect.core.dates import DueRoll, WorkingCalendar, add_days, roll

TOLERANCE_DAYS = 2
RATIO_UNIT = Decimal("0.0001")
ZERO = Decimal(0)


class PromiseState(StrEnum):
    """The states a judgement can find; `cancelled` is an act of a person."""

    PENDING = "pending"
    KEPT = "kept"
    PARTIALLY_KEPT = "partially_kept"
    BROKEN = "broken"
    SUPERSEDED = "superseded"


class MoneyKind(StrEnum):
    """What came in. Everything but cash counts only where it was promised."""

    PAYMENT = "payment"
    BILL = "bill"
    OFFSET = "offset"


CASH = frozenset({MoneyKind.PAYMENT})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount on the promised items. From `gone_on` on it was never paid."""

    on: dt.date
    amount: Decimal
    kind: MoneyKind = MoneyKind.PAYMENT
    gone_on: dt.date | None = None

    def is_there(self, as_of: dt.date) -> bool:
        """Whether it has come by the end of `as_of` and was not taken back by then."""
        return self.on <= as_of and (self.gone_on is None or self.gone_on > as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTerms:
    """What was promised, and how strictly it is judged.

    `open_when_made` None means that it is not known; else no more than that can be kept.
    `replaced_on` is the day a new promise took this one's place, `is_renewal` says that
    this one had itself replaced another.
    """

    amount: Decimal
    made_on: dt.date
    promised_on: dt.date
    window_until: dt.date
    open_when_made: Decimal | None = None
    amount_tolerance: Decimal = ZERO
    partial_min_ratio: Decimal = ZERO
    counts: frozenset[MoneyKind] = field(default=CASH)
    replaced_on: dt.date | None = None
    is_renewal: bool = False

    @property
    def target(self) -> Decimal:
        """What is judged: the promise, but no more than was open when it was made."""
        if self.open_when_made is None:
            return self.amount
        return min(self.amount, self.open_when_made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of a promise by the end of a day."""

    state: PromiseState
    received: Decimal
    kept_ratio: Decimal
    kept_on: dt.date | None = None
    days_from_promise: int | None = None
    fulfilled_late: bool = False


def window_end(
    promised_on: dt.date,
    *,
    tolerance_days: int = TOLERANCE_DAYS,
    calendar: WorkingCalendar | None = None,
) -> dt.date:
    """The last day on which money keeps the promise, rolled to the next working day."""
    last = add_days(promised_on, tolerance_days)
    if calendar is None:
        return last
    return roll(last, how=DueRoll.FOLLOWING, calendar=calendar)


def judge(terms: PromiseTerms, *, money: Iterable[Money], as_of: dt.date) -> Judgement:
    """The state at the end of `as_of`, from the money that is on the promised items.

    Money that came before the promise, after its window, of a kind that was not
    promised or that was taken back by `as_of` keeps nothing.
    """
    counted = sorted(
        (
            one
            for one in money
            if one.kind in terms.counts
            and one.on >= terms.made_on
            and one.is_there(as_of)
        ),
        key=lambda one: one.on,
    )
    needed = terms.target - terms.amount_tolerance
    inside = [one for one in counted if one.on <= terms.window_until]
    received = _sum(inside)
    kept_on = _day_reached(inside, needed, terms.made_on)
    state = _state(terms, received=received, kept_on=kept_on, as_of=as_of)
    is_kept = state is PromiseState.KEPT
    failed = state in (PromiseState.BROKEN, PromiseState.PARTIALLY_KEPT)
    return Judgement(
        state=state,
        received=received,
        kept_ratio=kept_ratio(received, terms.target),
        kept_on=kept_on if is_kept else None,
        days_from_promise=(kept_on - terms.promised_on).days
        if is_kept and kept_on
        else None,
        fulfilled_late=failed and _sum(counted) >= needed,
    )


def kept_ratio(received: Decimal, promised: Decimal) -> Decimal:
    """Received over promised, at most 1, to four decimals; 1 where nothing was owed."""
    if promised <= 0:
        return Decimal(1).quantize(RATIO_UNIT)
    ratio = min(received / promised, Decimal(1))
    return ratio.quantize(RATIO_UNIT, rounding=ROUND_HALF_UP)


def _state(
    terms: PromiseTerms,
    *,
    received: Decimal,
    kept_on: dt.date | None,
    as_of: dt.date,
) -> PromiseState:
    replaced_on = _replaced_in_time(terms, as_of)
    if kept_on is not None and (replaced_on is None or kept_on <= replaced_on):
        return PromiseState.KEPT
    if replaced_on is not None:
        return PromiseState.BROKEN if terms.is_renewal else PromiseState.SUPERSEDED
    if as_of <= terms.window_until:
        return PromiseState.PENDING
    if received > 0 and received >= terms.partial_min_ratio * terms.target:
        return PromiseState.PARTIALLY_KEPT
    return PromiseState.BROKEN


def _replaced_in_time(terms: PromiseTerms, as_of: dt.date) -> dt.date | None:
    """The day of the replacement by `as_of`, unless it came after the promised day."""
    on = terms.replaced_on
    if on is None or on > as_of or on > terms.promised_on:
        return None
    return on


def _day_reached(
    money: list[Money], needed: Decimal, made_on: dt.date
) -> dt.date | None:
    """The day on which the sum reached what was needed; `money` is in order of days."""
    if needed <= 0:
        return made_on
    total = ZERO
    for one in money:
        total += one.amount
        if total >= needed:
            return one.on
    return None


def _sum(money: list[Money]) -> Decimal:
    return sum((one.amount for one in money), ZERO)
