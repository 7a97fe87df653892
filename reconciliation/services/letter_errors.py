"""What keeps a letter from being issued, withdrawn or replaced."""

from __future__ import annotations


class LetterRefusedError(Exception):
    """Nothing was issued or changed; the text says why."""
