"""Where we stand in a customer's order of payment (付款顺序; rows S13-S16). Pure.

A customer short of cash pays first whom he needs and whom he knows. Four lines of 0 to 5
points say how much we are that supplier; the sum is looked at beside the credit review.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST = 5
WHOLE_BP = 10_000
# A point for each part begun of what he sells, or earns on the list price: 5 % each.
STEP_BP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFacts:
    """What is known of a customer in the half-year; None is not known.

    Shares are hundredths of a percent: of everything he sells, of the list price that
    stays with him, of planned contacts that took place in time.
    """

    sales_share_bp: int | None
    margin_bp: int | None
    visits: int
    in_time_bp: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePosition:
    """Points per line, 0 to 5; what is not known has none."""

    sales: int
    profit: int
    relation: int
    firmness: int

    @property
    def total(self) -> int:
        """0 to 20: the more, the earlier we are paid."""
        return self.sales + self.profit + self.relation + self.firmness


def queue_position(facts: QueueFacts) -> QueuePosition:
    """The points of a customer.

    Five for a quarter of what he sells, for a quarter of the list price as his profit,
    for five meetings or more in the half-year, and for every contact in time.
    """
    return QueuePosition(
        sales=_steps(facts.sales_share_bp),
        profit=_steps(facts.margin_bp),
        relation=max(0, min(MOST, facts.visits)),
        firmness=max(0, (facts.in_time_bp or 0)) * MOST // WHOLE_BP,
    )


def _steps(share_bp: int | None) -> int:
    if share_bp is None or share_bp <= 0:
        return 0
    return min(MOST, -(-share_bp // STEP_BP))
