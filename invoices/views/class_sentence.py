"""The facts behind the sentence that explains a class."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from arcollect.core.models import User
from customers.models import Customer
from invoices.domain.classification import FACT_PREFIX, DecidedBy
from invoices.models import ClassOverride, DueItemState, Fact
from invoices.selectors.open_items import list_open_items


@dataclass(frozen=True, slots=True)
class ClassSentence:
    """What `invoices/_class_sentence.html` says; words are the template's affair.

    `kind` is age, fact, override, plan or none (not classified yet); `next_on` and
    `next_severity` are what the calendar alone will do next.
    """

    state: DueItemState
    kind: str
    number: str
    today: dt.date
    grace_days: int
    is_due: bool
    is_past_final: bool
    fact: str = ""
    override: ClassOverride | None = None
    next_on: dt.date | None = None
    next_severity: int | None = None


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
    """The sentence of one item as the last night left it."""
    kind, fact = _kind_of(state)
    next_on, next_severity = (
        _next_by_age(state, today) if kind == "age" else (None, None)
    )
    override = None
    if kind == "override":
        override = (
            ClassOverride.objects.filter(
                due_item=state.pk, withdrawn=False, superseded_by=None
            )
            .order_by("-recorded_at")
            .first()
        )
    return ClassSentence(
        state=state,
        kind=kind,
        number=state.due_item.invoice.number,
        today=today,
        grace_days=(state.final_on - state.due_on).days,
        is_due=state.due_on < today,
        is_past_final=state.final_on < today,
        fact=fact,
        override=override,
        next_on=next_on,
        next_severity=next_severity,
    )


def _kind_of(state: DueItemState) -> tuple[str, str]:
    decided = state.decided_by
    if state.severity is None:
        return "none", ""
    if decided.startswith(FACT_PREFIX):
        name = decided.removeprefix(FACT_PREFIX)
        return "fact", str(dict(Fact.Kind.choices).get(name, name))
    if decided == DecidedBy.OVERRIDE:
        return "override", ""
    if decided == DecidedBy.PLAN_FREEZE:
        return "plan", ""
    return "age", ""


def _next_by_age(
    state: DueItemState, today: dt.date
) -> tuple[dt.date | None, int | None]:
    starts = (
        (state.expedited_from, 2),
        (state.quasi_from, 3),
        (state.bad_from, 4),
        (state.dead_from, 5),
    )
    worse = [
        (day, severity)
        for day, severity in starts
        if day is not None and day > today and severity > (state.severity or 0)
    ]
    return min(worse) if worse else (None, None)
