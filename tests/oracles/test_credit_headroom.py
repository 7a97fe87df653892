"""What is left of a credit line, against every such case of the metrics file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from invoices.domain.exposure import Exposure, headroom
from tests.oracles.case_files import load

KNOWN_KEYS = {
    "limit",
    "open_items",
    "bills_open",
    "unbilled",
    "open_orders",
    "unapplied_cash",
}
CASES = [
    case
    for case in load("metrics.json")["cases"]
    if case["metric"] == "credit_headroom"
]


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_headroom_of_the_case(case: dict[str, Any]) -> None:
    assert answered(case["input"]) == case["expected"], case["reason"]


def test_nothing_outside_the_vocabulary_is_swallowed() -> None:
    with pytest.raises(ValueError, match="mood"):
        answered(CASES[0]["input"] | {"mood": "bad"})


def answered(given: Mapping[str, Any]) -> str:
    """The headroom with two decimals; an absent amount is none."""
    if unknown := set(given) - KNOWN_KEYS:
        raise ValueError(f"The case speaks of {sorted(unknown)}, which no rule knows.")
    parts = {
        name: Decimal(given[name] or 0)
        for name in KNOWN_KEYS - {"limit"}
        if name in given
    }
    left = headroom(line=Decimal(given["limit"]), exposure=Exposure(**parts))
    return f"{left:.2f}"
