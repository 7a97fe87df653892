"""Who would get which letter on a day, and what is held back: rules 5.1 to 5.4 at work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Max, Q

from arcollect.core.bulk import days_of, read_rows, text_of
from arcollect.core.dates import WorkingDays, add_days
from arcollect.core.models import Company
from arcollect.core.selectors.calendars import working_days_of
from collection.domain.dunning import (
    ItemDays,
    LadderRules,
    Level,
    Reached,
    Step,
    item_days,
    next_step,
)
from collection.domain.suppression import (
    ItemStanding,
    Reason,
    SentLetter,
    is_too_small,
    letter_reason,
    standing_reason,
)
from collection.models import (
    DunningItem,
    DunningLetter,
    DunningProfile,
    DunningSettings,
)
from collection.selectors.ladders import rules_of, settings_of
from collection.selectors.standings import Standings, load_standings
from customers.selectors.recipients import Recipient, recipients_of
from invoices.selectors.dunnable import OpenItem, list_items_to_ask_for

# A courtesy goes a week before settlement, and settlement waits for long holidays.
LOOK_AHEAD_DAYS = 24
LETTERS_BACK_DAYS = 31
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One item of a letter. `step` is empty where it is only listed, not moved up."""

    item: OpenItem
    standing: ItemStanding
    step: Step | None
    cycle: int = 1


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """A customer's letter of the day; its level is the highest its items step to."""

    recipient: Recipient
    level: Level
    hurried: bool
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class HeldItem:
    """An item whose letter was due and is held back."""

    item: OpenItem
    level: Level
    reason: Reason
    amount: Decimal


