"""Codes that letters are verified by: random, readable over the phone."""

from __future__ import annotations

import secrets

# Without I, L, O and U, which are misread or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16  # 80 bits
_GROUP = 4
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """A code that cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown_code(code: str) -> str:
    """In groups of four, as letters print it."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(text: str) -> str:
    """What somebody typed, as it is stored; empty if it cannot be a code."""
    letters = "".join(text.split()).replace("-", "").upper().translate(_MISREAD)
    is_code = len(letters) == LENGTH and set(letters) <= set(ALPHABET)
    return letters if is_code else ""
