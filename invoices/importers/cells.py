"""One cell of text to one exact value, or a sentence that says what is wrong.

Values are those the staging file holds: money in 1/10,000 of the unit, dates as ISO
texts, so that a million cells cost no objects.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache, partial

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from arcollect.core.money import (
    CURRENCIES,
    MAX_AMOUNT,
    STORED_DIGITS,
    STORED_UNIT,
    minor_digits,
)
from customers.domain.countries import COUNTRIES
from invoices.importers.columns import Column, Holds
from invoices.importers.words import LANGUAGE_WORDS

Parser = Callable[[str], str | int]
MAX_STORED = int(MAX_AMOUNT * STORED_UNIT)
EARLIEST_YEAR = 1900
MINUS = ("-", "\N{MINUS SIGN}", "\N{FULLWIDTH HYPHEN-MINUS}")
_ISO_LENGTH = 10
# Distinct values repeat all the time; the limit keeps a strange file from filling memory.
_REMEMBERED = 50_000


class CellError(ValueError):
    """The cell does not hold what its column asks for; `cause` names why in a word."""

    def __init__(self, cause: str, reason: str) -> None:
        super().__init__(reason)
        self.cause = cause


def minor_units() -> dict[str, int]:
    """Stored size of each currency's minor unit: CNY 100, JPY 10000, KWD 10."""
    return {
        code: int(10 ** (STORED_DIGITS - minor_digits(code))) for code in CURRENCIES
    }


def parser_of(column: Column) -> Parser:
    """The function that reads a filled cell of the column; it raises `CellError`."""
    if column.holds is Holds.DATE:
        known: dict[str, str] = {}
        return partial(parse_date, known=known)
    if column.holds is Holds.AMOUNT:
        return parse_amount
    if column.holds is Holds.SIGNED_AMOUNT:
        return parse_signed
    if column.holds is Holds.COUNTRY:
        return parse_country
    if column.holds is Holds.CURRENCY:
        return partial(parse_currency, known=frozenset(CURRENCIES))
    if column.holds is Holds.DAYS:
        return partial(parse_whole, limit=column.limit, least=column.least)
    if column.holds is Holds.CHOICE:
        spellings = {choice.casefold(): choice for choice in column.choices}
        spellings |= {word.casefold(): choice for word, choice in column.words.items()}
        return partial(parse_choice, spellings=spellings)
    if column.holds is Holds.EMAIL:
        return partial(parse_email, limit=column.limit)
    if column.holds is Holds.LANGUAGE:
        return partial(parse_language, limit=column.limit)
    return partial(parse_text, limit=column.limit)


