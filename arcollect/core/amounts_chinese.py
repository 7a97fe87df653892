"""Amounts in Chinese capital characters (domain rule 3.12): writing and reading.

A zero between two digits that count is written once. It is optional where the zeros end
with the digit of a group of four (yuan, ten thousand, hundred million); the canonical
form writes it only after the yuan.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SIMPLIFIED, TRADITIONAL = "zh-hans", "zh-hant"
_TEN_THOUSAND, _HUNDRED_MILLION = 10**4, 10**8
# Above this the words 万 and 亿 would have to be stacked a third time.
MAX_AMOUNT = 10**16


class AmountWordsError(ValueError):
    """The amount cannot be written, or the words mean no amount."""


@dataclass(frozen=True, slots=True)
class _Script:
    digits: str
    small_units: tuple[str, str, str, str]
    ten_thousand: str
    hundred_million: str
    parts: tuple[str, str, str]
    negative: str


_SCRIPTS = {
    SIMPLIFIED: _Script(
        "零壹贰叁肆伍陆柒捌玖",
        ("", "拾", "佰", "仟"),
        "万",
        "亿",
        ("角", "分", "厘"),
        "负",
    ),
    TRADITIONAL: _Script(
        "零壹貳參肆伍陸柒捌玖",
        ("", "拾", "佰", "仟"),
        "萬",
        "億",
        ("角", "分", "釐"),
        "負",
    ),
}
_NAMES = {
    "CNY": ("人民币", "人民幣"),
    "TWD": ("新台币", "新臺幣"),
    "HKD": ("港币", "港幣"),
    "MOP": ("澳门元", "澳門幣"),
    "USD": ("美元", "美元"),
    "EUR": ("欧元", "歐元"),
    "JPY": ("日元", "日圓"),
    "GBP": ("英镑", "英鎊"),
    "SGD": ("新加坡元", "新加坡幣"),
    "AUD": ("澳元", "澳幣"),
    "CAD": ("加元", "加幣"),
    "CHF": ("瑞士法郎", "瑞士法郎"),
    "KRW": ("韩元", "韓元"),
    "THB": ("泰铢", "泰銖"),
    "MYR": ("马来西亚林吉特", "馬來幣"),
}


def currency_name(currency: str, *, script: str = SIMPLIFIED) -> str:
    """What the words begin with: the currency's name, or its code where unknown."""
    names = _NAMES.get(currency, (currency, currency))
    return names[0] if script == SIMPLIFIED else names[1]


def write_chinese(
    amount: Decimal, *, currency: str = "CNY", script: str = SIMPLIFIED
) -> str:
    """The canonical words of an amount, e.g. 人民币壹仟肆佰零玖元伍角.

    `script` is zh-hans or zh-hant. Raises `AmountWordsError` for more than three
    decimals and from ten quadrillion on.
    """
    return next(_variants(amount, currency=currency, script=script))


def accepted_chinese(
    amount: Decimal, *, currency: str = "CNY", script: str = SIMPLIFIED
) -> frozenset[str]:
    """Every lawful way to write the amount, the canonical one included."""
    return frozenset(_variants(amount, currency=currency, script=script))


def read_chinese(
    words: str, *, currency: str = "CNY", script: str = SIMPLIFIED
) -> Decimal:
    """The amount that the words mean. Raises `AmountWordsError` unless they are lawful."""
    amount = _value_of(words, currency=currency, script=script)
    if words not in accepted_chinese(amount, currency=currency, script=script):
        raise AmountWordsError(f"Not a lawful way to write {amount}: {words}")
    return amount


def _variants(amount: Decimal, *, currency: str, script: str) -> Iterator[str]:
    """The canonical form first, then the others, some of them more than once."""
    how = _SCRIPTS[script]
    mills = abs(amount) * 1000
    if mills != mills.to_integral_value() or abs(amount) >= MAX_AMOUNT:
        raise AmountWordsError(f"No words for {amount}.")
    whole, rest = divmod(int(mills), 1000)
    parts = [int(digit) for digit in f"{rest:03d}"]
    start = currency_name(currency, script=script)
    start += how.negative if amount < 0 else ""
    zeros = _optional_zeros(whole, parts)
    for choice in itertools.product(*((at == 0, at != 0) for at in zeros)):
        written = {at for at, yes in zip(zeros, choice, strict=True) if yes}
        for unit in ("元", "圆" if script == SIMPLIFIED else "圓"):
            body, ends_at = _body(whole, parts, written, unit, how)
            for end in _endings(ends_at):
                yield start + body + end


