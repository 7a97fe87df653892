"""Amounts in English words, as bank drafts have them: minor units as a fraction."""

from __future__ import annotations

from decimal import Decimal

from arcollect.core.money import minor_digits

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = [
    "-",
    "-",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")


def write_english(amount: Decimal, *, currency: str) -> str:
    """E.g. `CNY one thousand four hundred nine and 50/100 only`.

    As many minor digits as the currency has; a whole amount shows none. Raises
    `ValueError` for an amount finer than the minor unit or beyond quadrillions.
    """
    digits = minor_digits(currency)
    minor = abs(amount).scaleb(digits)
    if minor != minor.to_integral_value():
        raise ValueError(f"{amount} is finer than {currency} is.")
    whole, rest = divmod(int(minor), 10**digits)
    words = _integer(whole)
    if rest:
        words += f" and {rest:0{digits}d}/{10**digits}"
    sign = "minus " if amount < 0 else ""
    return f"{currency} {sign}{words} only"


def _integer(whole: int) -> str:
    if whole == 0:
        return _ONES[0]
    found: list[str] = []
    for power, name in enumerate(_GROUPS):
        group = whole // 1000**power % 1000
        if group:
            found.append(f"{_below_thousand(group)} {name}".strip())
    if whole >= 1000 ** len(_GROUPS):
        raise ValueError(f"No words for {whole}.")
    return " ".join(reversed(found))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
