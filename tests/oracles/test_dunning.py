"""The ladder of reminders against every case of the case file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from arcollect.core.dates import EVERY_DAY, WorkingCalendar, WorkingDays
from collection.domain.dunning import Level, item_days, planned_days
from invoices.domain.aging import age_dates
from invoices.domain.policy import PolicyRules
from invoices.domain.terms import parse_due_rule, resolve_terms
from tests.oracles.case_files import load

FILE = load("dunning.json")
POLICIES = {
    name: PolicyRules.from_dict(data)
    for name, data in load("classification.json")["policies"].items()
}
CALENDARS = load("cadence.json")["calendars"]
KNOWN_KEYS = {"calendar", "due_rule", "invoice_date", "policy"}


def calendar_named(name: str | None) -> WorkingCalendar:
    """`none` and an absent name: every day works."""
    if name in (None, "none"):
        return EVERY_DAY
    data = CALENDARS[name]
    return WorkingDays(
        weekend=frozenset(data["weekend"]),
        holidays=frozenset(map(date.fromisoformat, data["holidays"])),
        working=frozenset(map(date.fromisoformat, data["working"])),
    )


def answer(given: dict[str, Any]) -> dict[str, str | None]:
    """The rule's answer in the words of a case; an unknown key raises ValueError."""
    if unknown := set(given) - KNOWN_KEYS:
        raise ValueError(f"The case speaks of {sorted(unknown)}, which no rule knows.")
    issued_on = date.fromisoformat(given["invoice_date"])
    terms = resolve_terms(parse_due_rule(given["due_rule"]), base_on=issued_on)
    dates = age_dates(
        POLICIES[given["policy"]], due_on=terms.due_on, term_days=terms.term_days
    )
    days = item_days(
        issued_on=issued_on,
        due_on=terms.due_on,
        final_on=dates.final_on,
        expedited_from=dates.expedited_from,
        quasi_from=dates.quasi_from,
        calendar=calendar_named(given.get("calendar")),
    )
    planned = planned_days(days)
    found = {f"L{level.value}": planned[level] for level in Level}
    found |= {"due_date": terms.due_on, "final_collection_date": dates.final_on}
    return {key: day.isoformat() if day else None for key, day in found.items()}


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_every_key_of_the_expected_answer_is_given(case: dict[str, Any]) -> None:
    found = answer(case["input"])
    expected = case["expected"]
    assert {key: found[key] for key in expected} == expected, case["reason"]


def test_letters_count_from_the_settlement_date_where_it_is_later() -> None:
    """Due on Saturday 2 May 2026, in the Labour Day week: settled on the 6th."""
    found = answer(
        {
            "policy": "field-default",
            "invoice_date": "2026-04-02",
            "due_rule": {"type": "net", "days": 30},
            "calendar": "CN-2026",
        }
    )
    assert found["due_date"] == "2026-05-02"
    assert found["final_collection_date"] == "2026-05-12"
    assert found["L0"] == "2026-04-29"
    assert found["L1"] == "2026-05-07"
    assert found["L2"] is None
    assert found["L3"] == "2026-05-13"


def test_the_final_letter_waits_for_a_settlement_after_the_final_date() -> None:
    """A cash sale of Thursday 1 October: everybody is back on the 8th."""
    found = answer(
        {
            "policy": "field-default",
            "invoice_date": "2026-10-01",
            "due_rule": {"type": "net", "days": 0},
            "calendar": "CN-2026",
        }
    )
    assert found["final_collection_date"] == "2026-10-01"
    assert (found["L1"], found["L3"]) == ("2026-10-09", "2026-10-14")
