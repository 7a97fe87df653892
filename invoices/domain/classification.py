"""The class of a receivable: one pure rule, which the nightly SQL repeats set by set.

`decide` works on dates and an open flag, as the database does. `classify` works on one item with
its amounts, movements and extensions, and is what screens and proofs use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from arcollect.core.dates import EVERY_DAY, WorkingCalendar, add_days
from invoices.domain.aging import AgeDates, age_bounds, age_dates, stage_on
from invoices.domain.classes import ReceivableClass, Stage, milder
from invoices.domain.extensions import (
    ExtendedDue,
    Extension,
    PlanFreeze,
    apply_extensions,
    mildest_plan,
)
from invoices.domain.facts import ClassFact, worst_floor
from invoices.domain.movements import Movement, open_amount
from invoices.domain.policy import PolicyRules

OVERRIDE_MAX_DAYS = 90


class DecidedBy(StrEnum):
    """What decided a class, where it was not a fact; facts are `fact:` and their name."""

    SETTLED = "settled"
    AGE = "age"
    PLAN_FREEZE = "plan_freeze"
    OVERRIDE = "override"


FACT_PREFIX = "fact:"


class OverrideError(ValueError):
    """An override names no class that a person may set."""


@dataclass(frozen=True, slots=True)
class OverrideInForce:
    """A class a second person approved, from `from_on` (inclusive) until `until_on` (exclusive).

    It never lasts longer than 90 days, whatever `until_on` says. Raises OverrideError for SETTLED.
    """

    cls: ReceivableClass
    from_on: date
    until_on: date | None

    def __post_init__(self) -> None:
        if self.cls is ReceivableClass.SETTLED:
            raise OverrideError("Only money settles an item; an override cannot.")

    @property
    def ends_on(self) -> date:
        """The first day on which it no longer holds."""
        limit = add_days(self.from_on, OVERRIDE_MAX_DAYS)
        return limit if self.until_on is None else min(self.until_on, limit)

    def in_force_on(self, day: date) -> bool:
        """Whether the override holds on `day`."""
        return self.from_on <= day < self.ends_on


class Decision(NamedTuple):
    """A class and what decided it: settled, age, plan_freeze, override or fact:name."""

    cls: ReceivableClass
    decided_by: str


@dataclass(frozen=True, slots=True)
class ItemSnapshot:
    """Everything Domain rule 3.1 asks about one due item.

    `due_on` is the due date before `extensions` (None: not known yet); `term_days` the nominal
    term; `no_grace` is true for bills, whose age no extension moves. Facts, supply stop and bounces
    include those of the customer. `limitation_last_day` is that of a confirmed clock, else None.
    """

    amount: Decimal
    due_on: date | None
    term_days: int
    issued_on: date | None = None
    no_grace: bool = False
    movements: tuple[Movement, ...] = ()
    extensions: tuple[Extension, ...] = ()
    facts: tuple[ClassFact, ...] = ()
    override: OverrideInForce | None = None
    plan: PlanFreeze | None = None
    supply_stopped_on: date | None = None
    bounced_bills: tuple[date, ...] = ()
    limitation_last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """The class of one item at the end of a day, with what it rests on.

    `days_past_due` is negative before the due date; without a due date it, `due_on` and `final_on`
    are None. `due_on` is the one in force, `plan` the freeze in force, both on that day.
    """

    cls: ReceivableClass
    decided_by: str
    stage: Stage
    open_amount: Decimal
    days_past_due: int | None
    due_on: date | None
    final_on: date | None
    grace_days: int
    term_days: int
    age_cls: ReceivableClass
    plan: PlanFreeze | None


def decide(
    dates: AgeDates | None,
    *,
    as_of: date,
    is_open: bool,
    rules: PolicyRules,
    facts: Iterable[ClassFact] = (),
    override: OverrideInForce | None = None,
    plan: PlanFreeze | None = None,
    supply_stopped_on: date | None = None,
    bounced_bills: Sequence[date] = (),
    limitation_last_day: date | None = None,
) -> Decision:
    """The class at the end of `as_of` from dates alone (Domain rule 3.1.11 to 3.1.13).

    Settled wins; else the fact floor where it is strictly worse than the override in force, or,
    without one, than the class by age held back by a plan on schedule. Without `dates` (no due
    date yet) the class by age is UNCOLLECTED.
    """
    if not is_open:
        return Decision(ReceivableClass.SETTLED, DecidedBy.SETTLED.value)
    age_class = class_by_age(dates, as_of=as_of)
    base = _before_facts(dates, age_class, as_of=as_of, override=override, plan=plan)
    floor = worst_floor(
        as_of=as_of,
        age_class=age_class,
        facts=facts,
        supply_stopped_on=supply_stopped_on,
        bounced_bills=bounced_bills,
        limitation_last_day=limitation_last_day,
        rules=rules,
    )
    if floor is not None and floor.cls.severity > base.cls.severity:
        return Decision(floor.cls, f"{FACT_PREFIX}{floor.name}")
    return base


def class_by_age(dates: AgeDates | None, *, as_of: date) -> ReceivableClass:
    """The class by age at the end of `as_of`; UNCOLLECTED while no due date is known."""
    return ReceivableClass.UNCOLLECTED if dates is None else dates.class_on(as_of)


def _before_facts(
    dates: AgeDates | None,
    age_class: ReceivableClass,
    *,
    as_of: date,
    override: OverrideInForce | None,
    plan: PlanFreeze | None,
) -> Decision:
    if override is not None and override.in_force_on(as_of):
        return Decision(override.cls, DecidedBy.OVERRIDE.value)
    if plan is not None and plan.in_force_on(as_of):
        held = milder(age_class, class_by_age(dates, as_of=plan.start_on))
        if held is not age_class:
            return Decision(held, DecidedBy.PLAN_FREEZE.value)
    return Decision(age_class, DecidedBy.AGE.value)


def classify(
    item: ItemSnapshot,
    *,
    rules: PolicyRules,
    as_of: date,
    known_at: datetime | None = None,
    calendar: WorkingCalendar = EVERY_DAY,
) -> Classification:
    """The class of `item` at the end of `as_of` under `rules` (Domain rule 3.1, whole).

    `known_at` leaves out movements recorded later. `calendar` rolls the tolerance of plans.
    """
    left = open_amount(item.amount, item.movements, as_of=as_of, known_at=known_at)
    is_open = left > 0
    extended = extended_due(item, as_of=as_of, calendar=calendar)
    due_on = None if extended is None else extended.due_on
    dates = None if due_on is None else dates_of(item, due_on=due_on, rules=rules)
    plan = plan_in_force(item, extended, as_of=as_of)
    decision = decide(
        dates,
        as_of=as_of,
        is_open=is_open,
        rules=rules,
        facts=item.facts,
        override=item.override,
        plan=plan,
        supply_stopped_on=item.supply_stopped_on,
        bounced_bills=item.bounced_bills,
        limitation_last_day=item.limitation_last_day,
    )
    final_on = None if dates is None else dates.final_on
    return Classification(
        cls=decision.cls,
        decided_by=decision.decided_by,
        stage=stage_on(as_of, due_on=due_on, final_on=final_on, is_open=is_open),
        open_amount=left,
        days_past_due=None if due_on is None else (as_of - due_on).days,
        due_on=due_on,
        final_on=final_on,
        grace_days=age_bounds(
            rules, term_days=item.term_days, no_grace=item.no_grace
        ).grace_days,
        term_days=item.term_days,
        age_cls=class_by_age(dates, as_of=as_of),
        plan=plan,
    )


def dates_of(item: ItemSnapshot, *, due_on: date, rules: PolicyRules) -> AgeDates:
    """The age dates of `item` were it due on `due_on`; grace stays on the first term."""
    return age_dates(
        rules, due_on=due_on, term_days=item.term_days, no_grace=item.no_grace
    )


def extended_due(
    item: ItemSnapshot, *, as_of: date, calendar: WorkingCalendar = EVERY_DAY
) -> ExtendedDue | None:
    """The due date of `item` in force on `as_of`, or None while it has none.

    An extended bill keeps its first maturity, so its extensions are left aside (Domain rule 3.1.9).
    """
    if item.due_on is None:
        return None
    extensions = () if item.no_grace else item.extensions
    return apply_extensions(item.due_on, extensions, as_of=as_of, calendar=calendar)


def plan_in_force(
    item: ItemSnapshot, extended: ExtendedDue | None, *, as_of: date
) -> PlanFreeze | None:
    """The plan that holds the class of `item` on `as_of`: its own or a late extension's."""
    own = () if item.plan is None else (item.plan,)
    late = () if extended is None else extended.plans
    return mildest_plan((*own, *late), as_of=as_of)
