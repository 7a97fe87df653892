"""Numbers that come in an address or a form nobody drew."""

from __future__ import annotations

from arcollect.core.permissions import LARGEST_KEY


def typed_number(text: str | None) -> int | None:
    """The whole number that `text` says, 0 or more; None where it says none.

    Nor where no row could have it as its key: neither database takes the question.
    """
    text = text or ""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_KEY)):
        return None
    number = int(text)
    return number if number <= LARGEST_KEY else None
