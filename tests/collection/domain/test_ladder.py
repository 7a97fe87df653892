"""The ladder under any sequence of nights: order, gaps, and nights that were missed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.dates import WorkingDays
from collection.domain.dunning import (
    DEFAULT_LADDER,
    ItemDays,
    Level,
    Reached,
    counts_from,
    item_days,
    next_step,
    planned_days,
)
from collection.domain.suppression import SentLetter, letter_reason

RULES = DEFAULT_LADDER
FIRST_DUE, LAST_DUE = date(2026, 3, 1), date(2026, 6, 30)
# Long after any ladder of these items has ended.
NIGHTS = 260
CALENDAR = WorkingDays(
    holidays=frozenset(date(2026, 5, day) for day in (1, 4, 5)),
    working=frozenset({date(2026, 5, 9)}),
)


@dataclass
class Climb:
    """One item's way up the ladder under the runs of some days."""

    days: ItemDays
    broken_on: date | None = None
    reached: Reached | None = None
    sent: list[SentLetter] = field(default_factory=list)
    counted: list[tuple[Level, date]] = field(default_factory=list)
    hurried: list[bool] = field(default_factory=list)
    was_near: bool = False
    last_run_on: date | None = None

    def run(self, day: date, *, is_held: bool = False) -> bool:
        """A night's run; whether a letter went."""
        went = not is_held and self._send(day)
        self.last_run_on = day
        return went

    def _send(self, day: date) -> bool:
        broken_on = self.broken_on if self.reached else None
        if broken_on is not None and broken_on > day:
            broken_on = None
        step = next_step(self.days, reached=self.reached, on=day, broken_on=broken_on)
        if step is None or step.on > day or step.level not in RULES.sends:
            return False
        hurried = (
            self.reached is not None
            and self.reached.level is not Level.COURTESY
            and broken_on is not None
            and self.reached.on < broken_on
        )
        earlier = self.sent
        if letter_reason(level=step.level, on=day, earlier=earlier, hurried=hurried):
            self.was_near = True
            return False
        counted = counts_from(
            planned_on=step.on, run_on=day, last_run_on=self.last_run_on
        )
        self.reached = Reached(step.level, counted)
        self.sent.append(SentLetter(step.level, day))
        self.counted.append((step.level, counted))
        self.hurried.append(hurried)
        return True


@st.composite
def items(draw: st.DrawFn) -> ItemDays:
    """Any term and grace, due in spring of 2026."""
    due_on = draw(st.dates(FIRST_DUE, LAST_DUE))
    term, grace = draw(st.integers(0, 120)), draw(st.integers(0, 60))
    final_on = due_on + timedelta(days=grace)
    return item_days(
        issued_on=due_on - timedelta(days=term),
        due_on=due_on,
        final_on=final_on,
        expedited_from=final_on + timedelta(days=1),
        quasi_from=final_on + timedelta(days=90),
        calendar=CALENDAR,
    )


def first_night(days: ItemDays) -> date:
    """Before the earliest courtesy: the ladder knows the item from the start."""
    return days.settlement_on - timedelta(days=30)


def climbed(
    days: ItemDays,
    *,
    is_missed: Callable[[int], bool] = lambda _number: False,
    held: Collection[int] = (),
    broken_on: date | None = None,
) -> Climb:
    climb = Climb(days, broken_on=broken_on)
    for number in range(NIGHTS):
        day = first_night(days) + timedelta(days=number)
        if number == 0 or not is_missed(number):
            climb.run(day, is_held=number in held)
    return climb


NUMBERS = st.frozensets(st.integers(1, 110), max_size=60)


@given(items(), NUMBERS, NUMBERS, st.none() | st.integers(20, 110))
def test_levels_rise_in_order_and_keep_their_distance(
    days: ItemDays,
    missed: frozenset[int],
    held: frozenset[int],
    broken: int | None,
) -> None:
    broken_on = None if broken is None else first_night(days) + timedelta(broken)
    climb = climbed(days, is_missed=missed.__contains__, held=held, broken_on=broken_on)
    levels = [letter.level for letter in climb.sent]
    assert levels == sorted(set(levels))
    asked = [
        (letter.on, hurried)
        for letter, hurried in zip(climb.sent, climb.hurried, strict=True)
        if letter.level is not Level.COURTESY
    ]
    for (before, _), (after, hurried) in pairwise(asked):
        gap = RULES.gap_after_broken if hurried else RULES.min_gap
        assert (after - before).days >= gap
    for letter in climb.sent:
        is_late = letter.on > days.settlement_on
        assert is_late == (letter.level is not Level.COURTESY)
        assert letter.level is not Level.FINAL or letter.on > days.final_on


@given(items(), NUMBERS, NUMBERS)
def test_a_night_takes_an_item_one_step_at_most(
    days: ItemDays, missed: frozenset[int], held: frozenset[int]
) -> None:
    """The same night again sends nothing, however many nights were missed before."""
    climb = Climb(days)
    for number in range(NIGHTS):
        if number and number in missed:
            continue
        day = first_night(days) + timedelta(days=number)
        if climb.run(day, is_held=number in held):
            assert not climb.run(day)


@given(items())
def test_nightly_runs_send_what_the_ladder_plans(days: ItemDays) -> None:
    planned = {
        level: day
        for level, day in planned_days(days).items()
        if day is not None and level in RULES.sends
    }
    assert dict(climbed(days).counted) == planned
    assert {each.level: each.on for each in climbed(days).sent} == planned


@given(items(), NUMBERS)
def test_missed_nights_lose_no_letter(days: ItemDays, missed: frozenset[int]) -> None:
    """The same letters, none earlier; only gaps from real sending days delay them.

    A courtesy is the exception: it is lost with the nights before the settlement.
    """
    nightly, caught_up = climbed(days), climbed(days, is_missed=missed.__contains__)
    expected = {each.level: each.on for each in nightly.sent}
    found = {each.level: each.on for each in caught_up.sent}
    assert set(expected) - set(found) <= {Level.COURTESY}
    assert set(found) <= set(expected)
    assert all(day >= expected[level] for level, day in found.items())
    if not caught_up.was_near:
        counted = dict(caught_up.counted)
        assert all(on == expected[level] for level, on in counted.items())
