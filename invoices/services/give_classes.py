"""Write classes, their history and the next looks: what a night does to a set of items."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, Value, When

from arcollect.core import clock
from arcollect.core.insert_select import insert_select
from invoices.models import ClassHistory, ClassificationPolicy
from invoices.selectors import class_sql
from invoices.selectors.effects import effects_on
from invoices.selectors.knowledge import load_knowledge
from invoices.selectors.policies import rules_of


@dataclass(frozen=True, slots=True)
class Night:
    """A company, the day whose end counts, and the policy in force on it."""

    company_id: int
    day: dt.date
    policy: ClassificationPolicy


def give_classes(night: Night, states: Any) -> int:
    """Give every item of `states` the class it has at the end of the night's day.

    Returns how many changed class. `states` is read by several statements: the caller
    sees to it that nobody changes the rows between them.
    """
    known = load_knowledge(
        company_id=night.company_id, customers=states.order_by().values("customer_id")
    ).known_at(None)
    effects = effects_on(known, day=night.day, rules=rules_of(night.policy))
    states = class_sql.with_open(states, company_id=night.company_id, as_of=night.day)
    states = class_sql.with_class(states, as_of=night.day, effects=effects)
    states = class_sql.with_next_change(states, as_of=night.day)
    return _write(night, states)


def _write(night: Night, states: Any) -> int:
    """History of what changes class, then the state of what differs."""
    # An item that closed before anybody classified it has no history to tell.
    unseen = Q(severity__isnull=True, new_severity__gt=class_sql.SETTLED)
    other = Q(severity__isnull=False) & ~Q(severity=F("new_severity"))
    changed = insert_select(
        ClassHistory,
        states.filter(unseen | other),
        company=F("company_id"),
        due_item=F("pk"),
        changed_on=Value(night.day),
        from_severity=F("severity"),
        to_severity=F("new_severity"),
        decided_by=F("new_by"),
        policy=Value(night.policy.pk),
        recorded_at=Value(clock.now()),
    )
    touched = Q(next_change_on__lte=night.day) | Q(severity__isnull=True)
    states.filter(touched | other | ~Q(decided_by=F("new_by"))).update(
        severity=F("new_severity"),
        decided_by=F("new_by"),
        class_since=Case(
            When(severity=F("new_severity"), then=F("class_since")),
            default=Value(night.day),
        ),
        next_change_on=F("new_next"),
    )
    return changed
