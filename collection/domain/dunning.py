"""The ladder of reminders: which level an item reaches on which day (Domain rule 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from arcollect.core.dates import DueRoll, WorkingCalendar, add_days, roll


class Level(IntEnum):
    """Rungs of the ladder; the machine sends no higher one than `FINAL`."""

    COURTESY = 0
    REMINDER = 1
    SECOND = 2
    FINAL = 3
    CERTIFIED = 4
    LEGAL = 5


HIGHEST_SENT = Level.FINAL
# From here on a person approves every letter before it goes.
FIRST_APPROVED = Level.FINAL


@dataclass(frozen=True, slots=True)
class LadderRules:
    """The days of a ladder; all are whole calendar days.

    Courtesy goes `courtesy_before` days before settlement, or `confirm_before` where the
    invoice is younger. The second letter waits half the grace, the others their days.
    Letters of `approved_from` and above go only after a person released them.
    """

    courtesy_before: int = 7
    confirm_before: int = 3
    reminder_after: int = 1
    min_gap: int = 5
    gap_after_broken: int = 2
    final_after: int = 1
    certified_after: int = 30
    certified_gap: int = 14
    legal_gap: int = 14
    sends: frozenset[Level] = frozenset(
        {Level.COURTESY, Level.REMINDER, Level.SECOND, Level.FINAL}
    )
    approved_from: Level = FIRST_APPROVED


DEFAULT_LADDER = LadderRules()


@dataclass(frozen=True, slots=True)
class ItemDays:
    """The days of one item that the ladder counts from.

    `settlement_on` (E) is the due date, or the working day after it; `final_on` (F) the
    last permitted day, unrolled; `expedited_from` and `quasi_from` the first days of
    those classes; `courtesy_on` is empty where the invoice is too young for one.
    """

    settlement_on: date
    final_on: date
    grace_days: int
    expedited_from: date
    quasi_from: date
    courtesy_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """The last letter about an item: its level and the day it counts from."""

    level: Level
    on: date


@dataclass(frozen=True, slots=True)
class Step:
    """The next level of an item and the day from which it may be sent."""

    level: Level
    on: date


def item_days(
    *,
    issued_on: date,
    due_on: date,
    final_on: date,
    expedited_from: date,
    quasi_from: date,
    calendar: WorkingCalendar,
    rules: LadderRules = DEFAULT_LADDER,
) -> ItemDays:
    """The days of an item; its settlement date is never before its due date."""
    settlement = roll(due_on, how=DueRoll.FOLLOWING, calendar=calendar)
    return ItemDays(
        settlement_on=settlement,
        final_on=final_on,
        grace_days=max(0, (final_on - due_on).days),
        expedited_from=expedited_from,
        quasi_from=quasi_from,
        courtesy_on=_courtesy_on(issued_on, settlement, calendar, rules),
    )


def _courtesy_on(
    issued_on: date, settlement: date, calendar: WorkingCalendar, rules: LadderRules
) -> date | None:
    """T-7, else T-3, pulled back to a working day; none before the invoice's date."""
    for before in (rules.courtesy_before, rules.confirm_before):
        planned = add_days(settlement, -before)
        planned = roll(planned, how=DueRoll.PRECEDING, calendar=calendar)
        if planned >= issued_on:
            return planned
    return None


def next_step(
    days: ItemDays,
    *,
    reached: Reached | None,
    on: date,
    broken_on: date | None = None,
    rules: LadderRules = DEFAULT_LADDER,
) -> Step | None:
    """The next applicable level of an item as `on` sees it, and its planned day.

    `reached` is the last letter of this cycle. `broken_on`, the day on which a promise or
    plan of the item broke, brings the next level forward once. None where the ladder has
    no further rung, and between the settlement date and a courtesy that nobody sent.
    """
    if reached is None:
        courtesy = days.courtesy_on
        if courtesy is not None and on <= days.settlement_on:
            return Step(Level.COURTESY, courtesy)
        return Step(Level.REMINDER, add_days(days.settlement_on, rules.reminder_after))
    if reached.level is Level.COURTESY:
        return Step(Level.REMINDER, add_days(days.settlement_on, rules.reminder_after))
    broken = broken_on is not None and broken_on > reached.on
    gap = rules.gap_after_broken if broken else rules.min_gap
    return _after(days, reached, gap=gap, hurried=broken, rules=rules)


def _after(
    days: ItemDays, reached: Reached, *, gap: int, hurried: bool, rules: LadderRules
) -> Step | None:
    earliest = add_days(reached.on, gap)
    if reached.level is Level.REMINDER:
        second = _second_on(days, earliest, hurried=hurried, rules=rules)
        if second is not None:
            return Step(Level.SECOND, second)
    if reached.level in (Level.REMINDER, Level.SECOND):
        after_final = add_days(days.final_on, rules.final_after)
        after_settlement = add_days(days.settlement_on, 1)
        return Step(Level.FINAL, max(after_final, after_settlement, earliest))
    if reached.level is Level.FINAL:
        after_final = add_days(days.final_on, rules.certified_after)
        after_letter = add_days(reached.on, rules.certified_gap)
        return Step(
            Level.CERTIFIED, max(after_final, after_letter, days.expedited_from)
        )
    if reached.level is Level.CERTIFIED:
        after_letter = add_days(reached.on, rules.legal_gap)
        return Step(Level.LEGAL, max(after_letter, days.quasi_from))
    return None


def _second_on(
    days: ItemDays, earliest: date, *, hurried: bool, rules: LadderRules
) -> date | None:
    """The day of the second letter; none where it would come too close to the final one."""
    half = add_days(days.settlement_on, -(-days.grace_days // 2))
    second = earliest if hurried else max(half, earliest)
    final = max(
        add_days(days.final_on, rules.final_after),
        add_days(days.settlement_on, rules.reminder_after + rules.min_gap),
    )
    return second if add_days(second, rules.min_gap) <= final else None


def planned_days(
    days: ItemDays, *, rules: LadderRules = DEFAULT_LADDER
) -> dict[Level, date | None]:
    """The day of each level under daily runs if nothing is ever held back or paid."""
    planned: dict[Level, date | None] = dict.fromkeys(Level)
    planned[Level.COURTESY] = days.courtesy_on
    first = add_days(days.settlement_on, rules.reminder_after)
    step: Step | None = Step(Level.REMINDER, first)
    while step is not None:
        planned[step.level] = step.on
        step = next_step(
            days, reached=Reached(step.level, step.on), on=step.on, rules=rules
        )
    return planned


def counts_from(*, planned_on: date, run_on: date, last_run_on: date | None) -> date:
    """The day a letter of the run counts from: a missed night does not move the ladder.

    Where the planned day fell after the last run it is the planned day; where a run saw
    the item and held it back, or none ever ran, it is the day of the run.
    """
    if last_run_on is not None and last_run_on < planned_on <= run_on:
        return planned_on
    return run_on
