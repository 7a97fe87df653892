"""The rule of the classes as database expressions: `domain.classification.decide`, set by set.

Dates are only compared, with parameters computed here, so that both databases answer
alike. Facts and overrides are few: what they do on a day is decided by the pure rule and
reaches the rows as constants. A property test holds the result against the pure rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from arcollect.core.fields import MoneyField, money
from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import FACT_PREFIX, DecidedBy
from invoices.models import Allocation
from invoices.selectors.effects import Effect, Effects

# A queryset over items; what is annotated is unknown to the type checker.
Rows = Any
# Severity by age on a day, over the rows of one table.
AgeOn = Callable[[dt.date], Case]
SETTLED, UNCOLLECTED, EXPEDITED, QUASI_BAD, BAD, DEAD = (
    each.severity for each in ReceivableClass
)
ZERO = Decimal(0)
NO_DAY = Value(None, output_field=DateField())
CLOSED = Q(by_open__lte=money(ZERO))


def with_open(states: Rows, *, company_id: int, as_of: dt.date) -> Rows:
    """Annotate `by_open`, what is open at the end of `as_of`, and `by_move`.

    `by_move` is the next day on which an allocation already recorded takes effect.
    Usually nothing takes effect later than `as_of`, and the stored amount is the answer.
    """
    later = Allocation.objects.filter(company_id=company_id, effective_on__gt=as_of)
    if not later.exists():
        return states.annotate(by_open=F("open_amount"), by_move=NO_DAY)
    # Without the company: SQLite would rather walk all of a company's allocations.
    of_item = Allocation.objects.filter(
        effective_on__gt=as_of, due_item=OuterRef("pk")
    ).values("due_item")
    given_back = Subquery(
        of_item.annotate(n=Sum("amount")).values("n"), output_field=MoneyField()
    )
    return states.annotate(
        by_open=ExpressionWrapper(
            F("open_amount") + Coalesce(given_back, money(ZERO)),
            output_field=MoneyField(),
        ),
        by_move=Subquery(of_item.annotate(n=Min("effective_on")).values("n")),
    )


def stored_age(day: dt.date) -> Case:
    """Severity by age on `day` from the first days stored beside each item."""
    return Case(
        When(dead_from__lte=day, then=Value(DEAD)),
        When(bad_from__lte=day, then=Value(BAD)),
        When(quasi_from__lte=day, then=Value(QUASI_BAD)),
        When(expedited_from__lte=day, then=Value(EXPEDITED)),
        default=Value(UNCOLLECTED),
        output_field=IntegerField(),
    )


def with_class(
    rows: Rows, *, as_of: dt.date, effects: Effects, age_on: AgeOn = stored_age
) -> Rows:
    """Annotate `new_severity` and `new_by` from `by_open` (Domain rule 3.1.7, 11 to 13)."""
    rows = rows.annotate(by_age=age_on(as_of))
    severities, reasons = [], []
    for which, effect in effects.conditions():
        base = _before_facts(effect, age_on)
        severities.append(When(which, then=_severity(effect, base)))
        reasons.append(When(which, then=_reason(effect, base, age_on)))
    return rows.annotate(
        new_severity=Case(
            When(CLOSED, then=Value(SETTLED)),
            *severities,
            default=F("by_age"),
            output_field=IntegerField(),
        ),
        new_by=Case(
            When(CLOSED, then=Value(DecidedBy.SETTLED.value)),
            *reasons,
            default=Value(DecidedBy.AGE.value),
            output_field=CharField(),
        ),
    )


def _before_facts(effect: Effect, age_on: AgeOn) -> Any:
    if effect.override is not None:
        return Value(effect.override)
    if effect.plan_from is None:
        return F("by_age")
    return Case(
        When(_held(effect, age_on), then=age_on(effect.plan_from)),
        default=F("by_age"),
        output_field=IntegerField(),
    )


def _held(effect: Effect, age_on: AgeOn) -> Q:
    """A plan on schedule keeps the class of its first day, where that was milder."""
    assert effect.plan_from is not None  # noqa: S101 - asked only of plans
    return Q(by_age__gt=age_on(effect.plan_from))


def _floors(effect: Effect) -> list[tuple[Q, int, str]]:
    """Which fact may decide, by class by age: condition, severity, name."""
    expedited = Q(by_age=EXPEDITED)
    if effect.floor == effect.floor_expedited:
        pairs = [(Q(), effect.floor)]
    else:
        pairs = [(expedited, effect.floor_expedited), (~expedited, effect.floor)]
    return [(which, *floor) for which, floor in pairs if floor is not None]


def _severity(effect: Effect, base: Any) -> Any:
    forced = [
        When(which & _less(base, severity), then=Value(severity))
        for which, severity, _name in _floors(effect)
    ]
    return Case(*forced, default=base, output_field=IntegerField())


def _reason(effect: Effect, base: Any, age_on: AgeOn) -> Any:
    reasons = [
        When(which & _less(base, severity), then=Value(f"{FACT_PREFIX}{name}"))
        for which, severity, name in _floors(effect)
    ]
    default = DecidedBy.AGE
    if effect.override is not None:
        default = DecidedBy.OVERRIDE
    elif effect.plan_from is not None:
        held = Value(DecidedBy.PLAN_FREEZE.value)
        reasons.append(When(_held(effect, age_on), then=held))
    return Case(*reasons, default=Value(default.value), output_field=CharField())


def _less(base: Any, severity: int) -> Q:
    """Facts decide only where they are strictly worse than what they overrule."""
    return Q(LessThan(base, Value(severity)))


def next_age_case(as_of: dt.date) -> Case:
    """First day after `as_of` with a worse class by age; a policy may call DEAD early."""
    steps = []
    for column in ("expedited_from", "quasi_from", "bad_from"):
        ahead = {f"{column}__gt": as_of}
        sooner = Q(dead_from__gt=as_of, dead_from__lte=F(column))
        steps += [When(sooner, **ahead, then=F("dead_from"))]
        steps += [When(**ahead, then=F(column))]
    return Case(
        When(dead_from__lte=as_of, then=NO_DAY),
        *steps,
        default=F("dead_from"),
        output_field=DateField(),
    )


def with_next_change(states: Rows, *, as_of: dt.date) -> Rows:
    """Annotate `new_next`: when age or a recorded movement changes the item next.

    Facts and overrides are not in it: the night knows their days by itself.
    """
    age = Case(
        When(CLOSED, then=NO_DAY),
        default=next_age_case(as_of),
        output_field=DateField(),
    )
    return states.annotate(by_next_age=age).annotate(
        new_next=Case(
            When(by_move__isnull=True, then=F("by_next_age")),
            When(by_next_age__lt=F("by_move"), then=F("by_next_age")),
            default=F("by_move"),
            output_field=DateField(),
        )
    )
