"""Class by age: the days on which an unpaid item becomes expedited, quasi-bad, bad and dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcollect.core.dates import add_days
from invoices.domain.classes import ReceivableClass, Stage
from invoices.domain.policy import AfterFinal, ExpeditedAfter, PolicyRules


@dataclass(frozen=True, slots=True)
class AgeDates:
    """First days (inclusive) of each class by age, so that the database only compares dates.

    `final_on` is the final collection date, the last day of tolerance (inclusive).
    """

    final_on: date
    expedited_from: date
    quasi_from: date
    bad_from: date
    dead_from: date | None

    def class_on(self, day: date) -> ReceivableClass:
        """The worst class whose first day has come (Domain rule 3.1.7)."""
        for cls, first in reversed(self.starts()):
            if first <= day:
                return cls
        return ReceivableClass.UNCOLLECTED

    def starts(self) -> tuple[tuple[ReceivableClass, date], ...]:
        """Each class that age can reach with its first day, mildest class first."""
        always = (
            (ReceivableClass.EXPEDITED, self.expedited_from),
            (ReceivableClass.QUASI_BAD, self.quasi_from),
            (ReceivableClass.BAD, self.bad_from),
        )
        if self.dead_from is None:
            return always
        return (*always, (ReceivableClass.DEAD, self.dead_from))


@dataclass(frozen=True, slots=True)
class AgeBounds:
    """Grace and the last day past due (inclusive) of each class, counted from the due date."""

    grace_days: int
    uncollected_to: int
    expedited_to: int
    quasi_to: int
    bad_to: int | None


def age_bounds(
    rules: PolicyRules, *, term_days: int, no_grace: bool = False
) -> AgeBounds:
    """The bounds b0, b1, b2 (and the policy's own end of BAD) in days past due (Domain rule 3.1.7).

    `no_grace` is for bills, whose grace is 0 whatever the policy's minimum (Domain rule 3.1.9).
    """
    grace = 0 if no_grace else rules.grace_days(term_days)
    b0 = grace if rules.expedited_after is ExpeditedAfter.FINAL else 0
    if isinstance(rules.quasi_after, AfterFinal):
        b1 = grace + rules.quasi_after.final_plus
    else:
        b1 = max(rules.quasi_after.due_plus, b0 + rules.quasi_after.min_width)
    b2 = max(rules.bad_after.due_plus, b1 + rules.bad_after.min_width)
    return AgeBounds(grace, b0, b1, b2, rules.dead_after_days)


def age_dates(
    rules: PolicyRules, *, due_on: date, term_days: int, no_grace: bool = False
) -> AgeDates:
    """The first day of each class by age for an item due on `due_on` with that nominal term."""
    bounds = age_bounds(rules, term_days=term_days, no_grace=no_grace)
    dead_from = None if bounds.bad_to is None else add_days(due_on, bounds.bad_to + 1)
    return AgeDates(
        final_on=add_days(due_on, bounds.grace_days),
        expedited_from=add_days(due_on, bounds.uncollected_to + 1),
        quasi_from=add_days(due_on, bounds.expedited_to + 1),
        bad_from=add_days(due_on, bounds.quasi_to + 1),
        dead_from=dead_from,
    )


def next_age_change(dates: AgeDates, *, after: date) -> date | None:
    """The first day later than `after` on which the class by age gets worse, if any."""
    current = dates.class_on(after)
    worse = [first for cls, first in dates.starts() if cls.severity > current.severity]
    return min(worse, default=None)


def stage_on(
    day: date, *, due_on: date | None, final_on: date | None, is_open: bool
) -> Stage:
    """Where an item stands on `day` (Domain rule 3.1.5); without a due date it is not due."""
    if not is_open:
        return Stage.CLOSED
    if due_on is None or final_on is None or day <= due_on:
        return Stage.NOT_DUE
    return Stage.IN_GRACE if day <= final_on else Stage.PAST_FINAL
