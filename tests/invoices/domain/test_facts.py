"""Facts that force a class: their days, their order, and those that follow from dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from invoices.domain.facts import FACT_FLOORS, ClassFact, FactKind
from tests.invoices.domain.january_invoice import (
    BAD,
    EXPEDITED,
    GRACE,
    NOT_DUE,
    QUASI_BAD,
    fact,
    verdict,
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


def test_a_supply_fact_comes_before_a_stated_one_of_the_same_date() -> None:
    stopped = date(2026, 1, 4)
    stated = (fact("bankruptcy_accepted", stopped),)
    answer = verdict(EXPEDITED, facts=stated, supply_stopped_on=stopped)
    assert answer == ("QUASI_BAD", "fact:unresolved_and_supply_stopped")


def test_limitation_dates_back_to_its_last_day() -> None:
    stated = (fact("certified_uncollectable", GRACE),)
    answer = verdict(
        EXPEDITED, facts=stated, limitation_last_day=GRACE - timedelta(days=1)
    )
    assert answer == ("DEAD", "fact:limitation_expired")
    answer = verdict(EXPEDITED, facts=stated, limitation_last_day=GRACE)
    assert answer == ("DEAD", "fact:certified_uncollectable")
