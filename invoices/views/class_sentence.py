"""The facts behind the sentence that explains a class."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from arcollect.core.models import User
from customers.models import Customer
from invoices.domain.classification import DecidedBy
from invoices.domain.explain import Explanation
from invoices.domain.facts import DerivedFact
from invoices.models import ClassOverride, DueItemState, Fact
from invoices.selectors.classes import explanation
from invoices.selectors.open_items import list_open_items

FACT_WORDS: dict[str, Any] = {
    **dict(Fact.Kind.choices),
    DerivedFact.LIMITATION_EXPIRED.value: _("Limitation expired"),
    DerivedFact.REPEATED_BOUNCE_AND_SUPPLY_STOPPED.value: _(
        "Bills bounced repeatedly and supply stopped"
    ),
    DerivedFact.UNRESOLVED_AND_SUPPLY_STOPPED.value: _(
        "Unresolved for long and supply stopped"
    ),
}


@dataclass(frozen=True, slots=True)
class ClassSentence:
    """What `invoices/_class_sentence.html` says; words are the template's affair.

    `kind` is age, fact, override or plan; `told` is what the rule answers for `today`.
    """

    state: DueItemState
    told: Explanation
    kind: str
    number: str
    today: dt.date
    fact: str = ""
    override: ClassOverride | None = None

    @property
    def severity(self) -> int:
        """The class by the rule, 0 for settled up to 5."""
        return self.told.cls.severity

    @property
    def next_severity(self) -> int | None:
        """The class that the calendar alone brings next."""
        return None if self.told.next_cls is None else self.told.next_cls.severity

    @property
    def is_due(self) -> bool:
        """Whether the due date has passed."""
        return self.told.due_on is not None and self.told.due_on < self.today

    @property
    def is_past_final(self) -> bool:
        """Whether the last permitted day has passed."""
        return self.told.final_on is not None and self.told.final_on < self.today


def worst_explained(
    customer: Customer, *, user: User, today: dt.date
) -> ClassSentence | None:
    """The sentence of the customer's worst open item; among equals the oldest."""
    worst = (
        list_open_items(customer_id=customer.pk, user=user, today=today)
        .order_by("-severity", "due_on", "pk")
        .first()
    )
    return sentence_of(worst, today=today) if worst else None


def sentence_of(state: DueItemState, *, today: dt.date) -> ClassSentence:
    """The sentence of one item as the rule sees it on `today`."""
    told = explanation(item=state.due_item, as_of=today, due_on=state.due_on)
    kind = _kind_of(told)
    return ClassSentence(
        state=state,
        told=told,
        kind=kind,
        number=state.due_item.invoice.number,
        today=today,
        fact=str(FACT_WORDS.get(told.fact, told.fact)) if told.fact else "",
        override=_override_of(state) if kind == "override" else None,
    )


def _kind_of(told: Explanation) -> str:
    if told.fact is not None:
        return "fact"
    if told.decided_by == DecidedBy.OVERRIDE:
        return "override"
    return "plan" if told.decided_by == DecidedBy.PLAN_FREEZE else "age"


def _override_of(state: DueItemState) -> ClassOverride | None:
    return (
        ClassOverride.objects.filter(
            due_item=state.pk, withdrawn=False, superseded_by=None
        )
        .order_by("-recorded_at")
        .first()
    )
