"""Every word that SCHEMA.md allows is understood, so that unseen cases can be read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from invoices.domain.classification import classify
from invoices.domain.policy import FIELD_DEFAULT
from tests.oracles import case_files
from tests.oracles import classification_input as words

SCHEMA = (case_files.SHIPPED / "SCHEMA.md").read_text(encoding="utf-8")
SECTION = SCHEMA.split("## classification.json")[1].split("\n## ")[0]
VOCABULARY = {
    name: values.split(", ")
    for name, values in re.findall(
        r"^  - `([a-z_.]+)`: (.+)$", SECTION, flags=re.MULTILINE
    )
}
BASE = {
    "invoice_date": "2026-01-31",
    "due_rule": {"type": "net", "days": 30},
    "currency": "CNY",
    "amount": "100.00",
    "as_of": "2026-03-31",
}
DUE_RULES: dict[str, dict[str, Any]] = {
    "net": {"days": 30},
    "eom_plus": {"days": 30},
    "fixed_day": {"day": 31, "months": 1},
    "explicit": {"date": "2026-03-02"},
    "bill": {"first_maturity": "2026-03-02", "extended_to": "2026-05-02"},
}


def answered(**changes: Any) -> dict[str, Any]:
    given = BASE | changes
    day = words.as_of(given)
    found = classify(words.snapshot(given), rules=FIELD_DEFAULT, as_of=day)
    return words.answer(found, day=day, currency=given["currency"])


def test_the_schema_lists_what_is_tested_here() -> None:
    assert set(VOCABULARY) == {
        "due_rule.item_kind",
        "due_rule.type",
        "facts.fact",
        "movements.kind",
        "override.class",
    }


def test_the_input_keys_are_those_of_the_schema() -> None:
    inputs = SECTION.split("input ")[1].split(" → ")[0]
    assert set(re.findall(r"`(\w+)`", inputs)) == words.KNOWN_KEYS


@pytest.mark.parametrize("kind", VOCABULARY["movements.kind"])
def test_movement_kinds(kind: str) -> None:
    movement = {"date": "2026-02-01", "kind": kind, "amount": "1.00"}
    lowers = kind in SCHEMA.split("lower the open amount: ")[1].split(";")[0].split(
        ", "
    )
    raises = kind in SCHEMA.split("that raise it: ")[1].split(";")[0].split(", ")
    expected = "99.00" if lowers else "101.00" if raises else "100.00"
    assert answered(movements=[movement])["open_amount"] == expected


@pytest.mark.parametrize("name", VOCABULARY["facts.fact"])
def test_facts(name: str) -> None:
    stated = {"fact": name, "from": "2026-02-01"}
    assert answered(facts=[stated])["decided_by"] == f"fact:{name}"
    ended = stated | {"until": "2026-03-31"}
    assert answered(facts=[ended])["decided_by"] == "age"


@pytest.mark.parametrize("cls", VOCABULARY["override.class"])
def test_override_classes(cls: str) -> None:
    given = {"class": cls, "from": "2026-03-01", "until": "2026-04-01"}
    answer = answered(override=given)
    assert (answer["class"], answer["decided_by"]) == (cls, "override")


@pytest.mark.parametrize("kind", VOCABULARY["due_rule.type"])
def test_due_rules(kind: str) -> None:
    answer = answered(due_rule={"type": kind} | DUE_RULES[kind])
    expected = "2026-02-28" if kind == "fixed_day" else "2026-03-02"
    assert answer["due_date"] == expected
    terms = {"net": 30, "eom_plus": 30, "fixed_day": 28, "explicit": 30, "bill": 0}
    assert answer["term_days"] == terms[kind]


@pytest.mark.parametrize("kind", VOCABULARY["due_rule.item_kind"])
def test_item_kinds(kind: str) -> None:
    answer = answered(
        due_rule={"type": "explicit", "date": "2027-01-31", "item_kind": kind}
    )
    assert (answer["term_days"], answer["grace_days"]) == (0, 0)


def test_nothing_outside_the_vocabulary_is_swallowed() -> None:
    with pytest.raises(ValueError, match="mood"):
        answered(mood="bad")


@pytest.mark.parametrize(
    ("currency", "amount", "paid", "left"),
    [
        ("JPY", "1500000", "1", "1499999"),
        ("KRW", "5", "5", "0"),
        ("KWD", "1.500", "0.125", "1.375"),
        ("BHD", "10", "0.001", "9.999"),
        ("CNY", "10", "10", "0.00"),
        ("USD", "10", "0.1", "9.90"),
        ("CNY", "98765432109.87", "0.01", "98765432109.86"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(
    currency: str, amount: str, paid: str, left: str
) -> None:
    payment = {"date": "2026-02-01", "kind": "payment", "amount": paid}
    answer = answered(currency=currency, amount=amount, movements=[payment])
    assert answer["open_amount"] == left


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-03-30T16:00:00Z", "Asia/Shanghai", "2026-03-31"),
        ("2026-03-30T15:59:59Z", "Asia/Shanghai", "2026-03-30"),
        ("2026-03-31T03:30:00Z", "America/New_York", "2026-03-30"),
        ("2026-03-30T16:30:00Z", "UTC", "2026-03-30"),
        ("2026-03-30T16:30:00Z", "Asia/Taipei", "2026-03-31"),
    ],
)
def test_instants_become_local_days(instant: str, zone: str, day: str) -> None:
    given = {key: value for key, value in BASE.items() if key != "as_of"}
    assert words.as_of(
        given | {"as_of_instant": instant, "time_zone": zone}
    ) == date.fromisoformat(day)


def test_a_missing_case_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        case_files.load("classification.json", folder=tmp_path)


def test_a_file_without_cases_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "classification.json").write_text('{"cases": []}')
    with pytest.raises(ValueError, match="no case"):
        case_files.load("classification.json", folder=tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "cadence",
        "classification",
        "dunning",
        "legal",
        "metrics",
        "promises",
        "rmb_uppercase",
    ],
)
def test_all_seven_case_files_are_shipped(name: str) -> None:
    assert case_files.load(f"{name}.json", folder=case_files.SHIPPED)["cases"]
