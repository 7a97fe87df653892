"""Why a reminder about an item is held back (Domain rules 5.3 and 5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from arcollect.core.dates import add_days
from collection.domain.dunning import DEFAULT_LADDER, LadderRules, Level

ZERO = Decimal(0)
SAME_LEVEL_DAYS, SAME_LEVEL_MOST = 30, 2


class Reason(StrEnum):
    """In the order in which they are asked: the first that matches is the one told."""

    LEGAL = "legal"
    HOLD = "hold"
    DO_NOT_CONTACT = "do_not_contact"
    NO_ADDRESS = "no_address"
    ALLOCATE_FIRST = "allocate_first"
    DISPUTED = "disputed"
    PROMISED = "promised"
    PLAN = "plan"
    BILL = "bill"
    CREDIT_BALANCE = "credit_balance"
    SMALL_BALANCE = "small_balance"
    GAP = "gap"
    DIFFERENCES = "differences"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """What is known about one open item on the day of a run.

    `contested` is the disputed amount, `differing` what an open reconciliation questions;
    `covering` the largest single amount on the customer's account; `net_balance` his open
    items less what lies on account, in the item's currency. Flags hold on that day.
    """

    open_amount: Decimal
    final_on: date
    contested: Decimal = ZERO
    differing: Decimal = ZERO
    covering: Decimal = ZERO
    net_balance: Decimal | None = None
    legal: bool = False
    held: bool = False
    do_not_contact: bool = False
    no_address: bool = False
    promised: bool = False
    on_plan: bool = False
    billed: bool = False

    @property
    def demanded(self) -> Decimal:
        """The part a letter may ask for: open less what is contested or differs."""
        return max(ZERO, self.open_amount - self.contested - self.differing)


def standing_reason(item: ItemStanding) -> Reason | None:
    """Numbers 1 to 9 of rule 5.3 for one item; None where none of them matches."""
    net = item.net_balance
    checks = (
        (item.legal, Reason.LEGAL),
        (item.held, Reason.HOLD),
        (item.do_not_contact, Reason.DO_NOT_CONTACT),
        (item.no_address, Reason.NO_ADDRESS),
        (0 < item.open_amount <= item.covering, Reason.ALLOCATE_FIRST),
        (item.open_amount - item.contested <= 0, Reason.DISPUTED),
        (item.promised, Reason.PROMISED),
        (item.on_plan, Reason.PLAN),
        (item.billed, Reason.BILL),
        (net is not None and net <= 0, Reason.CREDIT_BALANCE),
    )
    return next((reason for matches, reason in checks if matches), None)


def is_too_small(
    *, demanded_total: Decimal, limit: Decimal, final_on: date, on: date
) -> bool:
    """Number 10: what is demanded of the customer in all lies below the limit.

    An item past its final date is asked for however small it is.
    """
    return demanded_total < limit and on <= final_on


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that went to the customer: its level and the day it went."""

    level: Level
    on: date


def letter_reason(
    *,
    level: Level,
    on: date,
    earlier: Iterable[SentLetter],
    hurried: bool = False,
    rules: LadderRules = DEFAULT_LADDER,
) -> Reason | None:
    """Numbers 11 and 13 for the customer's letter of that day.

    Within the gap (shorter when a promise or plan broke, `hurried`) a letter of the same
    or a higher level holds it back, any other one is a cap; so is a third letter of the
    level within 30 days. A courtesy is outside, both ways.
    """
    if level is Level.COURTESY:
        return None
    sent = [letter for letter in earlier if letter.level is not Level.COURTESY]
    gap = rules.gap_after_broken if hurried else rules.min_gap
    near = [letter for letter in sent if add_days(letter.on, gap) > on]
    if any(letter.level >= level for letter in near):
        return Reason.GAP
    recent = add_days(on, -SAME_LEVEL_DAYS)
    same = [each for each in sent if each.level is level and each.on > recent]
    if near or len(same) >= SAME_LEVEL_MOST:
        return Reason.CAP
    return None