def _endings(ends_at: int) -> tuple[str, ...]:
    if ends_at == 0:
        return ("整", "正")
    return ("", "整", "正") if ends_at == 1 else ("",)


def _optional_zeros(whole: int, parts: list[int]) -> list[int]:
    """Places (powers of ten) of zeros that may be written or left out."""
    found = []
    for place in (12, 8, 4):
        digit = whole // 10**place % 10
        lower = whole // 10 ** (place - 1) % 10
        if digit == 0 and lower and whole >= 10 ** (place + 1):
            found.append(place)
    if whole and whole % 10 == 0 and parts[0]:
        found.append(0)
    return found


def _body(
    whole: int, parts: list[int], written: set[int], unit: str, how: _Script
) -> tuple[str, int]:
    """The words without prefix and 整, and where they end: 0 yuan, 1 jiao, 2 fen."""
    text = _integer(whole, written, how) + unit if whole else ""
    if not whole and not any(parts):
        return how.digits[0] + unit, 0
    ends_at, pending = 0, 0 in written
    for number, digit in enumerate(parts, start=1):
        if digit:
            text += how.digits[0] if pending else ""
            text += how.digits[digit] + how.parts[number - 1]
            ends_at, pending = number, False
        else:
            pending = bool(text)
    return text, ends_at


def _integer(whole: int, written: set[int], how: _Script) -> str:
    text, pending = "", False
    places = len(str(whole)) - 1
    for place in range(places, -1, -1):
        digit = whole // 10**place % 10
        if digit:
            optional = (place + 1) in (4, 8, 12)
            if pending and (not optional or place + 1 in written):
                text += how.digits[0]
            text += how.digits[digit] + how.small_units[place % 4]
            pending = False
        else:
            pending = True
        text += _group_unit(whole, place, how)
    return text


def _group_unit(whole: int, place: int, how: _Script) -> str:
    """万 or 亿 behind the last digit of its group, if the group counts."""
    if place in (4, 12):
        group = whole // 10**place % _TEN_THOUSAND
        return how.ten_thousand if group else ""
    if place == 8:
        return how.hundred_million if whole // _HUNDRED_MILLION else ""
    return ""


def _value_of(words: str, *, currency: str, script: str) -> Decimal:
    """The value read loosely; that the form is lawful is checked by comparison."""
    how = _SCRIPTS[script]
    start = currency_name(currency, script=script)
    if not words.startswith(start):
        raise AmountWordsError(f"The words do not begin with {start}.")
    rest = words.removeprefix(start)
    sign = -1 if rest.startswith(how.negative) else 1
    rest = rest.removeprefix(how.negative).rstrip("整正")
    whole, _, fraction = rest.replace("圆", "元").replace("圓", "元").rpartition("元")
    value = Decimal(_read_integer(whole, how))
    digit = 0
    for character in fraction:
        if character in how.digits:
            digit = how.digits.index(character)
        elif character in how.parts:
            value += Decimal(digit).scaleb(-1 - how.parts.index(character))
            digit = 0
        else:
            raise AmountWordsError(f"No amount has {character} there.")
    return sign * value


def _read_integer(words: str, how: _Script) -> int:
    total = group = digit = high = 0
    for character in words:
        if character in how.digits:
            digit = how.digits.index(character)
        elif character in how.small_units[1:]:
            group += digit * 10 ** how.small_units.index(character)
            digit = 0
        elif character == how.ten_thousand:
            total += (group + digit) * _TEN_THOUSAND
            group = digit = 0
        elif character == how.hundred_million:
            high = (total + group + digit) * _HUNDRED_MILLION
            total = group = digit = 0
        else:
            raise AmountWordsError(f"No amount has {character} there.")
    return high + total + group + digit
