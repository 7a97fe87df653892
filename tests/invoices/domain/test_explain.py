"""The facts a sentence about a class is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from arcollect.core.dates import WorkingDays
from invoices.domain.classes import ReceivableClass, Stage
from invoices.domain.classification import ItemSnapshot, OverrideInForce, classify
from invoices.domain.explain import Explanation, explain
from invoices.domain.extensions import Extension, PlanFreeze
from invoices.domain.facts import ClassFact, FactKind
from invoices.domain.movements import Movement, MovementKind
from invoices.domain.policy import FIELD_DEFAULT
from invoices.domain.timeline import NextChange, next_change, next_possible_change

INVOICE = ItemSnapshot(
    amount=Decimal("10000.00"),
    issued_on=date(2026, 1, 1),
    due_on=date(2026, 1, 31),
    term_days=30,
)


def told(as_of: date, **changes: Any) -> Explanation:
    item = replace(INVOICE, **changes)
    found = classify(item, rules=FIELD_DEFAULT, as_of=as_of)
    return explain(found, item, rules=FIELD_DEFAULT, as_of=as_of)


def test_by_age() -> None:
    assert told(date(2026, 2, 20)) == Explanation(
        cls=ReceivableClass.EXPEDITED,
        age_cls=ReceivableClass.EXPEDITED,
        decided_by="age",
        stage=Stage.PAST_FINAL,
        since_on=date(2026, 2, 11),
        due_on=date(2026, 1, 31),
        original_due_on=date(2026, 1, 31),
        extensions=0,
        term_days=30,
        grace_days=10,
        final_on=date(2026, 2, 10),
        days_past_due=20,
        fact=None,
        reason_on=None,
        until_on=None,
        next_on=date(2026, 5, 2),
        next_cls=ReceivableClass.QUASI_BAD,
    )


def test_a_fresh_invoice_has_its_class_since_its_issue() -> None:
    answer = told(date(2026, 1, 10))
    assert (answer.since_on, answer.next_on) == (date(2026, 1, 1), date(2026, 2, 11))
    assert answer.next_cls is ReceivableClass.EXPEDITED


def test_the_last_class_has_no_next() -> None:
    answer = told(date(2027, 6, 1))
    assert (answer.since_on, answer.next_on, answer.next_cls) == (
        date(2027, 2, 1),
        None,
        None,
    )


def test_a_fact_is_named_with_its_date_and_end() -> None:
    stated = ClassFact(FactKind.INSOLVENCY_SIGNS, date(2026, 1, 10), date(2026, 1, 20))
    answer = told(date(2026, 1, 15), facts=(stated,))
    assert (answer.fact, answer.reason_on, answer.until_on) == (
        "insolvency_signs",
        date(2026, 1, 10),
        date(2026, 1, 20),
    )
    assert (answer.since_on, answer.next_on) == (date(2026, 1, 10), date(2026, 1, 20))
    assert answer.next_cls is ReceivableClass.UNCOLLECTED


def test_a_fact_stated_twice_ends_with_the_later_statement() -> None:
    short = ClassFact(FactKind.INSOLVENCY_SIGNS, date(2026, 1, 10), date(2026, 1, 20))
    longer = replace(short, until_on=date(2026, 1, 25))
    over = replace(short, until_on=date(2026, 1, 12))
    day = date(2026, 1, 15)
    assert told(day, facts=(short, longer, over)).until_on == date(2026, 1, 25)
    assert told(day, facts=(short, replace(short, until_on=None))).until_on is None


def test_a_derived_fact_goes_back_to_its_stored_date() -> None:
    answer = told(date(2026, 3, 20), supply_stopped_on=date(2026, 2, 15))
    assert (answer.fact, answer.reason_on) == (
        "unresolved_and_supply_stopped",
        date(2026, 2, 15),
    )
    assert (answer.since_on, answer.until_on) == (date(2026, 3, 17), None)


def test_an_override_tells_when_it_ends() -> None:
    given = OverrideInForce(ReceivableClass.EXPEDITED, date(2026, 5, 5), None)
    answer = told(date(2026, 5, 10), override=given)
    assert (answer.reason_on, answer.until_on) == (date(2026, 5, 5), date(2026, 8, 3))
    assert (answer.next_on, answer.next_cls) == (
        date(2026, 8, 3),
        ReceivableClass.QUASI_BAD,
    )
    assert answer.age_cls is ReceivableClass.QUASI_BAD


def test_a_plan_tells_when_it_began() -> None:
    answer = told(date(2026, 7, 1), plan=PlanFreeze(date(2026, 4, 15)))
    assert (answer.decided_by, answer.reason_on) == ("plan_freeze", date(2026, 4, 15))
    assert (answer.since_on, answer.next_on) == (date(2026, 2, 11), None)


def test_an_extended_item_shows_its_original_due_date_and_the_count() -> None:
    moved = (Extension(date(2026, 2, 20), date(2026, 1, 28)),)
    answer = told(date(2026, 2, 28), extensions=moved)
    assert (answer.original_due_on, answer.due_on) == (
        date(2026, 1, 31),
        date(2026, 2, 20),
    )
    assert answer.extensions == 1


def test_a_settled_item_was_settled_on_the_day_of_its_last_money() -> None:
    paid = Movement(MovementKind.PAYMENT, date(2026, 2, 3), INVOICE.amount)
    answer = told(date(2026, 3, 1), movements=(paid,))
    assert (answer.since_on, answer.next_on) == (date(2026, 2, 3), None)


def test_a_late_extension_ends_on_a_working_day() -> None:
    item = replace(
        INVOICE, extensions=(Extension(date(2026, 2, 20), date(2026, 2, 5)),)
    )
    monday_to_friday = WorkingDays()
    day = date(2026, 2, 15)
    plain = next_change(item, rules=FIELD_DEFAULT, as_of=day)
    rolled = next_change(
        item, rules=FIELD_DEFAULT, as_of=day, calendar=monday_to_friday
    )
    assert plain == NextChange(date(2026, 2, 23), ReceivableClass.EXPEDITED)
    assert rolled == NextChange(date(2026, 2, 24), ReceivableClass.EXPEDITED)


def test_without_dates_or_facts_nothing_can_change() -> None:
    assert (
        next_possible_change(None, after=date(2026, 1, 1), rules=FIELD_DEFAULT) is None
    )


def test_a_bounce_on_leap_day_is_forgotten_on_the_first_of_march() -> None:
    item = replace(
        INVOICE,
        issued_on=date(2024, 1, 1),
        due_on=date(2026, 1, 31),
        bounced_bills=(date(2024, 2, 29), date(2024, 3, 5)),
        supply_stopped_on=date(2024, 2, 1),
    )
    change = next_change(item, rules=FIELD_DEFAULT, as_of=date(2024, 6, 1))
    assert change == NextChange(date(2025, 3, 1), ReceivableClass.UNCOLLECTED)
