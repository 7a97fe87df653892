"""Extensions of the due date: which move it, and which are only a plan (Domain rule 3.1.10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from arcollect.core.dates import EVERY_DAY, DueRoll, WorkingCalendar, add_days, roll

PLAN_TOLERANCE_DAYS = 2


@dataclass(frozen=True, slots=True)
class Extension:
    """A new due date that was asked for; `approved_on` is None until someone approves it."""

    new_due_on: date
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class PlanFreeze:
    """A payment plan: the class gets no worse from `start_on` until `missed_on` (exclusive)."""

    start_on: date
    missed_on: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Whether the plan runs on schedule on `day`."""
        return self.start_on <= day and (self.missed_on is None or day < self.missed_on)


@dataclass(frozen=True, slots=True)
class ExtendedDue:
    """The due date in force, how often it was moved, and the plans that late approvals became."""

    due_on: date
    moved_times: int
    plans: tuple[PlanFreeze, ...]


def plan_missed_on(
    instalment_due_on: date,
    *,
    tolerance_days: int = PLAN_TOLERANCE_DAYS,
    calendar: WorkingCalendar = EVERY_DAY,
) -> date:
    """The day from which an instalment not paid in full ends the freeze (Domain rule 3.1.11)."""
    last = add_days(instalment_due_on, tolerance_days)
    return add_days(roll(last, how=DueRoll.FOLLOWING, calendar=calendar), 1)


def apply_extensions(
    due_on: date,
    extensions: Iterable[Extension],
    *,
    as_of: date,
    calendar: WorkingCalendar = EVERY_DAY,
) -> ExtendedDue:
    """What the extensions approved by `as_of` (inclusive) make of the due date.

    One approved on or before the due date it replaces moves it. One approved later is a plan: it
    freezes the class from its approval and ends when its new date has passed with its tolerance.
    """
    approved = sorted(
        (e.approved_on, e.new_due_on)
        for e in extensions
        if e.approved_on is not None and e.approved_on <= as_of
    )
    moved_times = 0
    plans: list[PlanFreeze] = []
    for approved_on, new_due_on in approved:
        if approved_on <= due_on:
            due_on = new_due_on
            moved_times += 1
        else:
            missed_on = plan_missed_on(new_due_on, calendar=calendar)
            plans.append(PlanFreeze(start_on=approved_on, missed_on=missed_on))
    return ExtendedDue(due_on=due_on, moved_times=moved_times, plans=tuple(plans))


def mildest_plan(plans: Iterable[PlanFreeze], *, as_of: date) -> PlanFreeze | None:
    """The plan in force that protects most: age only grows, so it is the one that began first."""
    running = [plan for plan in plans if plan.in_force_on(as_of)]
    return min(running, key=lambda plan: plan.start_on, default=None)
