"""What facts and overrides do to classes on one day, grouped into sets of items."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from invoices.domain.classes import ReceivableClass
from invoices.domain.facts import FactFloor, worst_floor
from invoices.domain.policy import PolicyRules
from invoices.selectors.knowledge import ItemKnowledge, Knowledge

Floor = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Effect:
    """What is known about some items on one day, as far as it can decide a class.

    `floor` is the severity and name of the deciding fact; `floor_expedited` the same for
    items whose class by age is EXPEDITED, where a supply stop may count as well.
    """

    floor: Floor | None = None
    floor_expedited: Floor | None = None
    plan_from: dt.date | None = None
    override: int | None = None

    def __bool__(self) -> bool:
        return self != NO_EFFECT


NO_EFFECT = Effect()


@dataclass(frozen=True)
class Effects:
    """The effects of one day; an item named by itself goes before its customer."""

    items: dict[Effect, list[int]] = field(default_factory=dict)
    customers: dict[Effect, list[int]] = field(default_factory=dict)

    def conditions(self) -> Iterator[tuple[Q, Effect]]:
        """Disjoint sets in order: the first condition that fits a row counts."""
        for effect, items in self.items.items():
            yield Q(pk__in=items), effect
        for effect, customers in self.customers.items():
            yield Q(customer_id__in=customers), effect


def effects_on(known: Knowledge, *, day: dt.date, rules: PolicyRules) -> Effects:
    """What the live part of `known` does on `day` under `rules` (Domain rule 3.1.11 to 13).

    Items with a fact or override of their own are listed even if it has no effect on
    that day, since their customer's must be seen together with it.
    """
    items: dict[Effect, list[int]] = defaultdict(list)
    customers: dict[Effect, list[int]] = defaultdict(list)
    for item_id, customer_id in known.items_by_themselves().items():
        own = known.of_item(customer_id=customer_id, item_id=item_id)
        items[_effect(own, day, rules)].append(item_id)
    for customer_id in known.of_customers:
        shared = known.of_customer(customer_id)
        effect = _effect(shared, day, rules)
        if effect:
            customers[effect].append(customer_id)
    return Effects(dict(items), dict(customers))


def _effect(known: ItemKnowledge, day: dt.date, rules: PolicyRules) -> Effect:
    if not known:
        return NO_EFFECT
    inputs = known.inputs_on(day)
    override, plan = inputs.pop("override"), inputs.pop("plan")

    def floor(age_class: ReceivableClass) -> Floor | None:
        found = worst_floor(as_of=day, age_class=age_class, rules=rules, **inputs)
        return None if found is None else _as_floor(found)

    in_force = override is not None and override.in_force_on(day)
    return Effect(
        floor=floor(ReceivableClass.UNCOLLECTED),
        floor_expedited=floor(ReceivableClass.EXPEDITED),
        plan_from=None if plan is None else plan.start_on,
        override=override.cls.severity if in_force else None,
    )


def _as_floor(found: FactFloor) -> Floor:
    return found.cls.severity, found.name
