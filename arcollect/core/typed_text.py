"""Words that come in an address nobody drew."""

from __future__ import annotations


def typed_text(text: str | None) -> str:
    """`text` without the outer blanks and without NUL, which PostgreSQL refuses."""
    return (text or "").replace("\0", "").strip()
