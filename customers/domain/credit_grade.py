"""Credit grade: points of a review, and the line and period they propose. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

ZERO = Decimal(0)
MOST_BEYOND_TERMS = 60
MOST_YEARS = 4
MONTHS = 12
# Without a line the exposure is measured against so many months of purchases.
USUAL_MONTHS = Decimal("1.5")


class Grade(StrEnum):
    """From safe to prepayment only."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


# Fewest points, months of average purchases, and days of credit at most.
GRADES: tuple[tuple[Grade, int, Decimal, int], ...] = (
    (Grade.A, 85, Decimal(2), 60),
    (Grade.B, 70, Decimal("1.5"), 45),
    (Grade.C, 50, Decimal("0.75"), 30),
    (Grade.D, 0, Decimal(0), 0),
)


class Rating(StrEnum):
    """What the customer's financial statements say."""

    UNKNOWN = "unknown"
    WEAK = "weak"
    FAIR = "fair"
    SOUND = "sound"


RATING_POINTS = {Rating.UNKNOWN: 0, Rating.WEAK: 3, Rating.FAIR: 6, Rating.SOUND: 10}


class Severity(StrEnum):
    """How much a risk signal weighs."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


SIGNAL_POINTS = {
    Severity.LOW: 1,
    Severity.MEDIUM: 3,
    Severity.HIGH: 6,
    Severity.CRITICAL: 10,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What a review looks at, as of one day and in one currency.

    `days_beyond_terms` is None where nothing was paid yet, `promise_rate` (0 to 100)
    where no promise was judged. `purchases` are the last twelve months' invoices.
    """

    days_beyond_terms: Decimal | None = None
    promise_rate: Decimal | None = None
    exposure: Decimal = ZERO
    line: Decimal = ZERO
    years: int = 0
    months_bought: int = 0
    purchases: Decimal = ZERO
    rating: Rating = Rating.UNKNOWN
    signals: tuple[Severity, ...] = ()
    has_contract: bool = False
    security: Decimal = ZERO

    @property
    def monthly_purchases(self) -> Decimal:
        """Average purchases of a month."""
        return self.purchases / MONTHS


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score: points got, of how many."""

    name: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a review proposes: points, where they come from, grade, line and period."""

    parts: tuple[Part, ...]
    grade: Grade
    line: Decimal
    period_days: int

    @property
    def score(self) -> int:
        return sum(part.points for part in self.parts)


def propose(facts: ReviewFacts, *, unit: Decimal) -> Proposal:
    """Score the facts and propose grade, line (in whole `unit`s, down) and period."""
    parts = (
        Part("payment", _payment(facts), 40),
        Part("exposure", _exposure(facts), 15),
        Part("trade", _trade(facts), 15),
        Part("financial", _financial(facts), 20),
        Part("security", _security(facts), 10),
    )
    grade = grade_of(sum(part.points for part in parts))
    return Proposal(
        parts=parts,
        grade=grade,
        line=line_cap(grade, facts.monthly_purchases, unit=unit),
        period_days=period_cap(grade),
    )


def grade_of(score: int) -> Grade:
    """A from 85 points, B from 70, C from 50, D below."""
    return next(grade for grade, fewest, _months, _days in GRADES if score >= fewest)


def line_cap(grade: Grade, monthly_purchases: Decimal, *, unit: Decimal) -> Decimal:
    """The largest line of a grade: months of average purchases, D none."""
    months = next(months for one, _fewest, months, _days in GRADES if one == grade)
    cap = months * max(monthly_purchases, ZERO)
    return (cap / unit).quantize(Decimal(1), rounding=ROUND_DOWN) * unit


def period_cap(grade: Grade) -> int:
    """The longest term of a grade in days: 60, 45, 30, none."""
    return next(days for one, _fewest, _months, days in GRADES if one == grade)


def _payment(facts: ReviewFacts) -> int:
    """40: by days beyond terms, a quarter of it by kept promises where there are any."""
    if facts.days_beyond_terms is None:
        behaviour = ZERO
    else:
        late = min(max(facts.days_beyond_terms, ZERO), Decimal(MOST_BEYOND_TERMS))
        behaviour = 1 - late / MOST_BEYOND_TERMS
    if facts.promise_rate is None:
        return _whole(40 * behaviour)
    return _whole(30 * behaviour + 10 * facts.promise_rate / 100)


def _exposure(facts: ReviewFacts) -> int:
    """15: all up to half of the line, none from the whole line on."""
    line = facts.line or USUAL_MONTHS * facts.monthly_purchases
    if facts.exposure <= 0:
        return 15
    if line <= 0 or facts.exposure >= line:
        return 0
    return _whole(min(Decimal(15), 30 * (1 - facts.exposure / line)))


def _trade(facts: ReviewFacts) -> int:
    """15: two a full year of trade up to 8, and 7 by the months with purchases."""
    years = 2 * min(facts.years, MOST_YEARS)
    return years + _whole(7 * Decimal(min(facts.months_bought, MONTHS)) / MONTHS)


def _financial(facts: ReviewFacts) -> int:
    """20: ten by the statements, ten less what open risk signals weigh."""
    weight = sum(SIGNAL_POINTS[one] for one in facts.signals)
    return RATING_POINTS[facts.rating] + max(0, 10 - weight)


def _security(facts: ReviewFacts) -> int:
    """10: four for a signed contract, six by security against half of the exposure."""
    points = 4 if facts.has_contract else 0
    if facts.security <= 0:
        return points
    needed = max(facts.exposure, ZERO) / 2
    covered = Decimal(1) if needed == 0 else min(Decimal(1), facts.security / needed)
    return points + _whole(6 * covered)


def _whole(points: Decimal) -> int:
    return int(points.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePosition:
    """Where the customer puts us when he pays, 0 to 20: four lines of 0 to 5.

    Sales of our product, his profit from it, strength of the relation, how tightly
    the rep manages the money (S13 to S16).
    """

    sales: int = 0
    profit: int = 0
    relation: int = 0
    control: int = 0

    @property
    def total(self) -> int:
        return self.sales + self.profit + self.relation + self.control
