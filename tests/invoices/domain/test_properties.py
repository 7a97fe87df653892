"""Properties of the classification rule over random items and policies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.aging import age_dates
from invoices.domain.classes import ReceivableClass, Stage, milder
from invoices.domain.classification import (
    ItemSnapshot,
    OverrideInForce,
    classify,
    dates_of,
    decide,
)
from invoices.domain.explain import explain
from invoices.domain.extensions import PlanFreeze
from invoices.domain.facts import FACT_FLOORS
from invoices.domain.movements import Movement, MovementKind
from invoices.domain.policy import PolicyRules
from invoices.domain.timeline import (
    class_since,
    item_change_days,
    next_change,
    next_possible_change,
)
from tests.invoices.domain.strategies import (
    DAYS,
    START,
    TERMS,
    items,
    overrides,
    plans,
    policies,
)

ONE_DAY = timedelta(days=1)


@given(items(), policies(), DAYS)
def test_settled_closed_and_nothing_left_are_one(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    found = classify(item, rules=rules, as_of=day)
    nothing_left = found.open_amount <= 0
    assert (found.cls is ReceivableClass.SETTLED) == nothing_left
    assert (found.stage is Stage.CLOSED) == nothing_left
    assert (found.decided_by == "settled") == nothing_left


@given(items(), policies(), DAYS)
def test_what_decided_is_told_truly(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    found = classify(item, rules=rules, as_of=day)
    match found.decided_by:
        case "age":
            assert found.cls is found.age_cls
        case "plan_freeze":
            assert found.cls.severity < found.age_cls.severity
        case "override":
            assert item.override is not None
            assert found.cls is item.override.cls
        case "settled":
            assert found.cls is ReceivableClass.SETTLED
        case other:
            assert other.startswith("fact:")


@given(items(), policies(), DAYS)
def test_no_open_item_lies_below_a_stated_fact(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    found = classify(item, rules=rules, as_of=day)
    if found.open_amount <= 0:
        return
    for fact in item.facts:
        if fact.in_force_on(day):
            assert found.cls.severity >= FACT_FLOORS[fact.kind].severity


@given(items(), policies(), DAYS, overrides())
def test_without_an_override_in_force_it_is_as_if_there_were_none(
    item: ItemSnapshot, rules: PolicyRules, day: date, override: OverrideInForce
) -> None:
    if override.in_force_on(day):
        assert override.from_on <= day < override.from_on + timedelta(days=90)
        return
    with_it = classify(replace(item, override=override), rules=rules, as_of=day)
    assert with_it == classify(replace(item, override=None), rules=rules, as_of=day)


@given(items(), policies(), DAYS, plans())
def test_a_plan_never_makes_a_class_worse(
    item: ItemSnapshot, rules: PolicyRules, day: date, plan: PlanFreeze
) -> None:
    free = classify(replace(item, plan=None), rules=rules, as_of=day)
    held = classify(replace(item, plan=plan), rules=rules, as_of=day)
    assert held.cls is milder(held.cls, free.cls)
    assert held.age_cls is free.age_cls


@given(items(), policies(), DAYS, st.integers(1, 99))
def test_part_payments_change_the_amount_and_nothing_else(
    item: ItemSnapshot, rules: PolicyRules, day: date, percent: int
) -> None:
    plain = replace(item, movements=())
    share = item.amount * percent / 100
    paid = replace(plain, movements=(Movement(MovementKind.PAYMENT, day, share),))
    before = classify(plain, rules=rules, as_of=day)
    after = classify(paid, rules=rules, as_of=day)
    assert after == replace(before, open_amount=item.amount - share)


@given(items(), policies(), DAYS)
def test_money_that_came_and_went_leaves_the_item_as_it_was(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    there = Movement(MovementKind.PAYMENT, day - ONE_DAY, Decimal("123.45"))
    back = Movement(MovementKind.REVERSAL, day, Decimal("123.45"))
    moved = replace(item, movements=(*item.movements, there, back))
    assert classify(moved, rules=rules, as_of=day) == classify(
        item, rules=rules, as_of=day
    )


@given(items(), policies(), DAYS, DAYS)
def test_by_age_alone_a_class_never_gets_better(
    item: ItemSnapshot, rules: PolicyRules, one: date, other: date
) -> None:
    bare = ItemSnapshot(
        amount=item.amount, due_on=item.due_on, term_days=item.term_days
    )
    early, late = sorted((one, other))
    first = classify(bare, rules=rules, as_of=early)
    second = classify(bare, rules=rules, as_of=late)
    assert first.cls.severity <= second.cls.severity


@given(items(), policies(), DAYS)
def test_the_order_of_what_happened_in_does_not_matter(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    turned = replace(
        item,
        movements=item.movements[::-1],
        facts=item.facts[::-1],
        extensions=item.extensions[::-1],
        bounced_bills=item.bounced_bills[::-1],
    )
    assert classify(turned, rules=rules, as_of=day) == classify(
        item, rules=rules, as_of=day
    )


@given(items(), policies(), DAYS)
def test_what_takes_effect_later_changes_nothing_today(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    def past(on: date) -> bool:
        return on <= day

    known = replace(
        item,
        movements=tuple(m for m in item.movements if past(m.on)),
        extensions=tuple(
            e for e in item.extensions if e.approved_on and past(e.approved_on)
        ),
        facts=tuple(f for f in item.facts if past(f.from_on)),
        bounced_bills=tuple(b for b in item.bounced_bills if past(b)),
        plan=item.plan if item.plan and past(item.plan.start_on) else None,
    )
    assert classify(known, rules=rules, as_of=day) == classify(
        item, rules=rules, as_of=day
    )


@given(items(), policies(), DAYS)
def test_between_change_days_a_class_stands_still(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    if day in item_change_days(item, rules=rules):
        return
    today = classify(item, rules=rules, as_of=day)
    yesterday = classify(item, rules=rules, as_of=day - ONE_DAY)
    assert (today.cls, today.decided_by) == (yesterday.cls, yesterday.decided_by)


@given(items(), policies(), DAYS)
def test_before_its_next_possible_change_an_open_item_stands_still(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    """What the nightly run skips by: dates and facts alone, no amounts."""
    dates = (
        None if item.due_on is None else dates_of(item, due_on=item.due_on, rules=rules)
    )
    given_facts = {
        "rules": rules,
        "facts": item.facts,
        "override": item.override,
        "plan": item.plan,
        "supply_stopped_on": item.supply_stopped_on,
        "bounced_bills": item.bounced_bills,
        "limitation_last_day": item.limitation_last_day,
    }
    change = next_possible_change(dates, after=day, **given_facts)
    last = (change or START + timedelta(days=4000)) - ONE_DAY
    first = decide(dates, as_of=day, is_open=True, **given_facts)
    assert decide(dates, as_of=last, is_open=True, **given_facts) == first


@given(items(), policies(), DAYS)
def test_a_class_began_when_the_day_before_had_another(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    since = class_since(item, rules=rules, as_of=day)
    current = classify(item, rules=rules, as_of=day).cls
    if since is None or since > day:
        return
    assert classify(item, rules=rules, as_of=since).cls is current
    if since != item.issued_on:
        assert classify(item, rules=rules, as_of=since - ONE_DAY).cls is not current


@given(items(), policies(), DAYS)
def test_the_next_change_is_the_first_day_with_another_class(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    current = classify(item, rules=rules, as_of=day).cls
    change = next_change(item, rules=rules, as_of=day)
    if change is None:
        far = START + timedelta(days=5000)
        assert classify(item, rules=rules, as_of=far).cls is current
        return
    assert change.on > day
    assert classify(item, rules=rules, as_of=change.on).cls is change.cls is not current
    assert classify(item, rules=rules, as_of=change.on - ONE_DAY).cls is current


@given(items(), policies(), DAYS)
def test_every_class_can_be_explained(
    item: ItemSnapshot, rules: PolicyRules, day: date
) -> None:
    found = classify(item, rules=rules, as_of=day)
    told = explain(found, item, rules=rules, as_of=day)
    assert (told.cls, told.decided_by, told.due_on) == (
        found.cls,
        found.decided_by,
        found.due_on,
    )
    by_fact = found.decided_by.startswith("fact:")
    assert (told.fact is not None) == by_fact
    assert (told.reason_on is None) == (found.decided_by in {"age", "settled"})
    assert told.reason_on is None or told.reason_on <= day
    assert told.until_on is None or told.until_on > day


@given(policies(), TERMS, DAYS, DAYS)
def test_the_core_and_the_item_agree(
    rules: PolicyRules, term: int, due_on: date, day: date
) -> None:
    item = ItemSnapshot(amount=Decimal(1), due_on=due_on, term_days=term)
    found = classify(item, rules=rules, as_of=day)
    dates = age_dates(rules, due_on=due_on, term_days=term)
    assert decide(dates, as_of=day, is_open=True, rules=rules) == (
        found.cls,
        found.decided_by,
    )
    assert decide(dates, as_of=day, is_open=False, rules=rules) == (
        "SETTLED",
        "settled",
    )
    assert found.final_on == dates.final_on == due_on + timedelta(days=found.grace_days)
