"""Amounts as people read them: 3 languages by 6 currencies, written out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from arcollect.core.templatetags import arcollect as tags

LANGUAGES = ("en", "zh-hans", "zh-hant")
AMOUNTS = {
    "CNY": '<span class="m">1,482,600<i>.00</i></span>',
    "USD": '<span class="m">1,482,600<i>.00</i></span>',
    "TWD": '<span class="m">1,482,600<i>.00</i></span>',
    "JPY": '<span class="m">1,482,600</span>',
    "KRW": '<span class="m">1,482,600</span>',
    "KWD": '<span class="m">1,482,600<i>.000</i></span>',
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", AMOUNTS)
def test_money_is_grouped_with_the_currencys_decimals(
    language: str, currency: str
) -> None:
    with translation.override(language):
        shown = tags.money(Decimal("1482600.0000"), currency)
    assert shown == AMOUNTS[currency]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("412480", "+412,480.00"),
        ("-188320.5", "−188,320.50"),
        ("0", "0.00"),
    ],
)
def test_a_change_has_a_sign_and_zero_has_none(
    language: str, amount: str, expected: str
) -> None:
    with translation.override(language):
        shown = tags.signed_money(Decimal(amount), "CNY")
    assert shown.replace("<i>", "").replace("</i>", "") == (
        f'<span class="m">{expected}</span>'
    )


def test_a_negative_amount_has_the_true_minus_sign() -> None:
    assert tags.money_text(Decimal("-0.5"), "CNY") == "−0.50"


def test_an_amount_finer_than_the_currency_hides_nothing() -> None:
    assert tags.money_text(Decimal("1.2345"), "CNY") == "1.2345"
    assert tags.money_text(Decimal("1.5"), "JPY") == "1.5"


def test_an_unknown_amount_is_a_word_and_not_a_dash() -> None:
    assert tags.money(None, "CNY") == '<span class="t3">none</span>'
    assert tags.money_text(None, "CNY") == "none"


def test_a_single_amount_names_its_currency() -> None:
    assert tags.money_with_code(Decimal(7), "KWD") == (
        '<span class="m"><span class="cur">KWD</span> 7<i>.000</i></span>'
    )


@pytest.mark.parametrize(
    ("language", "amount", "expected"),
    [
        ("en", "14826000", "14.8M"),
        ("en", "-950", "−950"),
        ("en", "4500", "4.5K"),
        ("zh-hans", "14826000", "1,482.6万"),
        ("zh-hans", "1482600000", "14.8亿"),
        ("zh-hant", "14826000", "1,482.6萬"),
        ("zh-hant", "9000", "9,000"),
    ],
)
def test_charts_round_in_the_units_of_the_script(
    language: str, amount: str, expected: str
) -> None:
    with translation.override(language):
        assert tags.short_money(Decimal(amount)) == expected


def test_shares_and_counts() -> None:
    assert tags.percent(Decimal("0.3952")) == "39.5%"
    assert tags.percent(None) == ""
    assert tags.grouped(1718) == "1,718"
