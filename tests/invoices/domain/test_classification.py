"""The class of one item, told as stories a bookkeeper can check by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import OverrideError, classify
from invoices.domain.extensions import Extension, PlanFreeze
from invoices.domain.movements import Movement, MovementKind
from invoices.domain.policy import FIELD_DEFAULT
from tests.invoices.domain.january_invoice import (
    BAD,
    EXPEDITED,
    GRACE,
    INVOICE,
    NOT_DUE,
    QUASI_BAD,
    fact,
    found,
    override,
    verdict,
)


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
    assert found(GRACE, movements=(too_little,)).stage == "in_grace"


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


def test_supply_fact_looks_at_the_age_before_plan_and_override() -> None:
    name = "fact:unresolved_and_supply_stopped"
    stopped = {"supply_stopped_on": date(2026, 1, 1)}
    assert verdict(EXPEDITED, plan=PlanFreeze(GRACE), **stopped) == ("QUASI_BAD", name)
    lowered = override("UNCOLLECTED", EXPEDITED, None)
    assert verdict(EXPEDITED, override=lowered, **stopped) == ("QUASI_BAD", name)


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
