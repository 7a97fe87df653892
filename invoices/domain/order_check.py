"""Whether an order may go on: every reason that holds it, with its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from invoices.domain.exposure import Exposure, headroom

ZERO = Decimal(0)
# Shares are whole basis points: 10,000 are the whole amount.
WHOLE = 10_000
NO_EXPOSURE = Exposure()


class Block(StrEnum):
    """Why an order is held."""

    NO_LINE = "no_line"
    HEADROOM = "headroom"
    GROUP_HEADROOM = "group_headroom"
    PAST_FINAL = "past_final"
    REVIEW_OVERDUE = "review_overdue"
    SUPPLY_STOPPED = "supply_stopped"
    NOT_ACTIVE = "not_active"
    PREPAYMENT_ONLY = "prepayment_only"
    NO_CONTRACT = "no_contract"
    REP_CEILING = "rep_ceiling"
    DEPOSIT = "deposit"
    DEPOSIT_MISSING = "deposit_missing"


# Reasons whose figure can grow worse after somebody let the order pass.
MEASURED = frozenset(
    {
        Block.HEADROOM,
        Block.GROUP_HEADROOM,
        Block.PAST_FINAL,
        Block.REP_CEILING,
        Block.DEPOSIT,
        Block.DEPOSIT_MISSING,
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `short` is by how much, in the order's currency, or a zero."""

    block: Block
    short: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A credit line in force: its amount and the last day before its review is late."""

    amount: Decimal
    review_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What is known of an order and its customer on `as_of`, in the order's currency.

    `exposure` leaves the order itself out. `cash` is what lies on account and is not
    the deposit of another delivered order. None means that there is no such limit.
    """

    as_of: date
    amount: Decimal
    deposit: Decimal = ZERO
    line: Line | None = None
    exposure: Exposure = NO_EXPOSURE
    group_line: Line | None = None
    group_exposure: Exposure | None = None
    # Items of any currency; the amount is of the order's currency alone.
    past_final_items: int = 0
    past_final: Decimal = ZERO
    is_supply_stopped: bool = False
    is_active: bool = True
    is_prepayment_only: bool = False
    has_contract: bool = True
    rep_ceiling: Decimal | None = None
    rep_actual: Decimal = ZERO
    deposit_share_bp: int = 0
    cash: Decimal = ZERO
    at_delivery: bool = False

    @property
    def is_paid(self) -> bool:
        """Whether money on account covers the order and all that is owed besides: no
        credit is given."""
        return self.exposure.with_order(self.amount).total <= 0


def least_deposit(amount: Decimal, share_bp: int, *, unit: Decimal) -> Decimal:
    """The smallest deposit, rounded up to whole minor units of `unit`."""
    units, rest = divmod(amount * share_bp, WHOLE * unit)
    return (units + (1 if rest else 0)) * unit


def reasons_of(facts: OrderFacts, *, unit: Decimal) -> list[Reason]:
    """Every reason that holds the order; none lets it pass.

    An order paid in full beforehand needs neither line nor contract, but goods are not
    sent to a customer whose supply is stopped.
    """
    return [*_of_customer(facts), *_of_credit(facts), *_of_deposit(facts, unit)]


def _of_customer(facts: OrderFacts) -> Iterator[Reason]:
    if facts.is_supply_stopped:
        yield Reason(Block.SUPPLY_STOPPED)
    if not facts.is_active:
        yield Reason(Block.NOT_ACTIVE)
    if facts.past_final_items:
        yield Reason(Block.PAST_FINAL, facts.past_final)
    if facts.is_prepayment_only and not facts.is_paid:
        yield Reason(Block.PREPAYMENT_ONLY)
    if not facts.has_contract and not facts.is_paid:
        yield Reason(Block.NO_CONTRACT)


def _of_credit(facts: OrderFacts) -> Iterator[Reason]:
    if facts.is_paid:
        return
    if facts.line is None:
        yield Reason(Block.NO_LINE)
    else:
        if facts.line.review_due_on < facts.as_of:
            yield Reason(Block.REVIEW_OVERDUE)
        yield from _short(Block.HEADROOM, facts.line, facts.exposure, facts.amount)
    if facts.group_line is not None and facts.group_exposure is not None:
        yield from _short(
            Block.GROUP_HEADROOM, facts.group_line, facts.group_exposure, facts.amount
        )
    if facts.rep_ceiling is not None:
        over = facts.rep_actual + facts.amount - facts.rep_ceiling
        if over > 0:
            yield Reason(Block.REP_CEILING, over)


def _short(
    block: Block, line: Line, exposure: Exposure, amount: Decimal
) -> Iterator[Reason]:
    left = headroom(line=line.amount, exposure=exposure.with_order(amount))
    if left < 0:
        yield Reason(block, -left)


def _of_deposit(facts: OrderFacts, unit: Decimal) -> Iterator[Reason]:
    least = least_deposit(facts.amount, facts.deposit_share_bp, unit=unit)
    if facts.deposit < least and not facts.is_paid:
        yield Reason(Block.DEPOSIT, least - facts.deposit)
    if facts.at_delivery and facts.cash < facts.deposit:
        yield Reason(Block.DEPOSIT_MISSING, facts.deposit - facts.cash)


def not_released(
    found: Iterable[Reason], *, released: Iterable[Reason]
) -> list[Reason]:
    """The reasons that a release does not cover.

    A release covers what it named, by no more than it was then: a debt that grew since
    holds the order again.
    """
    allowed = {one.block: one.short for one in released}
    return [
        one
        for one in found
        if one.block not in allowed
        or (one.block in MEASURED and one.short > allowed[one.block])
    ]
