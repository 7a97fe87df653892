"""The facts behind a class, for the sentence that explains it. Words are the templates' affair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from arcollect.core.dates import EVERY_DAY, WorkingCalendar
from invoices.domain.classes import ReceivableClass, Stage
from invoices.domain.classification import (
    FACT_PREFIX,
    Classification,
    DecidedBy,
    ItemSnapshot,
    extended_due,
)
from invoices.domain.facts import FactFloor, worst_floor
from invoices.domain.policy import PolicyRules
from invoices.domain.timeline import class_since, next_change


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a reader must know to check a class by hand. Dates are inclusive unless they say until.

    `since_on` is the first day of the class (None: as long as anything is known). `reason_on` is
    the stored date behind what decided: start of plan or override, date of the fact (for a supply
    fact the day supply stopped, for limitation its last day); None for age and settled. `until_on`
    (exclusive) is when that plan, override or fact ends, where that is known. `fact` is the fact's
    name, if one decided. `next_on` and `next_cls` say what the calendar alone will do.
    """

    cls: ReceivableClass
    age_cls: ReceivableClass
    decided_by: str
    stage: Stage
    since_on: date | None
    due_on: date | None
    original_due_on: date | None
    extensions: int
    term_days: int
    grace_days: int
    final_on: date | None
    days_past_due: int | None
    fact: str | None
    reason_on: date | None
    until_on: date | None
    next_on: date | None
    next_cls: ReceivableClass | None


@dataclass(frozen=True, slots=True)
class _Reason:
    fact: str | None = None
    on: date | None = None
    until: date | None = None


def explain(
    found: Classification,
    item: ItemSnapshot,
    *,
    rules: PolicyRules,
    as_of: date,
    known_at: datetime | None = None,
    calendar: WorkingCalendar = EVERY_DAY,
) -> Explanation:
    """Why `item` has the class `found`, which `classify` gave for the same rules and day."""
    since_on = class_since(
        item, rules=rules, as_of=as_of, known_at=known_at, calendar=calendar
    )
    coming = next_change(
        item, rules=rules, as_of=as_of, known_at=known_at, calendar=calendar
    )
    extended = extended_due(item, as_of=as_of, calendar=calendar)
    reason = _reason(found, item, rules=rules, as_of=as_of)
    return Explanation(
        cls=found.cls,
        age_cls=found.age_cls,
        decided_by=found.decided_by,
        stage=found.stage,
        since_on=since_on,
        due_on=found.due_on,
        original_due_on=item.due_on,
        extensions=0 if extended is None else extended.moved_times,
        term_days=found.term_days,
        grace_days=found.grace_days,
        final_on=found.final_on,
        days_past_due=found.days_past_due,
        fact=reason.fact,
        reason_on=reason.on,
        until_on=reason.until,
        next_on=None if coming is None else coming.on,
        next_cls=None if coming is None else coming.cls,
    )


def _reason(
    found: Classification, item: ItemSnapshot, *, rules: PolicyRules, as_of: date
) -> _Reason:
    if found.decided_by == DecidedBy.OVERRIDE and item.override is not None:
        return _Reason(on=item.override.from_on, until=item.override.ends_on)
    if found.decided_by == DecidedBy.PLAN_FREEZE and found.plan is not None:
        return _Reason(on=found.plan.start_on, until=found.plan.missed_on)
    if not found.decided_by.startswith(FACT_PREFIX):
        return _Reason()
    floor = worst_floor(
        as_of=as_of,
        age_class=found.age_cls,
        facts=item.facts,
        supply_stopped_on=item.supply_stopped_on,
        bounced_bills=item.bounced_bills,
        limitation_last_day=item.limitation_last_day,
        rules=rules,
    )
    return _Reason() if floor is None else _fact_reason(floor, item, as_of)


def _fact_reason(floor: FactFloor, item: ItemSnapshot, as_of: date) -> _Reason:
    ends = [
        fact.until_on
        for fact in item.facts
        if fact.kind.value == floor.name
        and fact.from_on == floor.dated
        and fact.in_force_on(as_of)
    ]
    known = [day for day in ends if day is not None]
    # The same fact may be stated twice; it holds as long as one of the statements does.
    until = max(known) if known and len(known) == len(ends) else None
    return _Reason(fact=floor.name, on=floor.dated, until=until)
