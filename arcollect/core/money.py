"""Exact money: minor units by currency, rounding and splitting. Pure."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import iso4217

# One scale for every currency: amounts are stored in 1/10,000 of the unit.
STORED_DIGITS = 4
STORED_UNIT = 10**STORED_DIGITS
# Largest amount that fits a 64-bit integer with room for sums of a million rows.
MAX_AMOUNT = Decimal("99999999999.9999")

_DIGITS: dict[str, int] = {
    entry.code: entry.exponent
    for entry in iso4217.Currency
    if entry.exponent is not None and entry.exponent <= STORED_DIGITS
}
CURRENCIES: tuple[str, ...] = tuple(sorted(_DIGITS))


class UnknownCurrencyError(ValueError):
    """The code is not an ISO 4217 currency with a minor unit."""


class AmountFormatError(ValueError):
    """The text or number is not an exact amount of the currency."""


def minor_digits(currency: str) -> int:
    """Decimals of the currency's minor unit: JPY 0, CNY 2, KWD 3.

    Raises `UnknownCurrencyError`.
    """
    try:
        return _DIGITS[currency]
    except KeyError:
        raise UnknownCurrencyError(
            f"{currency!r} is not an ISO 4217 currency code."
        ) from None


def currencies_with_digits(digits: int) -> tuple[str, ...]:
    """Codes of the currencies with that many decimals, sorted."""
    return tuple(code for code in CURRENCIES if _DIGITS[code] == digits)


@functools.cache
def quantum(currency: str) -> Decimal:
    """The smallest amount of the currency, e.g. 0.01."""
    return Decimal(1).scaleb(-minor_digits(currency))


def round_money(amount: Decimal, currency: str) -> Decimal:
    """`amount` rounded half up to the currency's minor unit."""
    return amount.quantize(quantum(currency), rounding=ROUND_HALF_UP)


def exact_money(amount: Decimal, currency: str) -> Decimal:
    """`amount` with the currency's decimals; `AmountFormatError` if it is finer."""
    if not amount.is_finite() or abs(amount) > MAX_AMOUNT:
        raise AmountFormatError(f"{amount} is not an amount that can be booked.")
    shown = amount.quantize(quantum(currency))
    if shown != amount:
        raise AmountFormatError(
            f"{amount} is finer than the minor unit of {currency} ({quantum(currency)})."
        )
    return shown


def parse_amount(text: str, currency: str) -> Decimal:
    """Digits and at most one dot, e.g. `1482600.50`; never a guess.

    Raises `AmountFormatError` for anything else, signs and blanks included.
    """
    if not text or not text.isascii() or not text.replace(".", "", 1).isdigit():
        raise AmountFormatError(
            f"{text!r} is not an amount: write digits and one dot, as in 1234.50."
        )
    try:
        return exact_money(Decimal(text), currency)
    except InvalidOperation:
        raise AmountFormatError(f"{text!r} is not an amount.") from None


def format_plain(amount: Decimal, currency: str) -> str:
    """`amount` with the currency's decimals and no grouping, for files and JSON."""
    return f"{amount.quantize(quantum(currency)):f}"


def to_stored(amount: Decimal) -> int:
    """`amount` in 1/10,000 of the unit; `AmountFormatError` if it is finer."""
    scaled = amount.scaleb(STORED_DIGITS)
    stored = int(scaled)
    if stored != scaled:
        raise AmountFormatError(f"{amount} is finer than 1/{STORED_UNIT} of the unit.")
    return stored


def from_stored(stored: int) -> Decimal:
    """The amount of a stored integer."""
    return Decimal(int(stored)).scaleb(-STORED_DIGITS)


def split_money(
    amount: Decimal, weights: Sequence[Decimal], currency: str
) -> list[Decimal]:
    """Parts proportional to `weights` that sum to `amount` exactly.

    Largest remainder: what rounding down leaves goes, one minor unit each, to the
    parts that lost most; ties go to the earlier part.
    """
    unit = quantum(currency)
    units = int(exact_money(amount, currency) / unit)
    total = sum(weights, Decimal(0))
    if total <= 0 or any(weight < 0 for weight in weights):
        raise AmountFormatError("The weights of a split must not be negative or all 0.")
    shares = [units * weight / total for weight in weights]
    whole = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (-abs(shares[i] - whole[i]), i))
    step = 1 if units >= 0 else -1
    for i in order[: abs(units - sum(whole))]:
        whole[i] += step
    return [part * unit for part in whole]
