"""The classification rule against every case of the case file."""

from __future__ import annotations

from typing import Any

import pytest

from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import classify
from invoices.domain.facts import FACT_FLOORS
from invoices.domain.policy import PRESETS, PolicyRules
from tests.oracles import classification_input as words
from tests.oracles.case_files import SHIPPED, load

FILE = load("classification.json")
TABLES = load("classification.json", folder=SHIPPED)
POLICIES = {
    name: PolicyRules.from_dict(data) for name, data in FILE["policies"].items()
}


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_every_key_of_the_expected_answer_is_given(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    day = words.as_of(given)
    found = classify(words.snapshot(given), rules=POLICIES[given["policy"]], as_of=day)
    answer = words.answer(found, day=day, currency=given["currency"])
    assert {key: answer[key] for key in expected} == expected, case["reason"]


@pytest.mark.parametrize(
    "row", FILE["one_third_table"], ids=lambda row: f"T{row['term_days']}"
)
def test_one_third_table(row: dict[str, int]) -> None:
    grace = POLICIES["field-default"].grace_days(row["term_days"])
    assert grace == row["grace_days"]
    assert row["term_days"] + grace == row["last_permitted_day"]


def test_class_order_is_the_order_of_severity() -> None:
    assert [cls.value for cls in ReceivableClass] == TABLES["class_order"]
    assert [cls.severity for cls in ReceivableClass] == list(range(6))


def test_every_fact_forces_the_class_of_the_table() -> None:
    assert {kind.value: cls.value for kind, cls in FACT_FLOORS.items()} == TABLES[
        "fact_floors"
    ]


@pytest.mark.parametrize("name", TABLES["policies"])
def test_presets_are_the_policies_of_the_file(name: str) -> None:
    assert PRESETS[name].to_dict() == TABLES["policies"][name]
    assert PolicyRules.from_dict(TABLES["policies"][name]) == PRESETS[name]


def test_no_preset_lies_outside_the_file() -> None:
    assert set(PRESETS) == set(TABLES["policies"])
