"""Reading an amount the way people type it, and never guessing. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.money import MAX_AMOUNT, AmountFormatError

LONGEST_INPUT = 40
_PLAIN = re.compile(r"\d+(\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
# Chinese counting words that people put behind an amount: ten thousand, a hundred million.
_UNITS = {
    "万": Decimal(10_000),
    "萬": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "億": Decimal(100_000_000),
}


def read_amount(text: str) -> Decimal:
    """The amount that `text` states: `1482600`, `1,482,600.00`, `１２３`, `148.26万`.

    Raises `AmountFormatError` with a sentence for everything that can be read in two
    ways (`1.250,00`, `1,25`) and for what is no amount at all. Signs are refused: the
    kind of document says in which direction money moves.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    plain = "".join(typed.split()).replace("。", ".").removesuffix("元")
    unit = _UNITS.get(plain[-1:], Decimal(1))
    digits = plain[:-1] if unit != 1 else plain
    if len(plain) > LONGEST_INPUT or not digits.isascii():
        raise AmountFormatError(_no_amount(typed))
    if not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits)):
        raise AmountFormatError(_refusal(typed, digits))
    amount = Decimal(digits.replace(",", "")) * unit
    if amount > MAX_AMOUNT:
        raise AmountFormatError(
            _("%(text)s is more than can be booked.") % {"text": typed}
        )
    return amount


def _refusal(typed: str, digits: str) -> str:
    if digits and set(digits) <= set("0123456789.,"):
        return _(
            "“%(text)s” can be read in more than one way. Write 1250.00 or 1,250.00."
        ) % {"text": typed}
    return _no_amount(typed)


def _no_amount(typed: str) -> str:
    return _("“%(text)s” is not an amount. Write it as in 1250.00.") % {
        "text": typed[:LONGEST_INPUT]
    }
