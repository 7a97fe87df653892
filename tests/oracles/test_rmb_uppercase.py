"""Amounts in capital characters against every case of the case file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from arcollect.core.amounts_chinese import (
    accepted_chinese,
    read_chinese,
    write_chinese,
)
from tests.oracles.case_files import load

FILE = load("rmb_uppercase.json")


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_canonical_words_and_every_other_lawful_form(case: dict[str, Any]) -> None:
    amount = Decimal(case["input"]["amount"])
    assert write_chinese(amount) == case["expected"], case["reason"]
    accepted = accepted_chinese(amount)
    for words in (case["expected"], *case["also_acceptable"]):
        assert words in accepted, case["reason"]
        assert read_chinese(words) == amount
