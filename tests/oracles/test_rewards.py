"""Commission, points and days to pay against the case files of metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from collection.domain.commission import WHOLE_BP, Receipt, commission_on_cash
from collection.domain.points import points_for
from invoices.domain.payment_days import weighted_days
from tests.oracles.case_files import load

Given = Mapping[str, Any]
PERCENT_BP = 100


def _bp(text: str, *, of: int) -> int:
    """A percentage or factor as whole basis points; ValueError where it is finer."""
    exact = Decimal(text) * of
    if exact != int(exact):
        raise ValueError(f"{text} is finer than a basis point.")
    return int(exact)


def _commission(given: Given) -> str:
    rate_bp = _bp(given["rate_percent"], of=PERCENT_BP)
    receipts = [
        Receipt(
            amount=Decimal(amount),
            rate_bp=rate_bp,
            share_bp=_bp(given["factors"][cls], of=WHOLE_BP),
        )
        for amount, cls in given["receipts"]
    ]
    return f"{commission_on_cash(receipts, currency='CNY'):.2f}"


def _points(given: Given) -> int:
    return points_for(Decimal(given["amount"]), days_past_due=given["days_past_due"])


def _days(given: Given) -> str | None:
    found = weighted_days((Decimal(amount), days) for amount, days in given["rows"])
    return None if found is None else str(found)


RULES: dict[str, tuple[set[str], Callable[[Given], Any]]] = {
    "commission_on_cash": ({"factors", "rate_percent", "receipts"}, _commission),
    "incentive_points": ({"amount", "days_past_due"}, _points),
    "days_beyond_terms": ({"rows"}, _days),
    "weighted_days_to_pay": ({"rows"}, _days),
}
CASES = [one for one in load("metrics.json")["cases"] if one["metric"] in RULES]


def answered(metric: str, given: Given) -> Any:
    """The rule's answer; a key that no rule knows raises ValueError."""
    keys, rule = RULES[metric]
    if unknown := set(given) - keys:
        raise ValueError(f"The case speaks of {sorted(unknown)}, which no rule knows.")
    return rule(given)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_case_is_answered(case: dict[str, Any]) -> None:
    assert answered(case["metric"], case["input"]) == case["expected"], case["reason"]


def test_every_metric_has_a_case() -> None:
    assert {case["metric"] for case in CASES} == set(RULES)


def test_nothing_outside_the_vocabulary_is_swallowed() -> None:
    with pytest.raises(ValueError, match="mood"):
        answered("incentive_points", {"amount": "1", "mood": "bad"})


def test_nothing_paid_has_no_days() -> None:
    assert answered("days_beyond_terms", {"rows": []}) is None
