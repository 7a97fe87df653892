"""Names of uploaded files, fit to be shown and to be downloaded under."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
# What no system takes in a name, and what turns the direction of reading round.
_FORBIDDEN = re.compile(
    r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]'
)
_FALLBACK = "file"


def clean_name(name: str, *, endings: tuple[str, ...]) -> str:
    """The last part of `name` without what a name may not hold, in any script.

    It ends with one of `endings` (without dot); a name that ends otherwise gets the
    first of them put behind it, so that "bill.html" with a picture in it is
    "bill.html.png".
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    whole = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", last)).strip(". ")
    stem, dot, ending = whole.rpartition(".")
    if dot and stem.strip(". ") and ending.lower() in endings:
        return f"{stem.strip('. ')[:LONGEST]}.{ending}"
    return f"{whole[:LONGEST].strip('. ') or _FALLBACK}.{endings[0]}"
