"""Amounts as people type them: read one way or refused with a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from arcollect.core.money import AmountFormatError
from arcollect.core.money_input import read_amount


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1482600", "1482600"),
        ("1,482,600.00", "1482600.00"),
        ("１４８２６００", "1482600"),
        ("１，４８２，６００．５０", "1482600.50"),
        ("148.26万", "1482600"),
        ("148.26 萬", "1482600"),
        ("1.5亿", "150000000"),
        ("500元", "500"),
        ("  0.5 ", "0.5"),
        ("1,250", "1250"),
    ],
)
def test_what_can_be_read_in_one_way_is_read(typed, amount):
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "1.250,00",
        "1,25",
        "1.2.3",
        "12,34,567",
        "1,2345",
        "-5",
        "+5",
        "1e3",
        "abc",
        "万",
        "",
        "٣",
        "9" * 13,
        "NaN",
        "1 000,00",
    ],
)
def test_what_can_be_read_in_two_ways_or_not_at_all_is_refused(typed):
    with pytest.raises(AmountFormatError) as refused:
        read_amount(typed)

    assert str(refused.value).endswith(".")
