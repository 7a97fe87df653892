"""Class by age: dates against a direct count of days, and the boundaries by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.aging import age_bounds, age_dates, next_age_change, stage_on
from invoices.domain.classes import ReceivableClass, Stage
from invoices.domain.policy import FIELD_DEFAULT, PRESETS, AfterDue, PolicyRules
from tests.invoices.domain.strategies import DAYS, TERMS, policies

DUE = date(2026, 1, 31)


def class_by_counting(
    rules: PolicyRules, *, term: int, past_due: int
) -> ReceivableClass:
    """Domain rule 3.1.7 word for word, in days past due."""
    stored = rules.to_dict()
    grace = max(term * rules.grace_num // rules.grace_den, rules.grace_min_days)
    if rules.grace_max_days is not None:
        grace = min(grace, rules.grace_max_days)
    b0 = {"final": grace, "due": 0}[stored["expedited_after"]]
    quasi, bad = stored["quasi_after"], stored["bad_after"]
    if "final_plus" in quasi:
        b1 = grace + quasi["final_plus"]
    else:
        b1 = max(quasi["due_plus"], b0 + quasi["min_width"])
    b2 = max(bad["due_plus"], b1 + bad["min_width"])
    dead = rules.dead_after_days
    if dead is not None and past_due > dead:
        return ReceivableClass.DEAD
    if past_due > b2:
        return ReceivableClass.BAD
    if past_due > b1:
        return ReceivableClass.QUASI_BAD
    return ReceivableClass.EXPEDITED if past_due > b0 else ReceivableClass.UNCOLLECTED


@given(policies(), TERMS, st.integers(-400, 1500))
def test_dates_say_what_counting_days_says(
    rules: PolicyRules, term: int, past_due: int
) -> None:
    dates = age_dates(rules, due_on=DUE, term_days=term)
    found = dates.class_on(DUE + timedelta(days=past_due))
    assert found is class_by_counting(rules, term=term, past_due=past_due)


@given(policies(), TERMS, DAYS, DAYS)
def test_age_never_gets_better(
    rules: PolicyRules, term: int, one: date, other: date
) -> None:
    dates = age_dates(rules, due_on=DUE, term_days=term)
    early, late = sorted((one, other))
    assert dates.class_on(early).severity <= dates.class_on(late).severity


@given(policies(), TERMS, DAYS)
def test_the_next_change_is_the_first_day_with_a_worse_class(
    rules: PolicyRules, term: int, after: date
) -> None:
    dates = age_dates(rules, due_on=DUE, term_days=term)
    change = next_age_change(dates, after=after)
    if change is None:
        assert dates.class_on(date.max) is dates.class_on(after)
        return
    assert change > after
    assert dates.class_on(change - timedelta(days=1)) is dates.class_on(after)
    assert dates.class_on(change).severity > dates.class_on(after).severity


@pytest.mark.parametrize(
    ("policy", "term", "past_due", "cls"),
    [
        ("field-default", 30, 10, "UNCOLLECTED"),
        ("field-default", 30, 11, "EXPEDITED"),
        ("field-default", 30, 90, "EXPEDITED"),
        ("field-default", 30, 91, "QUASI_BAD"),
        ("field-default", 30, 365, "QUASI_BAD"),
        ("field-default", 30, 366, "BAD"),
        ("field-default", 30, 5000, "BAD"),
        # A term of 180 days gives grace 60, and 60 + 30 is 90: both rules agree.
        ("field-default", 180, 90, "EXPEDITED"),
        ("field-default", 183, 91, "EXPEDITED"),
        ("field-default", 183, 92, "QUASI_BAD"),
        # A term of 1,095 days: 365 + 30 = 395, and bad only 90 days after that.
        ("field-default", 1095, 395, "EXPEDITED"),
        ("field-default", 1095, 396, "QUASI_BAD"),
        ("field-default", 1095, 485, "QUASI_BAD"),
        ("field-default", 1095, 486, "BAD"),
        ("strict-one-third", 30, 0, "UNCOLLECTED"),
        ("strict-one-third", 30, 1, "EXPEDITED"),
        ("strict-one-third", 30, 10, "EXPEDITED"),
        ("strict-one-third", 30, 11, "QUASI_BAD"),
        ("strict-one-third", 30, 180, "QUASI_BAD"),
        ("strict-one-third", 30, 181, "BAD"),
        ("strict-one-third", 0, 0, "UNCOLLECTED"),
        ("strict-one-third", 0, 1, "QUASI_BAD"),
        # Grace 100 plus 90 is later than 180.
        ("strict-one-third", 300, 190, "QUASI_BAD"),
        ("strict-one-third", 300, 191, "BAD"),
        ("tax-three-years", 30, 1095, "BAD"),
        ("tax-three-years", 30, 1096, "DEAD"),
        ("min-grace-3", 0, 3, "UNCOLLECTED"),
        ("min-grace-3", 0, 4, "EXPEDITED"),
        ("max-grace-30", 180, 30, "UNCOLLECTED"),
        ("max-grace-30", 180, 31, "EXPEDITED"),
    ],
)
def test_boundaries(policy: str, term: int, past_due: int, cls: str) -> None:
    dates = age_dates(PRESETS[policy], due_on=DUE, term_days=term)
    assert dates.class_on(DUE + timedelta(days=past_due)) == cls


def test_the_dates_of_an_ordinary_invoice() -> None:
    dates = age_dates(PRESETS["tax-three-years"], due_on=DUE, term_days=30)
    assert dates.final_on == date(2026, 2, 10)
    assert dates.expedited_from == date(2026, 2, 11)
    assert dates.quasi_from == date(2026, 5, 2)
    assert dates.bad_from == date(2027, 2, 1)
    assert dates.dead_from == date(2029, 1, 31)


def test_without_a_policy_for_it_age_never_kills() -> None:
    assert age_dates(FIELD_DEFAULT, due_on=DUE, term_days=30).dead_from is None


def test_dead_before_bad_is_dead_at_once_and_stays() -> None:
    rules = replace(FIELD_DEFAULT, dead_after_days=100)
    dates = age_dates(rules, due_on=DUE, term_days=30)
    assert dates.dead_from is not None
    assert dates.dead_from < dates.bad_from
    assert dates.class_on(dates.dead_from) is ReceivableClass.DEAD
    assert dates.class_on(dates.bad_from) is ReceivableClass.DEAD
    assert next_age_change(dates, after=dates.dead_from) is None


def test_a_bill_has_no_grace_even_under_a_minimum() -> None:
    assert (
        age_bounds(PRESETS["min-grace-3"], term_days=0, no_grace=True).grace_days == 0
    )
    dates = age_dates(PRESETS["min-grace-3"], due_on=DUE, term_days=0, no_grace=True)
    assert dates.final_on == DUE
    assert dates.class_on(DUE + timedelta(days=1)) is ReceivableClass.EXPEDITED


def test_a_due_date_at_the_end_of_the_calendar_is_no_accident() -> None:
    dates = age_dates(FIELD_DEFAULT, due_on=date.max, term_days=30)
    assert dates.class_on(DUE) is ReceivableClass.UNCOLLECTED


def test_a_class_may_have_no_width() -> None:
    rules = replace(FIELD_DEFAULT, quasi_after=AfterDue(0, 0), bad_after=AfterDue(0, 0))
    dates = age_dates(rules, due_on=DUE, term_days=30)
    assert dates.expedited_from == dates.quasi_from == dates.bad_from
    assert dates.class_on(dates.bad_from) is ReceivableClass.BAD
    assert next_age_change(dates, after=DUE) == dates.bad_from


@pytest.mark.parametrize(
    ("past_due", "stage"),
    [
        (-1, "not_due"),
        (0, "not_due"),
        (1, "in_grace"),
        (10, "in_grace"),
        (11, "past_final"),
    ],
)
def test_stages(past_due: int, stage: str) -> None:
    day, final_on = DUE + timedelta(days=past_due), DUE + timedelta(days=10)
    assert stage_on(day, due_on=DUE, final_on=final_on, is_open=True) == stage
    assert stage_on(day, due_on=DUE, final_on=final_on, is_open=False) is Stage.CLOSED


def test_without_a_due_date_nothing_is_due() -> None:
    assert stage_on(DUE, due_on=None, final_on=None, is_open=True) is Stage.NOT_DUE
    assert stage_on(DUE, due_on=None, final_on=None, is_open=False) is Stage.CLOSED


@pytest.mark.parametrize("cls", ReceivableClass)
def test_severity_reads_back(cls: ReceivableClass) -> None:
    assert ReceivableClass.from_severity(cls.severity) is cls


@pytest.mark.parametrize("severity", [-1, 6])
def test_a_severity_outside_the_scale_is_refused(severity: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 5"):
        ReceivableClass.from_severity(severity)
