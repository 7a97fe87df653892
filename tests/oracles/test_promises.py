"""The judgement of promises against every case of the case file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collection.domain.promises import (
    Judgement,
    Money,
    MoneyKind,
    PromiseTerms,
    judge,
    window_end,
)
from tests.oracles.case_files import load

FILE = load("promises.json")
KNOWN_KEYS = {
    "amount",
    "amount_tolerance",
    "as_of",
    "counts",
    "made_on",
    "partial_min_ratio",
    "payments",
    "promised_date",
    "superseded_on",
    "tolerance_days",
}


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_every_key_of_the_expected_answer_is_given(case: dict[str, Any]) -> None:
    expected = case["expected"]
    answer = answered(case["input"])
    assert {key: answer[key] for key in expected} == expected, case["reason"]


def test_nothing_outside_the_vocabulary_is_swallowed() -> None:
    with pytest.raises(ValueError, match="mood"):
        answered(FILE["cases"][0]["input"] | {"mood": "bad"})


def test_money_on_other_items_keeps_nothing() -> None:
    given = FILE["cases"][0]["input"] | {
        "payments": [{"date": "2026-03-04", "amount": "10000", "scope": "other"}]
    }
    assert answered(given)["received_in_window"] == "0.00"


def test_replaced_in_time_leaves_the_statistics() -> None:
    given = FILE["cases"][0]["input"] | {
        "superseded_on": "2026-03-10",
        "as_of": "2026-03-20",
    }
    assert answered(given)["status"] == "SUPERSEDED"


def answered(given: Mapping[str, Any]) -> dict[str, Any]:
    """The rule's answer in the words of a case; an unknown key raises ValueError."""
    if unknown := set(given) - KNOWN_KEYS:
        raise ValueError(f"The case speaks of {sorted(unknown)}, which no rule knows.")
    terms = _terms(FILE["defaults"] | given)
    found = judge(
        terms,
        money=_money(given["payments"]),
        as_of=date.fromisoformat(given["as_of"]),
    )
    return _words(found) | {"window_last_day": terms.window_until.isoformat()}


def _terms(given: Mapping[str, Any]) -> PromiseTerms:
    promised_on = date.fromisoformat(given["promised_date"])
    replaced_on = given.get("superseded_on")
    return PromiseTerms(
        amount=Decimal(given["amount"]),
        made_on=date.fromisoformat(given["made_on"]),
        promised_on=promised_on,
        window_until=window_end(promised_on, tolerance_days=given["tolerance_days"]),
        amount_tolerance=Decimal(given["amount_tolerance"]),
        partial_min_ratio=Decimal(given["partial_min_ratio"]),
        counts=frozenset(MoneyKind(kind) for kind in given["counts"]),
        replaced_on=date.fromisoformat(replaced_on) if replaced_on else None,
    )


def _money(payments: list[Mapping[str, Any]]) -> list[Money]:
    """The money of a case; a reversal takes back the last payment of its amount.

    Where none has that amount it eats into the last payments before it: the part that
    is left and the part that is gone become two.
    """
    there: list[Money] = []
    for one in sorted(payments, key=lambda one: one["date"]):
        if one.get("scope") == "other":
            continue
        on, amount = date.fromisoformat(one["date"]), Decimal(one["amount"])
        if one.get("kind") == "reversal":
            there = _take_back(there, amount, on)
        else:
            there.append(Money(on, amount, MoneyKind(one.get("kind", "payment"))))
    return there


def _take_back(there: list[Money], amount: Decimal, on: date) -> list[Money]:
    left = amount
    kept: list[Money] = []
    same = [one for one in there if one.gone_on is None and one.amount == amount]
    for one in reversed(there):
        is_meant = one is same[-1] if same else one.gone_on is None
        gone = min(one.amount, left) if is_meant else Decimal(0)
        left -= gone
        if gone:
            kept.append(Money(one.on, gone, one.kind, gone_on=on))
        if one.amount > gone:
            kept.append(Money(one.on, one.amount - gone, one.kind, one.gone_on))
    return kept[::-1]


def _words(found: Judgement) -> dict[str, Any]:
    return {
        "status": found.state.name,
        "received_in_window": f"{found.received:.2f}",
        "kept_ratio": str(found.kept_ratio),
        "fulfilled_late": found.fulfilled_late,
        "kept_on": found.kept_on.isoformat() if found.kept_on else None,
        "days_from_promise": found.days_from_promise,
    }
