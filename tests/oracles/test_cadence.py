"""The cadence of contacts against every case of the case file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from arcollect.core.dates import EVERY_DAY, WorkingDays, net_due
from collection.domain.cadence import Cadence, IsAbsent, plan_cadence
from invoices.domain.policy import FIELD_DEFAULT
from tests.oracles.case_files import load

FILE = load("cadence.json")
KNOWN_KEYS = {
    "agreed_settlement_date",
    "calendar",
    "colleague_absent",
    "invoice_date",
    "rep_absent",
    "term_days",
}


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_every_key_of_the_expected_answer_is_given(case: dict[str, Any]) -> None:
    expected = case["expected"]
    answer = answered(case["input"])
    assert {key: answer[key] for key in expected} == expected, case["reason"]


def test_nothing_outside_the_vocabulary_is_swallowed() -> None:
    with pytest.raises(ValueError, match="mood"):
        answered(FILE["cases"][0]["input"] | {"mood": "bad"})


def test_a_weekend_of_friday_and_saturday_moves_the_settlement_to_sunday() -> None:
    given = {"invoice_date": "2026-06-03", "term_days": 30, "calendar": "fri-sat"}
    assert answered(given)["settlement_date"] == "2026-07-05"


def answered(given: Mapping[str, Any]) -> dict[str, Any]:
    """The rule's answer in the words of a case; an unknown key raises ValueError."""
    if unknown := set(given) - KNOWN_KEYS:
        raise ValueError(f"The case speaks of {sorted(unknown)}, which no rule knows.")
    issued_on = date.fromisoformat(given["invoice_date"])
    due_on = net_due(issued_on, days=given["term_days"])
    final_on = net_due(due_on, days=FIELD_DEFAULT.grace_days(given["term_days"]))
    agreed = given.get("agreed_settlement_date")
    found = plan_cadence(
        issued_on=issued_on,
        due_on=due_on,
        final_on=final_on,
        calendar=_calendar(given.get("calendar")),
        agreed_on=date.fromisoformat(agreed) if agreed else None,
        rep_absent=_absences(given.get("rep_absent")),
        stand_in_absent=_absences(given.get("colleague_absent")),
    )
    return _words(found) | {
        "due_date": due_on.isoformat(),
        "final_collection_date": final_on.isoformat(),
    }


def _calendar(name: str | None) -> WorkingDays:
    if name is None or name == "none":
        return EVERY_DAY
    table = FILE["calendars"][name]
    return WorkingDays(
        weekend=frozenset(table["weekend"]),
        holidays=frozenset(date.fromisoformat(day) for day in table["holidays"]),
        working=frozenset(date.fromisoformat(day) for day in table["working"]),
    )


def _absences(days: list[str] | None) -> IsAbsent:
    away = {date.fromisoformat(day) for day in days or ()}
    return lambda day: day in away


def _words(found: Cadence) -> dict[str, Any]:
    return {
        "settlement_date": found.settlement_on.isoformat(),
        "steps": [
            {
                "step": step.step.value,
                "date": step.on.isoformat(),
                "assignee": step.actor.value,
                "notify_customer": step.notify_customer,
            }
            for step in found.steps
        ],
        "skipped": [
            {"step": step.value, "reason": reason.value}
            for step, reason in found.skipped
        ],
        "escalate_on": found.escalate_on.isoformat(),
        "settlement_after_final": found.settlement_after_final,
    }
