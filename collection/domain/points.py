"""Reward points for money that came in time (Domain rule 3.6). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRules:
    """One version of a policy; `unit` is in the company's own currency."""

    unit: Decimal = Decimal(1_000)
    early_days: int = 7
    early_bp: int = 15_000


DEFAULT_RULES = PointsRules()


def points_for(
    amount: Decimal, *, days_past_due: int, rules: PointsRules = DEFAULT_RULES
) -> int:
    """Points for money that came `days_past_due` after the settlement date.

    One for each full unit on or before that day, one and a half times (rounded down)
    from `early_days` before it on, none when late. `amount` is net of goods returned,
    on an item without a dispute; the caller sees to both.
    """
    if amount < rules.unit or days_past_due > 0:
        return 0
    units = int(amount // rules.unit)
    if days_past_due <= -rules.early_days:
        return units * rules.early_bp // WHOLE_BP
    return units


def campaign_points(earned: int, *, multiplier_bp: int) -> int:
    """What a campaign adds to points earned under the rules; rounded down."""
    return max(0, earned * (multiplier_bp - WHOLE_BP) // WHOLE_BP)


def points_to_take_back(
    earned: int,
    *,
    amount: Decimal,
    returned: Decimal,
    days_past_due: int,
    rules: PointsRules = DEFAULT_RULES,
) -> int:
    """How many of `earned` points go when goods of `returned` come back.

    What is left are the points that the money net of the return would have earned.
    """
    left = points_for(
        max(amount - returned, Decimal(0)), days_past_due=days_past_due, rules=rules
    )
    return max(0, earned - left)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a customer may spend, and what he owes where points were taken back late.

    Never both: new points pay off what is owed first.
    """

    balance: int = 0
    owed: int = 0

    def moved(self, points: int) -> Standing:
        """The standing after `points` came (or, below 0, went)."""
        net = self.balance - self.owed + points
        return Standing(max(net, 0), max(-net, 0))


def points_to_expire(*, earned_before: int, gone: int) -> int:
    """Points of an account that lapse, first earned first spent.

    `earned_before` are those earned before the last day that still counts, less what
    was taken back of them; `gone` what was redeemed and has lapsed already.
    """
    return max(0, earned_before - gone)
