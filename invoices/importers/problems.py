"""What is wrong or odd in a file: where, which value, why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_SHOWN_VALUE = 120


class Level(StrEnum):
    """An error refuses the whole import; a warning only tells.

    A note tells what the books will mark by themselves: nothing is odd with the row.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """A physical line of a file; line 0 means the file as a whole."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `cause` groups findings of one kind, `at` is a packed place."""

    level: Level
    cause: str
    at: int
    reason: str
    column: str = ""
    value: str = ""


def error(
    cause: str, at: int, reason: str, *, column: str = "", value: Any = ""
) -> Problem:
    """A finding that refuses the import."""
    return Problem(Level.ERROR, cause, at, reason, column, shown(value))


def warning(
    cause: str, at: int, reason: str, *, column: str = "", value: Any = ""
) -> Problem:
    """A finding that is only listed."""
    return Problem(Level.WARNING, cause, at, reason, column, shown(value))


def shown(value: Any) -> str:
    """The value as the list shows it: short, and without NUL, which nobody can store."""
    text = "" if value is None else str(value)
    text = text.replace("\x00", "\\0")
    return text if len(text) <= MAX_SHOWN_VALUE else text[: MAX_SHOWN_VALUE - 1] + "…"