def parse_text(text: str, *, limit: int) -> str:
    """The text itself, at most `limit` characters and without NUL.

    Line breaks within it become line feeds: files of one ledger differ in them.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > limit:
        raise CellError(
            "text.long",
            _("The text has %(length)d characters; at most %(limit)d fit.")
            % {"length": len(text), "limit": limit},
        )
    if "\x00" in text:
        raise CellError("text.nul", _("The text holds a NUL character."))
    return text


def parse_email(text: str, *, limit: int) -> str:
    """An e-mail address."""
    parse_text(text, limit=limit)
    try:
        validate_email(text)
    except ValidationError:
        raise CellError("email", _("This is not an e-mail address.")) from None
    return text


def parse_language(text: str, *, limit: int) -> str:
    """A language code; one of the product's in the product's spelling, whatever its case.

    Others are kept: a customer may read what no letter is written in yet.
    """
    folded = text.replace("_", "-").casefold()
    folded = LANGUAGE_WORDS.get(folded, folded)
    if folded in dict(settings.LANGUAGES):
        return folded
    return parse_text(text, limit=limit)


def parse_date(text: str, *, known: dict[str, str]) -> str:
    """An ISO date, e.g. 2026-01-31; `known` remembers what was read before."""
    found = known.get(text)
    if found is None:
        found = _iso_date(text)
        if len(known) < _REMEMBERED:
            known[text] = found
    return found


def _iso_date(text: str) -> str:
    shaped = len(text) == _ISO_LENGTH and text[4] == text[7] == "-" and text.isascii()
    if not shaped or not text.replace("-", "").isdigit():
        raise CellError(
            "date.format",
            _("This is not a date: write year-month-day, as in 2026-01-31."),
        )
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise CellError("date.none", _("There is no such day.")) from None
    if day.year < EARLIEST_YEAR:
        raise CellError("date.early", _("The date lies before 1900."))
    return text


def parse_amount(text: str) -> int:
    """A positive amount in 1/10,000 of the unit: digits and at most one dot.

    How fine it may be depends on the currency and is checked with it.
    """
    whole, _dot, decimals = text.partition(".")
    digits = whole + decimals
    if not digits.isdigit() or not text.isascii():
        raise CellError("amount.format", _amount_sentence(text))
    decimals = decimals.rstrip("0")
    if len(decimals) > STORED_DIGITS:
        raise CellError(
            "amount.fine",
            _("The amount is finer than the minor unit of any currency."),
        )
    if len(whole) > len(str(MAX_STORED)):
        raise CellError("amount.large", _("The amount is too large to be booked."))
    stored: int = int(whole or "0") * STORED_UNIT
    if decimals:
        stored += int(decimals.ljust(STORED_DIGITS, "0"))
    if stored == 0:
        raise CellError("amount.zero", _("The amount must be above 0."))
    if stored > MAX_STORED:
        raise CellError("amount.large", _("The amount is too large to be booked."))
    return stored


def parse_signed(text: str) -> int:
    """An amount that may bear a minus: what the customer has, not what he owes."""
    if text[:1] in MINUS:
        return -parse_amount(text[1:].lstrip())
    return parse_amount(text)


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    """Codes by themselves and by their names in the product's languages."""
    found = {code.casefold(): code for code in COUNTRIES}
    for language, _name in settings.LANGUAGES:
        names = Locale.parse(language.replace("-", "_")).territories
        for code in COUNTRIES:
            found.setdefault(str(names.get(code, code)).casefold(), code)
    return found


def parse_country(text: str) -> str:
    """A country by its ISO 3166 code or its name in one of the product's languages."""
    found = _country_names().get(text.casefold())
    if found is None:
        raise CellError(
            "country",
            _("This is no country: write its code of two letters, as in CN."),
        )
    return found


def _amount_sentence(text: str) -> str:
    if text.startswith("-"):
        return _("The amount is negative: amounts are positive for every kind.")
    if "," in text or " " in text or "'" in text:
        return _("Write the amount with digits and one dot only, as in 1234.50.")
    return _("This is not an amount: write digits and one dot, as in 1234.50.")


def parse_currency(text: str, *, known: frozenset[str]) -> str:
    """An ISO 4217 code in capitals."""
    if text not in known:
        raise CellError("currency", _("This is not an ISO 4217 currency code."))
    return text


def parse_whole(text: str, *, limit: int, least: int = 0) -> int:
    """A whole number from `least` to `limit`."""
    is_number = text.isascii() and text.isdigit()
    if not is_number or len(text) > len(str(limit)) + 3 or int(text) < least:
        raise CellError(
            "number.format",
            _("This is not a whole number from %(least)d to %(limit)d.")
            % {"least": least, "limit": limit},
        )
    number = int(text)
    if number > limit:
        raise CellError(
            "number.large",
            _("The number is above the limit of %(limit)d.") % {"limit": limit},
        )
    return number


def parse_choice(text: str, *, spellings: dict[str, str]) -> str:
    """One of the column's words, in any case."""
    found = spellings.get(text.casefold())
    if found is None:
        raise CellError(
            "choice",
            _("The value must be one of: %(choices)s.")
            % {"choices": ", ".join(dict.fromkeys(spellings.values()))},
        )
    return found
