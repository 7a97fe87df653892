"""Amounts and numbers as people read them. Pure text, no markup."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language

from arcollect.core.money import minor_digits

MINUS = "\u2212"  # the true minus sign is as wide as a digit
NO_SIGN = ""
# Axis units by script: thousands and millions, or wan (10^4) and yi (10^8).
_LATIN_UNITS = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(1000), "K"))
_HAN_UNITS = {
    "zh-hans": ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    "zh-hant": ((Decimal(10) ** 8, "億"), (Decimal(10) ** 4, "萬")),
}


def digits_of(amount: Decimal, currency: str) -> int:
    """Decimals to show: the currency's, or more where the amount is finer, because
    a figure on the screen must never hide money."""
    exponent = amount.normalize().as_tuple().exponent
    finest = -exponent if isinstance(exponent, int) else 0
    shown = minor_digits(currency) if currency else 2
    return max(shown, finest)


def split_amount(amount: Decimal, currency: str) -> tuple[str, str, str]:
    """Sign, grouped whole part, and decimals with their dot ("" without any)."""
    text = f"{abs(amount):,.{digits_of(amount, currency)}f}"
    whole, dot, decimals = text.partition(".")
    sign = MINUS if amount < 0 else NO_SIGN
    return sign, whole, dot + decimals


def amount_text(amount: Decimal, currency: str) -> str:
    """`1,482,600.00`, for sentences, attributes and titles."""
    return "".join(split_amount(amount, currency))


def signed_text(amount: Decimal, currency: str) -> str:
    """`+412,480.00` or `−188,320.00`; zero has no sign."""
    plus = "+" if amount > 0 else NO_SIGN
    return plus + amount_text(amount, currency)


def short_amount_text(amount: Decimal) -> str:
    """`14.8M`, `1,482.6万`: for charts and axes only, because it rounds."""
    units = _HAN_UNITS.get(get_language() or "", _LATIN_UNITS)
    sign = MINUS if amount < 0 else NO_SIGN
    size = abs(amount)
    for unit, name in units:
        if size >= unit:
            return f"{sign}{_trim(size / unit)}{name}"
    return f"{sign}{_trim(size)}"


def percent_text(share: Decimal) -> str:
    """A share between 0 and 1 as `39.5%`."""
    sign = MINUS if share < 0 else NO_SIGN
    return f"{sign}{abs(share) * 100:.1f}%"


def count_text(number: int) -> str:
    """`1,718`."""
    sign = MINUS if number < 0 else NO_SIGN
    return f"{sign}{abs(number):,}"


def _trim(value: Decimal) -> str:
    text = f"{value:,.1f}"
    return text.removesuffix(".0")
