"""Names of uploaded files, fit to be shown and to be downloaded under."""

from __future__ import annotations

import unicodedata

LONGEST = 120
# What no system takes in a name. What cannot be printed goes too: control characters,
# and those that turn the direction of reading round.
_FORBIDDEN = frozenset('<>:"|?*')
_FALLBACK = "file"


def clean_name(name: str, *, endings: tuple[str, ...]) -> str:
    """The last part of `name` without what a name may not hold, in any script.

    It ends with one of `endings` (without dot); a name that ends otherwise gets the
    first of them put behind it, so that "bill.html" with a picture in it is
    "bill.html.png".
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    whole = "".join(map(_allowed, unicodedata.normalize("NFC", last))).strip(". ")
    stem, dot, ending = whole.rpartition(".")
    if dot and _short(stem) and ending.lower() in endings:
        return f"{_short(stem)}.{ending}"
    return f"{_short(whole) or _FALLBACK}.{endings[0]}"


def _allowed(letter: str) -> str:
    return letter if letter.isprintable() and letter not in _FORBIDDEN else "_"


def _short(text: str) -> str:
    return text.strip(". ")[:LONGEST].strip(". ")
