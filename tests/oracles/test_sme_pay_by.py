"""The legal latest pay date of large and public buyers against the cases of legal.json."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from invoices.domain.sme_pay_by import Buyer, legal_pay_by
from tests.oracles.case_files import load

KNOWN_KEYS = {"agreed_days", "buyer", "start"}
CASES = [one for one in load("legal.json")["cases"] if one["kind"] == "sme_pay_by"]


def answered(given: Mapping[str, Any]) -> dict[str, Any]:
    """The rule's answer in the words of a case; an unknown key raises ValueError."""
    if unknown := set(given) - KNOWN_KEYS:
        raise ValueError(f"The case speaks of {sorted(unknown)}, which no rule knows.")
    found = legal_pay_by(
        buyer=Buyer(given["buyer"]),
        start=date.fromisoformat(given["start"]),
        agreed_days=given.get("agreed_days"),
    )
    return {
        "pay_by": found.on.isoformat(),
        "days": found.days,
        "capped": found.capped,
    }


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_case_is_answered(case: dict[str, Any]) -> None:
    expected = case["expected"]
    answer = answered(case["input"])
    assert {key: answer[key] for key in expected} == expected, case["reason"]


@pytest.mark.parametrize(
    ("buyer", "agreed", "days", "capped"),
    [
        ("public", None, 30, False),
        ("public", 60, 60, False),
        ("public", 61, 60, True),
        ("public", 10, 10, False),
        ("large", 90, 90, False),
        ("large", 30, 30, False),
    ],
)
def test_a_public_buyer_is_capped_a_large_one_is_not(
    buyer: str, agreed: int | None, days: int, capped: bool
) -> None:
    given = {"buyer": buyer, "start": "2026-03-02"}
    if agreed is not None:
        given["agreed_days"] = agreed  # type: ignore[assignment]
    answer = answered(given)
    assert (answer["days"], answer["capped"]) == (days, capped)


def test_nothing_outside_the_vocabulary_is_swallowed() -> None:
    with pytest.raises(ValueError, match="mood"):
        answered({"buyer": "public", "start": "2026-03-02", "mood": "bad"})
