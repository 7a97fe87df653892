"""How customers buy and how they pay; all figures in whole days, per cent or per mille."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PayingHabit:
    """When an invoice is ready to be paid, in days from its due date.

    `part_share`: percent of pay-runs that bring only a round part of what is ready.
    `deducts`: per mille of invoices that are paid short by a claimed deduction.
    """

    key: str
    ready_from: int
    ready_to: int
    part_share: int = 0
    deducts: int = 10
    # Per mille of invoices that are left lying for `forgotten_days` longer.
    forgotten: int = 0
    forgotten_days: int = 0


@dataclass(frozen=True, slots=True)
class BuyingHabit:
    """Invoices per month (in hundredths), lines per invoice, pieces per line."""

    key: str
    per_month: int
    lines: int
    least: int
    most: int


PROMPT = PayingHabit("prompt", -6, 1, deducts=6)
STEADY = PayingHabit(
    "steady", -1, 8, part_share=3, deducts=14, forgotten=8, forgotten_days=45
)
SLOW = PayingHabit(
    "slow", 16, 60, part_share=18, deducts=25, forgotten=25, forgotten_days=70
)
HABITUAL = PayingHabit(
    "habitual", 30, 92, part_share=55, deducts=45, forgotten=30, forgotten_days=120
)
USUAL_PAYING: tuple[tuple[PayingHabit, int], ...] = (
    (PROMPT, 31),
    (STEADY, 40),
    (SLOW, 22),
    (HABITUAL, 7),
)

LARGE = BuyingHabit("large", 235, 4, 14, 72)
MEDIUM = BuyingHabit("medium", 140, 3, 9, 40)
SMALL = BuyingHabit("small", 90, 3, 3, 15)
USUAL_BUYING: tuple[tuple[BuyingHabit, int], ...] = (
    (LARGE, 10),
    (MEDIUM, 36),
    (SMALL, 54),
)

# Share of an average month's sales by month, January first: the mid-year and the
# November campaigns, air conditioners before summer, the quiet Spring Festival.
SEASON: tuple[int, ...] = (96, 62, 92, 100, 118, 134, 116, 94, 96, 112, 128, 92)
# Growth: this year's, last year's and the year before's share of the base.
GROWTH: tuple[int, ...] = (108, 100, 88)

# Pay-runs: days of the month on which a customer's finance pays, 31 = the last one.
PAY_DAYS: tuple[tuple[int, ...], ...] = (
    (10, 25),
    (20, 31),
    (5, 15, 25),
    (15, 31),
    (8, 18, 28),
    (25,),
)
