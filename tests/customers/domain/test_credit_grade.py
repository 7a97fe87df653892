"""Credit grades as a credit clerk would work them out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.domain.credit_grade import (
    Grade,
    QueuePosition,
    Rating,
    ReviewFacts,
    Severity,
    grade_of,
    line_cap,
    period_cap,
    propose,
)

YUAN = Decimal(1)
# Pays on the day, uses a third of his line, six years, buys monthly, sound books.
BEST = ReviewFacts(
    days_beyond_terms=Decimal("-1.5"),
    promise_rate=Decimal(100),
    exposure=Decimal(100_000),
    line=Decimal(300_000),
    years=6,
    months_bought=12,
    purchases=Decimal(1_200_000),
    rating=Rating.SOUND,
    has_contract=True,
    security=Decimal(50_000),
)
NEW = ReviewFacts()
facts = st.builds(
    ReviewFacts,
    days_beyond_terms=st.none() | st.decimals(-100, 400, places=1),
    promise_rate=st.none() | st.decimals(0, 100, places=1),
    exposure=st.decimals(-(10**6), 10**8, places=2),
    line=st.decimals(0, 10**8, places=2),
    years=st.integers(0, 60),
    months_bought=st.integers(0, 12),
    purchases=st.decimals(0, 10**9, places=2),
    rating=st.sampled_from(Rating),
    signals=st.lists(st.sampled_from(Severity), max_size=6).map(tuple),
    has_contract=st.booleans(),
    security=st.decimals(0, 10**8, places=2),
)


def points(given: ReviewFacts) -> dict[str, int]:
    return {part.name: part.points for part in propose(given, unit=YUAN).parts}


def test_the_best_customer_gets_every_point():
    found = propose(BEST, unit=YUAN)
    assert found.score == 100
    assert (found.grade, found.period_days) == (Grade.A, 60)
    # Two months of 100,000 each.
    assert found.line == 200_000


def test_of_a_new_customer_little_is_known():
    found = propose(NEW, unit=YUAN)
    assert points(NEW) == {
        "payment": 0,
        "exposure": 15,
        "trade": 0,
        "financial": 10,
        "security": 0,
    }
    assert (found.grade, found.line, found.period_days) == (Grade.D, 0, 0)


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (100, "A"),
        (85, "A"),
        (84, "B"),
        (70, "B"),
        (69, "C"),
        (50, "C"),
        (49, "D"),
        (0, "D"),
    ],
)
def test_where_the_grades_begin(score, grade):
    assert grade_of(score) == grade


def test_line_and_period_of_each_grade():
    caps = {
        grade: (line_cap(grade, Decimal(100_000), unit=YUAN), period_cap(grade))
        for grade in Grade
    }
    assert caps == {
        "A": (200_000, 60),
        "B": (150_000, 45),
        "C": (75_000, 30),
        "D": (0, 0),
    }


def test_a_line_is_rounded_down():
    assert line_cap(Grade.C, Decimal("333.33"), unit=YUAN) == 249
    assert line_cap(Grade.C, Decimal("333.33"), unit=Decimal("0.01")) == Decimal(
        "249.99"
    )


def test_thirty_days_late_costs_half_of_the_payment_part():
    late = replace(BEST, days_beyond_terms=Decimal(30), promise_rate=None)
    assert points(late)["payment"] == 20
    assert points(replace(late, days_beyond_terms=Decimal(60)))["payment"] == 0
    # With promises a quarter of the part speaks of them: 15 + 5.
    assert points(replace(late, promise_rate=Decimal(50)))["payment"] == 20
    assert points(replace(late, promise_rate=Decimal(0)))["payment"] == 15


def test_a_full_line_gets_no_point_and_half_of_it_all():
    used = {
        share: points(replace(BEST, exposure=Decimal(3_000) * share))["exposure"]
        for share in (0, 50, 75, 100, 130)
    }
    assert used == {0: 15, 50: 15, 75: 8, 100: 0, 130: 0}


def test_without_a_line_a_month_and_a_half_of_purchases_is_the_measure():
    first = replace(BEST, line=Decimal(0))
    assert points(replace(first, exposure=Decimal(75_000)))["exposure"] == 15
    assert points(replace(first, exposure=Decimal(150_000)))["exposure"] == 0


def test_signals_eat_into_the_financial_part_and_never_below_the_statements():
    signed = replace(BEST, signals=(Severity.MEDIUM, Severity.HIGH))
    assert points(signed)["financial"] == 11
    assert points(replace(signed, signals=(Severity.CRITICAL,) * 3))["financial"] == 10
    assert points(replace(signed, rating=Rating.UNKNOWN))["financial"] == 1


def test_security_counts_against_half_of_the_exposure():
    assert points(replace(BEST, security=Decimal(25_000)))["security"] == 7
    assert points(replace(BEST, security=Decimal(0)))["security"] == 4


def test_the_place_in_the_payment_queue_is_a_plain_sum():
    assert QueuePosition(sales=5, profit=3, relation=4, control=2).total == 14


@given(facts)
def test_points_stay_within_each_part_and_the_whole(given_facts):
    found = propose(given_facts, unit=Decimal("0.01"))
    assert all(0 <= part.points <= part.most for part in found.parts)
    assert sum(part.most for part in found.parts) == 100
    assert found.grade == grade_of(found.score)
    assert found.line <= Decimal(2) * max(given_facts.monthly_purchases, Decimal(0))


@given(facts, st.decimals(0, 300, places=1))
def test_paying_later_never_earns_a_point(given_facts, more):
    if given_facts.days_beyond_terms is None:
        return
    later = replace(given_facts, days_beyond_terms=given_facts.days_beyond_terms + more)
    assert points(later)["payment"] <= points(given_facts)["payment"]


@given(facts, st.sampled_from(Severity))
def test_one_more_signal_never_earns_a_point(given_facts, severity):
    more = replace(given_facts, signals=(*given_facts.signals, severity))
    assert points(more)["financial"] <= points(given_facts)["financial"]