@dataclass(slots=True)
class Plan:
    """The letters of a day, and what is held back."""

    day: dt.date
    letters: list[PlannedLetter] = field(default_factory=list)
    held: list[HeldItem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Position:
    reached: Reached | None
    cycle: int


NEW = _Position(None, 1)
NEVER = (0, -1)


def plan_letters(*, profile: DunningProfile, day: dt.date) -> Plan:
    """What the ladder asks for on `day`, from the books as they are now.

    Few queries for any number of items; nothing is written.
    """
    return _Planner(profile, day).plan()


class _Planner:
    def __init__(self, profile: DunningProfile, day: dt.date) -> None:
        self.company: Company = profile.company
        self.profile, self.day = profile, day
        self.rules: LadderRules = rules_of(profile)
        self.settings: DunningSettings = settings_of(self.company)
        self.calendar: WorkingDays = working_days_of(self.company)
        # Items with the same days at the same place have the same next step.
        self._steps: dict[tuple[Any, ...], Step | None] = {}

    def plan(self) -> Plan:
        plan = Plan(self.day)
        items = list_items_to_ask_for(
            company_id=self.company.pk,
            as_of=self.day,
            due_through=add_days(self.day, LOOK_AHEAD_DAYS),
        )
        positions = positions_of(profile=self.profile)
        self.standings: Standings = load_standings(company=self.company, on=self.day)
        self._any_broken = self.standings.has_broken
        steps: dict[int, Step] = {}
        for item in items:
            position = positions.get(item.item_id, NEW)
            step = self._due_step(item, position)
            if step is not None:
                steps[item.item_id] = step
        stepping = {item.customer_id for item in items if item.item_id in steps}
        recipients = recipients_of(sorted(stepping), on=self.day)
        sent = self._sent_letters()
        for customer_id, group in groupby(items, key=attrgetter("customer_id")):
            if customer_id in stepping:
                self._letter(
                    plan,
                    recipients[customer_id],
                    list(group),
                    steps,
                    positions,
                    sent[customer_id],
                )
        return plan

    def _due_step(self, item: OpenItem, position: _Position) -> Step | None:
        """The step of the item if its day has come and the machine sends that level."""
        broken_on = None
        if position.reached is not None and self._any_broken:
            broken_on = self.standings.broken_on(item)
            if broken_on is not None and broken_on > self.day:
                broken_on = None
        # Everything that the rule looks at; places are shared objects.
        key = item[3:8], id(position), broken_on
        try:
            return self._steps[key]
        except KeyError:
            step = self._steps[key] = self._step_of(item, position, broken_on)
            return step

    def _step_of(
        self, item: OpenItem, position: _Position, broken_on: dt.date | None
    ) -> Step | None:
        days = self._days_of(item)
        live = self.settings.went_live_on
        if position.reached is None and live is not None and item.due_on < live:
            if self.day <= days.settlement_on:
                return None
            return Step(self._start_level(item), self.day)
        step = next_step(
            days,
            reached=position.reached,
            on=self.day,
            broken_on=broken_on,
            rules=self.rules,
        )
        if step is None or step.on > self.day or step.level not in self.rules.sends:
            return None
        return step

    def _start_level(self, item: OpenItem) -> Level:
        level = Level(self.settings.start_level)
        if level is Level.FINAL and self.day <= item.final_on:
            return Level.SECOND
        return level

    def _days_of(self, item: OpenItem) -> ItemDays:
        return item_days(
            issued_on=item.issued_on,
            due_on=item.due_on,
            final_on=item.final_on,
            expedited_from=item.expedited_from,
            quasi_from=item.quasi_from,
            calendar=self.calendar,
            rules=self.rules,
        )

    def _sent_letters(self) -> dict[int, list[SentLetter]]:
        """What went to each customer of late; what was called off never went."""
        rows = DunningLetter.objects.filter(
            company=self.company,
            state=DunningLetter.State.RELEASED,
            business_day__gt=add_days(self.day, -LETTERS_BACK_DAYS),
            business_day__lte=self.day,
        ).values_list("customer_id", "level", "business_day")
        found: dict[int, list[SentLetter]] = defaultdict(list)
        for customer_id, level, on in rows:
            found[customer_id].append(SentLetter(Level(level), on))
        return found

    def _letter(
        self,
        plan: Plan,
        recipient: Recipient,
        items: list[OpenItem],
        steps: dict[int, Step],
        positions: dict[int, _Position],
        sent: list[SentLetter],
    ) -> None:
        lines, held = self._lines(items, steps, positions, recipient)
        lines = _of_one_letter(lines)
        moving = [line for line in lines if line.step is not None]
        small = self._small(moving)
        few = {line.item.item_id for line in small}
        held += [_held(line, Reason.SMALL_BALANCE) for line in small]
        moving = [line for line in moving if line.item.item_id not in few]
        plan.held += held
        if not moving:
            return
        level = max(line.step.level for line in moving if line.step)
        hurried = any(self._is_hurried(line, positions) for line in moving)
        reason = letter_reason(
            level=level, on=self.day, earlier=sent, hurried=hurried, rules=self.rules
        )
        if reason is not None:
            plan.held += [_held(line, reason) for line in moving]
            return
        kept = tuple(line for line in lines if line.item.item_id not in few)
        plan.letters.append(PlannedLetter(recipient, level, hurried, kept))

    def _lines(
        self,
        items: list[OpenItem],
        steps: dict[int, Step],
        positions: dict[int, _Position],
        recipient: Recipient,
    ) -> tuple[list[PlannedLine], list[HeldItem]]:
        promised = self.standings.promised_items(items)

        def judge(item: OpenItem) -> tuple[ItemStanding, Reason | None]:
            standing = self.standings.of(
                item,
                promised=item.item_id in promised,
                no_address=not recipient.email,
            )
            reason = standing_reason(standing)
            if reason is None and standing.demanded <= 0:
                reason = Reason.DIFFERENCES
            return standing, reason

        due = {item.item_id: judge(item) for item in items if item.item_id in steps}
        held = [
            HeldItem(item, steps[item.item_id].level, reason, item.open_amount)
            for item in items
            if item.item_id in due and (reason := due[item.item_id][1]) is not None
        ]
        lines: list[PlannedLine] = []
        if len(held) == len(due):
            return lines, held
        for item in items:
            step = steps.get(item.item_id)
            if step is None and item.due_on >= self.day:
                continue
            standing, reason = due.get(item.item_id) or judge(item)
            if reason is None:
                cycle = positions.get(item.item_id, NEW).cycle
                lines.append(PlannedLine(item, standing, step, cycle))
        return lines, held

    def _small(self, moving: list[PlannedLine]) -> list[PlannedLine]:
        base = self.company.base_currency
        mine = [line for line in moving if line.item.currency == base]
        total = sum((line.standing.demanded for line in mine), ZERO)
        return [
            line
            for line in mine
            if is_too_small(
                demanded_total=total,
                limit=self.settings.small_balance,
                final_on=line.item.final_on,
                on=self.day,
            )
        ]

    def _is_hurried(self, line: PlannedLine, positions: dict[int, _Position]) -> bool:
        reached = positions.get(line.item.item_id, NEW).reached
        broken_on = self.standings.broken_on(line.item)
        return (
            reached is not None
            and reached.level is not Level.COURTESY
            and broken_on is not None
            and reached.on < broken_on <= self.day
        )


def _held(line: PlannedLine, reason: Reason) -> HeldItem:
    level = line.step.level if line.step else Level.REMINDER
    return HeldItem(line.item, level, reason, line.standing.demanded)


def _of_one_letter(lines: list[PlannedLine]) -> list[PlannedLine]:
    """A courtesy speaks of what falls due, every other letter of what is late."""
    late = [line for line in lines if not _is_courtesy(line)]
    if any(line.step is not None for line in late):
        return late
    return [line for line in lines if _is_courtesy(line)]


def _is_courtesy(line: PlannedLine) -> bool:
    return line.step is not None and line.step.level is Level.COURTESY


def positions_of(
    *, profile: DunningProfile, items: Collection[int] | None = None
) -> dict[int, _Position]:
    """Where items with letters stand on the ladder: level, day, cycle."""
    rows = DunningItem.objects.filter(
        letter__profile=profile,
        letter__state__in=[DunningLetter.State.RELEASED],
    )
    if items is not None:
        rows = rows.filter(due_item__in=items)
    found: dict[int, _Position] = {}
    ended = ExpressionWrapper(Q(ended_on__isnull=False), BooleanField())
    fields = rows.values_list(
        "due_item_id", "cycle", "level", text_of("counts_from"), ended
    )
    last: dict[int, tuple[int, ...]] = {}
    # Many items stand at the same place: each place is one object.
    places: dict[tuple[Any, ...], _Position] = {}
    for item_id, cycle, level, on, has_ended in read_rows(fields):
        if last.get(item_id, NEVER) < (cycle, level):
            last[item_id] = cycle, level
            key = cycle, level, on, has_ended
            if key not in places:
                places[key] = _place(cycle, level, on, has_ended=bool(has_ended))
            found[item_id] = places[key]
    return found


def _place(cycle: int, level: int, on: str, *, has_ended: bool) -> _Position:
    if has_ended:
        return _Position(None, cycle + 1)
    return _Position(Reached(Level(level), days_of(on)[0]), cycle)


def last_run_day(*, profile: DunningProfile, before: dt.date) -> dt.date | None:
    """The last day before `before` on which the ladder was run."""
    found: dt.date | None = profile.dunningrun_set.filter(
        business_day__lt=before
    ).aggregate(day=Max("business_day"))["day"]
    return found
