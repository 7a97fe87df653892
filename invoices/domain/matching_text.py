"""Reading names and document numbers out of what banks pass on. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Look-alikes that clerks and scanners confuse, both sides written the same way.
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CHUNK = re.compile(r"[A-Z0-9][A-Z0-9/._\-]*")
_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])?")
_LEGAL_FORM = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|股份有限公司|責任有限公司|公司|"
    r"\b(co|company|ltd|limited|inc|corp|llc|gmbh|ag|kg|sa|srl|bv|plc|pte|kk)\b)"
)
# Shorter runs of digits are days, months and counts.
SHORTEST = 4
SHORTEST_WHOLE = 6
LONGEST = 24


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


def number_key(number: str) -> str:
    """A document number without separators, look-alikes made equal."""
    return "".join(c for c in _plain(number) if c.isascii() and c.isalnum()).translate(
        _ALIKE
    )


def digits_of(number: str) -> str:
    """Only the digits of a number, in order."""
    return "".join(c for c in _plain(number) if c in "0123456789")


def name_key(name: str) -> str:
    """A name without legal form, punctuation and case, to compare payers by."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[^\w]+", " ", text)
    bare = "".join(c for c in _LEGAL_FORM.sub("", text) if c.isalnum())
    return bare or "".join(c for c in text if c.isalnum())


def account_key(account: str) -> str:
    """An account number without blanks and separators."""
    return "".join(c for c in _plain(account) if c.isalnum())


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without separators, and where something stood between two characters."""

    text: str
    # As it was written, before look-alikes were made equal.
    written: str
    joined: tuple[bool, ...]

    def is_one_piece(self, start: int, length: int) -> bool:
        """Whether no separator was squeezed out of this piece."""
        return all(self.joined[start + 1 : start + length])

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether no longer run of digits or letters was cut to get this piece."""
        return not (self._runs_on(start) or self._runs_on(end))

    def _runs_on(self, at: int) -> bool:
        if not 0 < at < len(self.written) or not self.joined[at]:
            return False
        return self.written[at - 1].isdigit() == self.written[at].isdigit()


def squeeze(text: str) -> Squeezed:
    """`text` as `number_key` writes it, with the gaps remembered."""
    kept: list[str] = []
    joined: list[bool] = []
    touching = False
    for char in _plain(text):
        if char.isascii() and char.isalnum():
            kept.append(char)
            joined.append(touching)
            touching = True
        else:
            touching = False
    written = "".join(kept)
    return Squeezed(written.translate(_ALIKE), written, tuple(joined))


def chunks(text: str) -> Iterator[str]:
    """Pieces of the text that may be document numbers or what is left of one.

    Dates, and runs as long as account numbers, are none.
    """
    for found in _CHUNK.finditer(_plain(text)):
        piece = found.group().strip("/._-")
        digits = digits_of(piece.translate(_ALIKE)) if _is_mostly_digits(piece) else ""
        if len(digits) < SHORTEST or len(digits) > LONGEST:
            continue
        if _DATE.fullmatch(digits):
            continue
        yield piece


def _is_mostly_digits(piece: str) -> bool:
    return sum(c.isdigit() for c in piece) * 2 >= len(number_key(piece))


def is_one_off(left: str, right: str) -> bool:
    """Whether two keys differ by one wrong, or two swapped neighbouring characters."""
    if len(left) != len(right) or left == right:
        return False
    odd = [
        i for i, pair in enumerate(zip(left, right, strict=True)) if len(set(pair)) > 1
    ]
    if len(odd) == 1:
        return True
    return (
        len(odd) == 2
        and odd[1] == odd[0] + 1
        and left[odd[0]] == right[odd[1]]
        and left[odd[1]] == right[odd[0]]
    )
