"""The class of one item, told as stories a bookkeeper can check by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import (
    Classification,
    ItemSnapshot,
    OverrideError,
    OverrideInForce,
    classify,
)
from invoices.domain.extensions import Extension, PlanFreeze
from invoices.domain.facts import FACT_FLOORS, ClassFact, FactKind
from invoices.domain.movements import Movement, MovementKind
from invoices.domain.policy import FIELD_DEFAULT, PRESETS

# Invoice of 1 January, net 30: due 31 January, final collection date 10 February,
# expedited from 11 February, quasi-bad from 2 May, bad from 1 February of the next year.
INVOICE = ItemSnapshot(
    amount=Decimal("10000.00"),
    issued_on=date(2026, 1, 1),
    due_on=date(2026, 1, 31),
    term_days=30,
)
NOT_DUE, GRACE = date(2026, 1, 15), date(2026, 2, 5)
EXPEDITED, QUASI_BAD, BAD = date(2026, 2, 20), date(2026, 5, 10), date(2027, 3, 1)


def found(
    as_of: date, *, policy: str = "field-default", **changes: Any
) -> Classification:
    return classify(replace(INVOICE, **changes), rules=PRESETS[policy], as_of=as_of)


def verdict(as_of: date, **changes: Any) -> tuple[str, str]:
    answer = found(as_of, **changes)
    return answer.cls.value, answer.decided_by


def fact(name: str, on: date, until: date | None = None) -> ClassFact:
    return ClassFact(FactKind(name), on, until)


def override(cls: str, on: date, until: date | None) -> OverrideInForce:
    return OverrideInForce(ReceivableClass(cls), on, until)


@pytest.mark.parametrize(
    ("day", "cls"),
    [
        (NOT_DUE, "UNCOLLECTED"),
        (GRACE, "UNCOLLECTED"),
        (EXPEDITED, "EXPEDITED"),
        (QUASI_BAD, "QUASI_BAD"),
        (BAD, "BAD"),
    ],
)
def test_by_age_alone(day: date, cls: str) -> None:
    assert verdict(day) == (cls, "age")


def test_settled_beats_everything() -> None:
    paid = Movement(MovementKind.PAYMENT, date(2026, 2, 1), Decimal("10000.00"))
    answer = found(
        BAD,
        movements=(paid,),
        facts=(fact("bankruptcy_closed", NOT_DUE),),
        override=override("BAD", BAD, None),
        limitation_last_day=NOT_DUE,
    )
    assert (answer.cls, answer.decided_by, answer.stage) == (
        "SETTLED",
        "settled",
        "closed",
    )
    assert answer.days_past_due == (BAD - date(2026, 1, 31)).days


def test_overpaid_is_settled_and_a_cent_is_not() -> None:
    too_much = Movement(MovementKind.PAYMENT, GRACE, Decimal("10000.01"))
    too_little = Movement(MovementKind.PAYMENT, GRACE, Decimal("9999.99"))
    assert verdict(GRACE, movements=(too_much,)) == ("SETTLED", "settled")
    assert verdict(GRACE, movements=(too_little,)) == ("UNCOLLECTED", "age")


def test_without_a_due_date_it_is_uncollected_and_not_due() -> None:
    answer = found(BAD, due_on=None)
    assert (answer.cls, answer.decided_by, answer.stage) == (
        "UNCOLLECTED",
        "age",
        "not_due",
    )
    assert (answer.due_on, answer.final_on, answer.days_past_due) == (None, None, None)
    insolvent = (fact("insolvency_signs", NOT_DUE),)
    assert verdict(BAD, due_on=None, facts=insolvent) == (
        "QUASI_BAD",
        "fact:insolvency_signs",
    )


@pytest.mark.parametrize("kind", FactKind)
def test_each_fact_forces_its_class_on_an_item_not_due(kind: FactKind) -> None:
    stated = (ClassFact(kind, NOT_DUE),)
    assert verdict(NOT_DUE, facts=stated) == (
        FACT_FLOORS[kind].value,
        f"fact:{kind.value}",
    )


def test_a_fact_holds_from_its_first_day_until_the_day_it_ends() -> None:
    stated = (fact("enforcement_suspended", date(2026, 2, 1), date(2026, 2, 10)),)
    assert verdict(date(2026, 1, 31), facts=stated) == ("UNCOLLECTED", "age")
    assert verdict(date(2026, 2, 1), facts=stated) == (
        "BAD",
        "fact:enforcement_suspended",
    )
    assert verdict(date(2026, 2, 9), facts=stated) == (
        "BAD",
        "fact:enforcement_suspended",
    )
    assert verdict(date(2026, 2, 10), facts=stated) == ("UNCOLLECTED", "age")


def test_a_fact_no_worse_than_the_age_decides_nothing() -> None:
    assert verdict(QUASI_BAD, facts=(fact("insolvency_signs", NOT_DUE),)) == (
        "QUASI_BAD",
        "age",
    )
    assert verdict(BAD, facts=(fact("insolvency_signs", NOT_DUE),)) == ("BAD", "age")


def test_of_several_facts_the_worst_then_the_earliest_then_by_name() -> None:
    worst = (
        fact("bankruptcy_declared", NOT_DUE),
        fact("certified_uncollectable", GRACE),
    )
    assert verdict(GRACE, facts=worst) == ("DEAD", "fact:certified_uncollectable")
    earliest = (fact("bankruptcy_accepted", GRACE), fact("insolvency_signs", NOT_DUE))
    assert verdict(GRACE, facts=earliest) == ("QUASI_BAD", "fact:insolvency_signs")
    same_day = (fact("insolvency_signs", NOT_DUE), fact("bankruptcy_accepted", NOT_DUE))
    assert verdict(GRACE, facts=same_day) == ("QUASI_BAD", "fact:bankruptcy_accepted")


def test_an_ended_fact_leaves_the_choice_to_the_others() -> None:
    stated = (
        fact("bankruptcy_declared", NOT_DUE, date(2026, 2, 1)),
        fact("insolvency_signs", GRACE),
    )
    assert verdict(GRACE, facts=stated) == ("QUASI_BAD", "fact:insolvency_signs")


@pytest.mark.parametrize(
    ("policy", "cls"), [("field-default", "DEAD"), ("limitation-bad", "BAD")]
)
def test_limitation_forces_what_the_policy_says_from_the_day_after(
    policy: str, cls: str
) -> None:
    last = GRACE
    assert verdict(last, policy=policy, limitation_last_day=last) == (
        "UNCOLLECTED",
        "age",
    )
    next_day = last + timedelta(days=1)
    expected = (cls, "fact:limitation_expired")
    assert verdict(next_day, policy=policy, limitation_last_day=last) == expected


def test_limitation_that_forces_bad_decides_nothing_on_an_item_already_bad() -> None:
    answer = verdict(BAD, policy="limitation-bad", limitation_last_day=EXPEDITED)
    assert answer == ("BAD", "age")


BOUNCED = (date(2026, 1, 2), date(2026, 1, 3))


def test_two_bounces_and_thirty_days_without_supply() -> None:
    given = {"bounced_bills": BOUNCED, "supply_stopped_on": date(2026, 1, 5)}
    assert verdict(date(2026, 2, 3), **given) == ("UNCOLLECTED", "age")
    name = "fact:repeated_bounce_and_supply_stopped"
    assert verdict(date(2026, 2, 4), **given) == ("QUASI_BAD", name)


@pytest.mark.parametrize("bounces", [(), BOUNCED[:1], (BOUNCED[0], date(2026, 2, 6))])
def test_fewer_than_two_bounces_so_far_are_not_enough(
    bounces: tuple[date, ...],
) -> None:
    answer = verdict(GRACE, bounced_bills=bounces, supply_stopped_on=date(2025, 12, 1))
    assert answer == ("UNCOLLECTED", "age")


def test_a_bounce_is_forgotten_after_twelve_months() -> None:
    given = {
        "bounced_bills": (date(2025, 2, 5), date(2026, 1, 3)),
        "supply_stopped_on": date(2025, 12, 1),
    }
    assert verdict(date(2026, 2, 4), **given)[0] == "QUASI_BAD"
    assert verdict(date(2026, 2, 5), **given) == ("UNCOLLECTED", "age")


def test_a_bounce_on_the_day_itself_counts() -> None:
    bounces = (BOUNCED[0], GRACE)
    given = {"bounced_bills": bounces, "supply_stopped_on": date(2025, 12, 1)}
    assert verdict(GRACE, **given)[0] == "QUASI_BAD"


def test_expedited_by_age_and_thirty_days_without_supply() -> None:
    name = "fact:unresolved_and_supply_stopped"
    assert verdict(date(2026, 3, 16), supply_stopped_on=date(2026, 2, 15)) == (
        "EXPEDITED",
        "age",
    )
    assert verdict(date(2026, 3, 17), supply_stopped_on=date(2026, 2, 15)) == (
        "QUASI_BAD",
        name,
    )
    # Supply may have stopped long before; the age decides then.
    assert verdict(date(2026, 2, 10), supply_stopped_on=date(2026, 1, 1)) == (
        "UNCOLLECTED",
        "age",
    )
    assert verdict(date(2026, 2, 11), supply_stopped_on=date(2026, 1, 1)) == (
        "QUASI_BAD",
        name,
    )


def test_supply_fact_looks_at_the_age_before_plan_and_override() -> None:
    name = "fact:unresolved_and_supply_stopped"
    stopped = {"supply_stopped_on": date(2026, 1, 1)}
    assert verdict(EXPEDITED, plan=PlanFreeze(GRACE), **stopped) == ("QUASI_BAD", name)
    lowered = override("UNCOLLECTED", EXPEDITED, None)
    assert verdict(EXPEDITED, override=lowered, **stopped) == ("QUASI_BAD", name)


def test_both_supply_facts_are_named_by_the_bounces() -> None:
    answer = verdict(
        EXPEDITED, bounced_bills=BOUNCED, supply_stopped_on=date(2026, 1, 4)
    )
    assert answer == ("QUASI_BAD", "fact:repeated_bounce_and_supply_stopped")


def test_a_supply_fact_dates_back_to_the_day_supply_stopped() -> None:
    given = {"bounced_bills": BOUNCED, "supply_stopped_on": date(2026, 1, 4)}
    same_day, day_before = date(2026, 1, 4), date(2026, 1, 3)
    derived = "fact:repeated_bounce_and_supply_stopped"
    stated = (fact("bankruptcy_accepted", same_day),)
    assert verdict(EXPEDITED, facts=stated, **given)[1] == derived
    stated = (fact("bankruptcy_accepted", day_before),)
    assert verdict(EXPEDITED, facts=stated, **given)[1] == "fact:bankruptcy_accepted"


def test_limitation_dates_back_to_its_last_day() -> None:
    stated = (fact("certified_uncollectable", GRACE),)
    answer = verdict(
        EXPEDITED, facts=stated, limitation_last_day=GRACE - timedelta(days=1)
    )
    assert answer == ("DEAD", "fact:limitation_expired")
    answer = verdict(EXPEDITED, facts=stated, limitation_last_day=GRACE)
    assert answer == ("DEAD", "fact:certified_uncollectable")


@pytest.mark.parametrize(
    "cls", ["UNCOLLECTED", "EXPEDITED", "QUASI_BAD", "BAD", "DEAD"]
)
def test_an_override_in_force_decides_even_where_it_changes_nothing(cls: str) -> None:
    given = override(cls, date(2026, 5, 1), date(2026, 6, 1))
    assert verdict(QUASI_BAD, override=given) == (cls, "override")


def test_an_override_ends_on_its_until_day() -> None:
    given = override("EXPEDITED", date(2026, 5, 5), date(2026, 5, 20))
    assert verdict(date(2026, 5, 4), override=given) == ("QUASI_BAD", "age")
    assert verdict(date(2026, 5, 5), override=given) == ("EXPEDITED", "override")
    assert verdict(date(2026, 5, 19), override=given) == ("EXPEDITED", "override")
    assert verdict(date(2026, 5, 20), override=given) == ("QUASI_BAD", "age")


@pytest.mark.parametrize("until", [None, date(2026, 12, 31)])
def test_an_override_never_outlives_ninety_days(until: date | None) -> None:
    given = override("EXPEDITED", date(2026, 5, 5), until)
    assert verdict(date(2026, 8, 2), override=given) == ("EXPEDITED", "override")
    assert verdict(date(2026, 8, 3), override=given) == ("QUASI_BAD", "age")


def test_an_override_cannot_settle() -> None:
    with pytest.raises(OverrideError):
        override("SETTLED", GRACE, None)


def test_an_override_never_goes_below_a_fact_and_keeps_its_name_at_the_same_class() -> (
    None
):
    insolvent = (fact("insolvency_signs", NOT_DUE),)
    lowered = override("EXPEDITED", QUASI_BAD, None)
    assert verdict(QUASI_BAD, override=lowered, facts=insolvent) == (
        "QUASI_BAD",
        "fact:insolvency_signs",
    )
    equal = override("QUASI_BAD", QUASI_BAD, None)
    assert verdict(QUASI_BAD, override=equal, facts=insolvent) == (
        "QUASI_BAD",
        "override",
    )
    raised = override("BAD", QUASI_BAD, None)
    assert verdict(QUASI_BAD, override=raised, facts=insolvent) == ("BAD", "override")


def test_a_plan_holds_the_class_it_found() -> None:
    plan = PlanFreeze(start_on=GRACE)
    assert verdict(GRACE, plan=plan) == ("UNCOLLECTED", "age")
    assert verdict(BAD, plan=plan) == ("UNCOLLECTED", "plan_freeze")
    assert verdict(EXPEDITED, plan=PlanFreeze(EXPEDITED)) == ("EXPEDITED", "age")
    assert verdict(QUASI_BAD, plan=PlanFreeze(EXPEDITED)) == (
        "EXPEDITED",
        "plan_freeze",
    )


def test_a_plan_works_from_its_start_to_the_day_it_is_missed() -> None:
    plan = PlanFreeze(start_on=date(2026, 2, 11), missed_on=date(2026, 6, 20))
    assert verdict(date(2026, 6, 19), plan=plan) == ("EXPEDITED", "plan_freeze")
    assert verdict(date(2026, 6, 20), plan=plan) == ("QUASI_BAD", "age")
    assert verdict(QUASI_BAD, plan=PlanFreeze(BAD)) == ("QUASI_BAD", "age")


def test_a_plan_that_changes_nothing_is_not_named_and_a_fact_breaks_through() -> None:
    insolvent = (fact("bankruptcy_declared", EXPEDITED),)
    answer = verdict(QUASI_BAD, plan=PlanFreeze(EXPEDITED), facts=insolvent)
    assert answer == ("BAD", "fact:bankruptcy_declared")
    same = (fact("insolvency_signs", EXPEDITED),)
    answer = verdict(QUASI_BAD, plan=PlanFreeze(EXPEDITED), facts=same)
    assert answer == ("QUASI_BAD", "fact:insolvency_signs")


def test_an_override_wins_over_a_plan() -> None:
    given = override("BAD", QUASI_BAD, None)
    assert verdict(QUASI_BAD, plan=PlanFreeze(GRACE), override=given) == (
        "BAD",
        "override",
    )


def test_an_extension_in_time_moves_the_due_date_but_not_the_grace() -> None:
    longer = Extension(date(2026, 6, 30), date(2026, 1, 31))
    answer = found(date(2026, 7, 10), extensions=(longer,))
    assert (answer.due_on, answer.final_on) == (date(2026, 6, 30), date(2026, 7, 10))
    assert (answer.grace_days, answer.term_days, answer.days_past_due) == (10, 30, 10)
    assert (answer.cls, answer.stage) == ("UNCOLLECTED", "in_grace")


def test_a_late_extension_freezes_until_its_date_has_passed_and_never_improves() -> (
    None
):
    late = (Extension(date(2026, 2, 20), date(2026, 2, 5)),)
    assert verdict(date(2026, 2, 22), extensions=late) == ("UNCOLLECTED", "plan_freeze")
    assert verdict(date(2026, 2, 23), extensions=late) == ("EXPEDITED", "age")
    assert found(date(2026, 2, 22), extensions=late).due_on == date(2026, 1, 31)
    too_late = (Extension(date(2026, 3, 20), date(2026, 2, 15)),)
    assert verdict(EXPEDITED, extensions=too_late) == ("EXPEDITED", "age")


def test_an_unapproved_extension_is_ignored() -> None:
    asked = (Extension(date(2026, 2, 20), None),)
    assert verdict(date(2026, 2, 11), extensions=asked) == ("EXPEDITED", "age")


def test_no_extension_moves_a_bill() -> None:
    extended = (Extension(date(2026, 6, 30), date(2026, 1, 15)),)
    answer = found(date(2026, 2, 1), no_grace=True, term_days=0, extensions=extended)
    assert (answer.cls, answer.due_on, answer.grace_days) == (
        "EXPEDITED",
        date(2026, 1, 31),
        0,
    )


def test_a_reversed_payment_brings_back_the_old_age() -> None:
    paid = Movement(MovementKind.PAYMENT, GRACE, INVOICE.amount)
    back = Movement(MovementKind.REVERSAL, QUASI_BAD, INVOICE.amount)
    assert verdict(EXPEDITED, movements=(paid, back)) == ("SETTLED", "settled")
    assert verdict(QUASI_BAD, movements=(paid, back)) == ("QUASI_BAD", "age")


def test_the_strict_policy_may_be_expedited_within_grace() -> None:
    answer = found(date(2026, 2, 1), policy="strict-one-third")
    assert (answer.cls, answer.stage) == ("EXPEDITED", "in_grace")


def test_bounces_needed_and_days_without_supply_are_the_policys() -> None:
    harsh = replace(FIELD_DEFAULT, bounced_bills_min=1, supply_stopped_days=0)
    item = replace(INVOICE, bounced_bills=(NOT_DUE,), supply_stopped_on=NOT_DUE)
    assert classify(item, rules=harsh, as_of=NOT_DUE).cls is ReceivableClass.QUASI_BAD
    assert (
        classify(item, rules=FIELD_DEFAULT, as_of=NOT_DUE).cls
        is ReceivableClass.UNCOLLECTED
    )
