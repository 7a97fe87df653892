"""When a class began and when it may change next, if nothing but the calendar moves.

A class is constant between change days. `change_days` may name a day too many, never one too few,
so the nightly run can skip every item whose next change day lies ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from arcollect.core.dates import EVERY_DAY, WorkingCalendar, add_days, add_months
from invoices.domain.aging import AgeDates
from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import (
    Classification,
    ItemSnapshot,
    OverrideInForce,
    classify,
    dates_of,
)
from invoices.domain.extensions import PlanFreeze, apply_extensions
from invoices.domain.facts import BOUNCE_WINDOW_MONTHS, ClassFact
from invoices.domain.policy import PolicyRules


@dataclass(frozen=True, slots=True)
class NextChange:
    """The first day on which the class will be another one, and which."""

    on: date
    cls: ReceivableClass


def change_days(
    dates: AgeDates | None,
    *,
    rules: PolicyRules,
    facts: Iterable[ClassFact] = (),
    override: OverrideInForce | None = None,
    plan: PlanFreeze | None = None,
    supply_stopped_on: date | None = None,
    bounced_bills: Sequence[date] = (),
    limitation_last_day: date | None = None,
) -> frozenset[date]:
    """Every day on which `decide` with the same arguments may answer otherwise than the day before.

    It holds for an open item; money that comes or goes is a change of its own.
    """
    found: set[date | None] = set()
    if dates is not None:
        found.update(first for _, first in dates.starts())
    for fact in facts:
        found.update((fact.from_on, fact.until_on))
    if override is not None:
        found.update((override.from_on, override.ends_on))
    if plan is not None:
        found.update((plan.start_on, plan.missed_on))
    if supply_stopped_on is not None:
        found.add(add_days(supply_stopped_on, rules.supply_stopped_days))
        for bounce in bounced_bills:
            found.update(_bounce_days(bounce))
    if limitation_last_day is not None:
        found.add(add_days(limitation_last_day, 1))
    return frozenset(day for day in found if day is not None)


def _bounce_days(bounce: date) -> Iterator[date]:
    """A bounce counts from its day and stops 12 months later (from 29 February: on 1 March)."""
    yield bounce
    end = add_months(bounce, BOUNCE_WINDOW_MONTHS)
    yield end
    yield add_days(end, 1)


def next_possible_change(
    dates: AgeDates | None,
    *,
    after: date,
    rules: PolicyRules,
    facts: Iterable[ClassFact] = (),
    override: OverrideInForce | None = None,
    plan: PlanFreeze | None = None,
    supply_stopped_on: date | None = None,
    bounced_bills: Sequence[date] = (),
    limitation_last_day: date | None = None,
) -> date | None:
    """The first change day later than `after`: before it no open item's class can differ."""
    days = change_days(
        dates,
        rules=rules,
        facts=facts,
        override=override,
        plan=plan,
        supply_stopped_on=supply_stopped_on,
        bounced_bills=bounced_bills,
        limitation_last_day=limitation_last_day,
    )
    return min((day for day in days if day > after), default=None)


def item_change_days(
    item: ItemSnapshot, *, rules: PolicyRules, calendar: WorkingCalendar = EVERY_DAY
) -> frozenset[date]:
    """Every day on which the class of `item` may change, movements and approvals included."""
    days = {movement.on for movement in item.movements}
    days |= change_days(
        None,
        rules=rules,
        facts=item.facts,
        override=item.override,
        plan=item.plan,
        supply_stopped_on=item.supply_stopped_on,
        bounced_bills=item.bounced_bills,
        limitation_last_day=item.limitation_last_day,
    )
    if item.due_on is None:
        return frozenset(days)
    extensions = () if item.no_grace else item.extensions
    known = sorted({e.approved_on for e in extensions if e.approved_on is not None})
    for as_of in (date.min, *known):
        extended = apply_extensions(
            item.due_on, extensions, as_of=as_of, calendar=calendar
        )
        dates = dates_of(item, due_on=extended.due_on, rules=rules)
        days |= change_days(dates, rules=rules)
        for plan in extended.plans:
            days |= change_days(None, rules=rules, plan=plan)
    return frozenset(days | set(known))


def class_since(
    item: ItemSnapshot,
    *,
    rules: PolicyRules,
    as_of: date,
    known_at: datetime | None = None,
    calendar: WorkingCalendar = EVERY_DAY,
) -> date | None:
    """The first day of the unbroken span of days to `as_of` with the class it has then.

    Never before the item was issued; None where it has had that class since before anything known.
    """

    def on(day: date) -> Classification:
        return classify(
            item, rules=rules, as_of=day, known_at=known_at, calendar=calendar
        )

    current = on(as_of).cls
    days = item_change_days(item, rules=rules, calendar=calendar)
    for day in sorted((d for d in days if date.min < d <= as_of), reverse=True):
        if item.issued_on is not None and day <= item.issued_on:
            break
        if on(add_days(day, -1)).cls is not current:
            return day
    return item.issued_on


def next_change(
    item: ItemSnapshot,
    *,
    rules: PolicyRules,
    as_of: date,
    known_at: datetime | None = None,
    calendar: WorkingCalendar = EVERY_DAY,
) -> NextChange | None:
    """When the class of `item` changes next after `as_of` if nothing new happens, and to what."""
    current = classify(
        item, rules=rules, as_of=as_of, known_at=known_at, calendar=calendar
    ).cls
    days = item_change_days(item, rules=rules, calendar=calendar)
    for day in sorted(d for d in days if d > as_of):
        found = classify(
            item, rules=rules, as_of=day, known_at=known_at, calendar=calendar
        )
        if found.cls is not current:
            return NextChange(on=day, cls=found.cls)
    return None
