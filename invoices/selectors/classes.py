"""Why an item has its class, and when it will have another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from arcollect.core.dates import add_days, is_known
from invoices.domain.aging import AgeDates, age_dates
from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import Classification, ItemSnapshot, classify
from invoices.domain.explain import Explanation, explain
from invoices.domain.movements import Movement, MovementKind
from invoices.domain.policy import PolicyRules
from invoices.models import Allocation, ClassificationPolicy, DueItem
from invoices.selectors.due_dates import DueDates
from invoices.selectors.knowledge import ItemKnowledge, load_knowledge
from invoices.selectors.policies import rules_of


@dataclass(frozen=True)
class ItemStory:
    """Everything that decides the class of one item on any day, read once."""

    item: DueItem
    # The due date in force; one nobody knows yet lies far ahead.
    due_on: dt.date
    movements: tuple[Movement, ...]
    known: ItemKnowledge
    # Rules with the first day they are in force, newest first.
    policies: tuple[tuple[dt.date, PolicyRules], ...]

    def rules_on(self, day: dt.date) -> PolicyRules:
        """The rules in force on `day`; before the first version, that one."""
        for from_on, rules in self.policies:
            if from_on <= day:
                return rules
        return self.policies[-1][1]

    def dates_under(self, rules: PolicyRules) -> AgeDates:
        """First days of each class by age under `rules`."""
        return age_dates(
            rules,
            due_on=self.due_on,
            term_days=self.item.term_days,
            no_grace=self._is_bill,
        )

    @property
    def _is_bill(self) -> bool:
        return self.item.kind == DueItem.Kind.BILL

    def snapshot_on(self, day: dt.date) -> ItemSnapshot:
        """The item with what is known about it on `day`."""
        return ItemSnapshot(
            amount=self.item.amount,
            due_on=self.due_on if is_known(self.due_on) else None,
            term_days=self.item.term_days,
            issued_on=self.item.issued_on,
            no_grace=self._is_bill,
            movements=self.movements,
            **_listed(self.known.inputs_on(day)),
        )

    def classification_on(self, day: dt.date) -> Classification:
        """The class at the end of `day` and what it rests on (Domain rule 3.1)."""
        return classify(self.snapshot_on(day), rules=self.rules_on(day), as_of=day)

    @cached_property
    def change_days(self) -> list[dt.date]:
        """Every day on which the class may differ from the day before, in order."""
        days = {movement.on for movement in self.movements}
        days |= self.known.change_days(
            {rules.supply_stopped_days for _from_on, rules in self.policies}
        )
        for from_on, rules in self.policies:
            days.add(from_on)
            starts = self.dates_under(rules).starts()
            # Counted from a due date nobody knows yet they are no days at all.
            days |= {first for _cls, first in starts if is_known(first)}
        return sorted(days)

    def since(self, day: dt.date) -> dt.date:
        """First day of the unbroken span up to `day` with the class it has then."""
        current = self.classification_on(day).cls
        for change in reversed(self.change_days):
            if self.item.issued_on < change <= day:
                before = self.classification_on(add_days(change, -1))
                if before.cls is not current:
                    return change
        return self.item.issued_on

    def next_change(self, day: dt.date) -> tuple[dt.date, ReceivableClass] | None:
        """The first later day with another class if nothing new happens, and which."""
        current = self.classification_on(day).cls
        for change in self.change_days:
            if change > day:
                found = self.classification_on(change).cls
                if found is not current:
                    return change, found
        return None


def _listed(inputs: dict[str, Any]) -> dict[str, Any]:
    bounced = inputs.get("bounced_bills")
    return {**inputs, "bounced_bills": tuple(bounced)} if bounced else inputs


def story_of(item: DueItem, *, due_on: dt.date | None = None) -> ItemStory:
    """Read what decides the class of an item; three queries.

    `due_on` is the due date in force where the caller has it; else it is read too.
    """
    if due_on is None:
        due_on = DueDates(company_id=item.company_id, item_id=item.pk).of(item)
    moves = Allocation.objects.filter(due_item=item).order_by("effective_on", "pk")
    policies = ClassificationPolicy.objects.filter(company=item.company_id)
    known = load_knowledge(company_id=item.company_id, customers=[item.customer_id])
    return ItemStory(
        item=item,
        due_on=due_on,
        movements=tuple(_movement(row) for row in moves),
        known=known.of_item(customer_id=item.customer_id, item_id=item.pk),
        policies=tuple(
            (policy.from_on, rules_of(policy))
            for policy in policies.order_by("-from_on", "-version")
        ),
    )


def _movement(row: Allocation) -> Movement:
    kind = MovementKind.PAYMENT if row.amount > 0 else MovementKind.REVERSAL
    if row.amount > 0 and row.credit_note_id is not None:
        kind = MovementKind.CREDIT_NOTE
    return Movement(kind, row.effective_on, abs(row.amount), row.recorded_at)


def explanation(
    *, item: DueItem, as_of: dt.date, due_on: dt.date | None = None
) -> Explanation:
    """What a reader must know to check the class of `item` at the end of `as_of`.

    `due_on` as for `story_of`. With today's knowledge; the days since and until take
    into account that facts, overrides and policies begin and end.
    """
    story = story_of(item, due_on=due_on)
    found = story.classification_on(as_of)
    told = explain(
        found, story.snapshot_on(as_of), rules=story.rules_on(as_of), as_of=as_of
    )
    coming = story.next_change(as_of)
    return replace(
        told,
        since_on=story.since(as_of),
        next_on=None if coming is None else coming[0],
        next_cls=None if coming is None else coming[1],
    )
