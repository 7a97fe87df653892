"""Amounts in words: the grammar of domain rule 3.12, and English letters."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.amounts_chinese import (
    AmountWordsError,
    accepted_chinese,
    read_chinese,
    write_chinese,
)
from arcollect.core.amounts_english import write_english

FEN = st.integers(min_value=-(10**15), max_value=10**15).map(
    lambda n: Decimal(n).scaleb(-2)
)
# Digits with many zeros, where the grammar lives.
ZEROS = st.lists(st.sampled_from("0000019"), min_size=1, max_size=15).map(
    lambda digits: Decimal("".join(digits)).scaleb(-2)
)


@given(amount=FEN | ZEROS, script=st.sampled_from(["zh-hans", "zh-hant"]))
def test_what_is_written_reads_as_the_same_amount(amount, script):
    words = write_chinese(amount, script=script)
    assert read_chinese(words, script=script) == amount


@given(amount=ZEROS)
def test_every_accepted_form_means_the_amount(amount):
    for words in accepted_chinese(amount):
        assert read_chinese(words) == amount


@given(first=ZEROS, second=ZEROS)
def test_no_words_mean_two_amounts(first, second):
    if first != second:
        assert not accepted_chinese(first) & accepted_chinese(second)


@given(amount=FEN | ZEROS)
def test_canonical_words_never_hold_two_zeros_in_a_row(amount):
    assert "零零" not in write_chinese(amount)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("100001000.00", "人民币壹亿壹仟元整"),
        ("100000500.00", "人民币壹亿零伍佰元整"),
        ("1000000000000.00", "人民币壹万亿元整"),
        ("10500.05", "人民币壹万零伍佰元零伍分"),
        ("-0.01", "人民币负壹分"),
        ("100000000.10", "人民币壹亿元零壹角"),
    ],
)
def test_zeros_between_the_groups(amount, words):
    assert write_chinese(Decimal(amount)) == words


@pytest.mark.parametrize(
    "words",
    [
        "人民币壹元",  # ends at yuan without 整
        "人民币伍分整",  # 整 after fen
        "人民币 壹元整",  # a gap after the prefix
        "壹元整",
        "人民币拾元整",  # 10 begins with 壹拾
        "人民币壹佰元伍分",  # jiao 0, fen not: 零 is required
        "人民币壹仟壹元整",  # a zero inside is left out
        "人民币壹仟零零壹元整",
        "人民币零元伍角陆分",
        "人民币壹元整整",
        "人民币一元整",
        "人民币",
        "",
    ],
)
def test_words_that_are_not_lawful_are_refused(words):
    with pytest.raises(AmountWordsError):
        read_chinese(words)


def test_yuan_may_be_written_with_its_other_character():
    assert read_chinese("人民币壹仟肆佰零玖圆伍角") == Decimal("1409.50")


def test_taiwan_writes_its_own_characters():
    words = write_chinese(Decimal("23600.00"), currency="TWD", script="zh-hant")
    assert words == "新臺幣貳萬參仟陸佰元整"


def test_other_currencies_begin_with_their_name_or_code():
    assert write_chinese(Decimal("1200.50"), currency="USD") == "美元壹仟贰佰元零伍角"
    assert write_chinese(Decimal(5), currency="XAF") == "XAF伍元整"
    assert write_chinese(Decimal("1.005"), currency="KWD") == "KWD壹元零伍厘"


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0.00", "CNY", "CNY zero only"),
        ("1409.50", "CNY", "CNY one thousand four hundred nine and 50/100 only"),
        ("-1200.00", "USD", "USD minus one thousand two hundred only"),
        ("1000021", "JPY", "JPY one million twenty-one only"),
        ("12.005", "KWD", "KWD twelve and 005/1000 only"),
        ("115000.07", "EUR", "EUR one hundred fifteen thousand and 07/100 only"),
    ],
)
def test_english_words(amount, currency, words):
    assert write_english(Decimal(amount), currency=currency) == words


@given(
    first=st.integers(min_value=0, max_value=10**15),
    second=st.integers(min_value=0, max_value=10**15),
)
def test_different_amounts_have_different_english_words(first, second):
    if first != second:
        one, other = (Decimal(n).scaleb(-2) for n in (first, second))
        assert write_english(one, currency="CNY") != write_english(
            other, currency="CNY"
        )


def test_amounts_finer_than_the_currency_are_refused():
    with pytest.raises(ValueError, match="finer"):
        write_english(Decimal("0.5"), currency="JPY")
    with pytest.raises(AmountWordsError):
        write_chinese(Decimal("0.0001"))
