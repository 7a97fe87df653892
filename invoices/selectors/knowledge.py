"""What is known about debtors: facts and overrides as the pure rule wants them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from arcollect.core.dates import add_days, add_months
from invoices.domain.aging import AgeDates
from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import (
    OVERRIDE_MAX_DAYS,
    Decision,
    OverrideInForce,
    decide,
)
from invoices.domain.extensions import PlanFreeze, mildest_plan
from invoices.domain.facts import BOUNCE_WINDOW_MONTHS, ClassFact, FactKind
from invoices.domain.policy import PolicyRules
from invoices.models import ClassOverride, Fact

_STATED = {kind.value: kind for kind in FactKind}


class FactRow(NamedTuple):
    """One fact; `taken_back_at` is when a newer row corrected or withdrew it."""

    customer_id: int
    due_item_id: int | None
    kind: str
    from_on: dt.date
    until_on: dt.date | None
    verified: bool
    withdrawn: bool
    recorded_at: dt.datetime
    taken_back_at: dt.datetime | None

    def in_force_on(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class OverrideRow(NamedTuple):
    """One override of a class."""

    pk: int
    customer_id: int
    due_item_id: int
    severity: int
    from_on: dt.date
    until_on: dt.date
    withdrawn: bool
    recorded_at: dt.datetime
    taken_back_at: dt.datetime | None


def _is_live(row: FactRow | OverrideRow, known_at: dt.datetime | None) -> bool:
    if row.withdrawn:
        return False
    if known_at is None:
        return row.taken_back_at is None
    if row.recorded_at > known_at:
        return False
    return row.taken_back_at is None or row.taken_back_at > known_at


@dataclass(frozen=True)
class ItemKnowledge:
    """Facts and overrides that reach one item."""

    facts: tuple[FactRow, ...] = ()
    overrides: tuple[OverrideRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts or self.overrides)

    def inputs_on(self, day: dt.date) -> dict[str, Any]:
        """The arguments of `decide` that facts and overrides give on `day`."""
        if not self:
            return {}
        kinds = Fact.Kind
        running = [row for row in self.facts if row.in_force_on(day)]

        def days_of(kind: str) -> list[dt.date]:
            return [row.from_on for row in running if row.kind == kind]

        limits = [
            row.from_on
            for row in running
            if row.kind == kinds.LIMITATION and row.verified
        ]
        plans = [
            PlanFreeze(start_on=row.from_on, missed_on=row.until_on)
            for row in running
            if row.kind == kinds.PLAN
        ]
        return {
            "facts": self.stated_facts,
            "override": self._override_on(day),
            "plan": mildest_plan(plans, as_of=day),
            "supply_stopped_on": min(days_of(kinds.SUPPLY_STOPPED), default=None),
            "bounced_bills": days_of(kinds.BILL_BOUNCED),
            "limitation_last_day": min(limits, default=None),
        }

    @cached_property
    def stated_facts(self) -> tuple[ClassFact, ...]:
        """The facts that people stated and that force a class by themselves."""
        return tuple(
            ClassFact(_STATED[row.kind], row.from_on, row.until_on)
            for row in self.facts
            if row.kind in _STATED
        )

    def _override_on(self, day: dt.date) -> OverrideInForce | None:
        running = [
            row
            for row in self.overrides
            if row.from_on <= day < _override_end(row.from_on, row.until_on)
        ]
        if not running:
            return None
        row = max(running, key=lambda each: each.pk)
        cls = ReceivableClass.from_severity(row.severity)
        return OverrideInForce(cls=cls, from_on=row.from_on, until_on=row.until_on)

    def decide(
        self,
        dates: AgeDates,
        *,
        as_of: dt.date,
        is_open: bool,
        rules: PolicyRules,
    ) -> Decision:
        """The class at the end of `as_of` with this knowledge (Domain rule 3.1)."""
        inputs = self.inputs_on(as_of)
        return decide(dates, as_of=as_of, is_open=is_open, rules=rules, **inputs)

    def change_days(self, supply_days: Iterable[int]) -> set[dt.date]:
        """Every day on which these facts and overrides may change a class."""
        days: set[dt.date] = set()
        for row in self.facts:
            days |= fact_days(row, supply_days)
        for override in self.overrides:
            days |= {
                override.from_on,
                _override_end(override.from_on, override.until_on),
            }
        return days


NOTHING_KNOWN = ItemKnowledge()


def _override_end(from_on: dt.date, until_on: dt.date) -> dt.date:
    return min(until_on, add_days(from_on, OVERRIDE_MAX_DAYS))


def fact_days(row: FactRow, supply_days: Iterable[int]) -> set[dt.date]:
    """Days on which this fact begins to count, ceases, or comes of age."""
    days = {row.from_on}
    if row.until_on is not None:
        days.add(row.until_on)
    if row.kind == Fact.Kind.SUPPLY_STOPPED:
        days |= {add_days(row.from_on, count) for count in supply_days}
    elif row.kind == Fact.Kind.LIMITATION:
        days.add(add_days(row.from_on, 1))
    elif row.kind == Fact.Kind.BILL_BOUNCED:
        # From 29 February the year ends on 1 March, hence both days.
        end = add_months(row.from_on, BOUNCE_WINDOW_MONTHS)
        days |= {end, add_days(end, 1)}
    return days


class Knowledge:
    """All facts and overrides of a company that were live at `known_at`."""

    def __init__(
        self, *, facts: Iterable[FactRow], overrides: Iterable[OverrideRow]
    ) -> None:
        self._facts = list(facts)
        self._overrides = list(overrides)
        self.of_customers: dict[int, list[FactRow]] = defaultdict(list)
        self.of_items: dict[int, list[OverrideRow]] = defaultdict(list)
        for row in self._facts:
            self.of_customers[row.customer_id].append(row)
        for override in self._overrides:
            self.of_items[override.due_item_id].append(override)

    def __bool__(self) -> bool:
        return bool(self._facts or self._overrides)

    def known_at(self, instant: dt.datetime | None) -> Knowledge:
        """The part of it that was live at `instant`; None: what is live now."""
        return Knowledge(
            facts=[row for row in self._facts if _is_live(row, instant)],
            overrides=[row for row in self._overrides if _is_live(row, instant)],
        )

    def of_item(
        self, *, customer_id: int, item_id: int, at: dt.datetime | None = None
    ) -> ItemKnowledge:
        """What reaches one item, as live at `at` (None: now)."""
        facts = self.of_customers.get(customer_id, ())
        overrides = self.of_items.get(item_id, ())
        if not facts and not overrides:
            return NOTHING_KNOWN
        return ItemKnowledge(
            facts=tuple(
                row
                for row in facts
                if row.due_item_id in (None, item_id) and _is_live(row, at)
            ),
            overrides=tuple(row for row in overrides if _is_live(row, at)),
        )

    def of_all_times(self, *, customer_id: int, item_id: int) -> set[dt.datetime]:
        """Moments at which anything about the item was recorded or taken back."""
        rows: list[FactRow | OverrideRow] = [*self.of_customers.get(customer_id, ())]
        rows += self.of_items.get(item_id, ())
        found = {row.recorded_at for row in rows}
        return found | {row.taken_back_at for row in rows if row.taken_back_at}

    def of_customer(self, customer_id: int) -> ItemKnowledge:
        """The facts about a customer that reach all his items."""
        facts = self.of_customers.get(customer_id, ())
        return ItemKnowledge(tuple(row for row in facts if row.due_item_id is None))

    def items_by_themselves(self) -> dict[int, int]:
        """Items with a fact or override of their own, with their customers."""
        found = {row.due_item_id: row.customer_id for row in self._overrides}
        for fact in self._facts:
            if fact.due_item_id is not None:
                found[fact.due_item_id] = fact.customer_id
        return found

    def days_by_customer(
        self, supply_days: Iterable[int]
    ) -> dict[dt.date, set[tuple[int, int | None]]]:
        """For each day the customers (and items) whose class facts may change then."""
        found: dict[dt.date, set[tuple[int, int | None]]] = defaultdict(set)
        for row in self._facts:
            for day in fact_days(row, supply_days):
                found[day].add((row.customer_id, row.due_item_id))
        return found

    def days_by_item(self) -> dict[dt.date, set[int]]:
        """For each day the items whose override begins or ends then."""
        found: dict[dt.date, set[int]] = defaultdict(set)
        for row in self._overrides:
            found[row.from_on].add(row.due_item_id)
            found[_override_end(row.from_on, row.until_on)].add(row.due_item_id)
        return found


def load_knowledge(*, company_id: int, customers: Any = None) -> Knowledge:
    """Every fact and override of the company, also those taken back.

    `customers` narrows it to some customers (ids or a subquery of ids). Take
    `known_at(None)` of the result for what is live now.
    """
    about: dict[str, Any] = {"company_id": company_id}
    of_item = dict(about)
    if customers is not None:
        about["customer_id__in"] = customers
        of_item["due_item__customer_id__in"] = customers
    facts = Fact.objects.filter(**about).values_list(
        "customer_id",
        "due_item_id",
        "kind",
        "from_on",
        "until_on",
        "verified",
        "withdrawn",
        "recorded_at",
        "superseded_by__recorded_at",
    )
    overrides = ClassOverride.objects.filter(**of_item).values_list(
        "pk",
        "due_item__customer_id",
        "due_item_id",
        "severity",
        "from_on",
        "until_on",
        "withdrawn",
        "recorded_at",
        "superseded_by__recorded_at",
    )
    return Knowledge(
        facts=map(FactRow._make, facts), overrides=map(OverrideRow._make, overrides)
    )
