"""The contacts before a settlement: T-7, T-3 and T-0 (Domain rule 3.2). Pure.

A customer under close watch is seen once more, the day before (row S17).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from arcollect.core.dates import DueRoll, WorkingCalendar, add_days, roll
from customers.domain.expected_pay import settlement_date


class Step(StrEnum):
    """A contact, named by its calendar days before the settlement date."""

    T7 = "T-7"
    T3 = "T-3"
    T1 = "T-1"
    T0 = "T-0"


NOTICE_DAYS = {Step.T7: 7, Step.T3: 3}
WATCHED_NOTICE_DAYS = {**NOTICE_DAYS, Step.T1: 1}


class Actor(StrEnum):
    """Who goes: the rep, his named stand-in, or the manager where both are away."""

    REP = "rep"
    COLLEAGUE = "colleague"
    MANAGER = "manager"


class SkipReason(StrEnum):
    """Why a step is not gone."""

    BEFORE_INVOICE = "before_invoice"
    MERGED = "merged_into_T-3"


def nobody_absent(_day: dt.date) -> bool:
    """Everybody is there every day."""
    return False


IsAbsent = Callable[[dt.date], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One contact: its day, who goes, and whether the customer is told so by T-3."""

    step: Step
    on: dt.date
    actor: Actor = Actor.REP

    @property
    def notify_customer(self) -> bool:
        return self.actor is not Actor.REP


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """The contacts of one settlement date, and what is wrong with it.

    `due_settlement_on` is E, the due date on a working day; `settlement_on` the day of
    T-0, which an agreed date moves. The escalation is never rolled.
    """

    due_settlement_on: dt.date
    settlement_on: dt.date
    steps: tuple[PlannedStep, ...]
    skipped: tuple[tuple[Step, SkipReason], ...]
    settlement_after_final: bool
    escalate_on: dt.date


def plan_cadence(
    *,
    issued_on: dt.date,
    due_on: dt.date,
    final_on: dt.date,
    calendar: WorkingCalendar,
    agreed_on: dt.date | None = None,
    rep_absent: IsAbsent = nobody_absent,
    stand_in_absent: IsAbsent = nobody_absent,
    close_watch: bool = False,
) -> Cadence:
    """The contacts for what falls due on `due_on` and is permitted through `final_on`.

    `issued_on` is the first invoice's date: no contact comes before it. `agreed_on` is
    the day agreed at T-3. Notice never gets shorter: T-7 and T-3 are counted from E and
    pulled back to a working day; so is T-1, which only `close_watch` asks for.
    """
    base = settlement_date(due_on, calendar=calendar)
    settlement = (
        base if agreed_on is None else settlement_date(agreed_on, calendar=calendar)
    )
    days = {
        step: roll(add_days(base, -notice), how=DueRoll.PRECEDING, calendar=calendar)
        for step, notice in (
            WATCHED_NOTICE_DAYS if close_watch else NOTICE_DAYS
        ).items()
    }
    skipped: list[tuple[Step, SkipReason]] = []
    steps: list[PlannedStep] = []
    for step, on in [*days.items(), (Step.T0, settlement)]:
        reason = _reason_to_skip(step, on, issued_on=issued_on, days=days)
        if reason is None:
            actor = acting_on(
                on, rep_absent=rep_absent, stand_in_absent=stand_in_absent
            )
            steps.append(PlannedStep(step=step, on=on, actor=actor))
        else:
            skipped.append((step, reason))
    return Cadence(
        due_settlement_on=base,
        settlement_on=settlement,
        steps=tuple(steps),
        skipped=tuple(skipped),
        settlement_after_final=settlement > final_on,
        escalate_on=add_days(final_on, 1),
    )


def acting_on(
    day: dt.date, *, rep_absent: IsAbsent, stand_in_absent: IsAbsent
) -> Actor:
    """Who goes on that day."""
    if not rep_absent(day):
        return Actor.REP
    return Actor.MANAGER if stand_in_absent(day) else Actor.COLLEAGUE


def _reason_to_skip(
    step: Step, on: dt.date, *, issued_on: dt.date, days: dict[Step, dt.date]
) -> SkipReason | None:
    if step is Step.T0:
        return None
    if on < issued_on:
        return SkipReason.BEFORE_INVOICE
    if step is not Step.T3 and on == days[Step.T3]:
        return SkipReason.MERGED
    return None
