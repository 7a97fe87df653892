"""The five classes of a receivable (and settled), and the stages of its term."""

from __future__ import annotations

from enum import StrEnum


class ReceivableClass(StrEnum):
    """Class of a receivable, mildest first. SETTLED stands outside the five.

    Compare by `severity`: the values are words, and words sort by the alphabet.
    """

    SETTLED = "SETTLED"
    UNCOLLECTED = "UNCOLLECTED"
    EXPEDITED = "EXPEDITED"
    QUASI_BAD = "QUASI_BAD"
    BAD = "BAD"
    DEAD = "DEAD"

    @property
    def severity(self) -> int:
        """0 for SETTLED up to 5 for DEAD; this is what the database stores."""
        return _SEVERITY[self]

    @classmethod
    def from_severity(cls, severity: int) -> ReceivableClass:
        """The class with that severity. Raises ValueError outside 0..5."""
        if not 0 <= severity < len(_BY_SEVERITY):
            raise ValueError(f"A class severity lies between 0 and 5, not {severity}.")
        return _BY_SEVERITY[severity]


_BY_SEVERITY: tuple[ReceivableClass, ...] = tuple(ReceivableClass)
_SEVERITY: dict[ReceivableClass, int] = {each: n for n, each in enumerate(_BY_SEVERITY)}


class Stage(StrEnum):
    """Where the item stands in its term, whatever its class."""

    NOT_DUE = "not_due"
    IN_GRACE = "in_grace"
    PAST_FINAL = "past_final"
    CLOSED = "closed"


def milder(one: ReceivableClass, other: ReceivableClass) -> ReceivableClass:
    """The less severe of two classes."""
    return one if one.severity <= other.severity else other


def worse(one: ReceivableClass, other: ReceivableClass) -> ReceivableClass:
    """The more severe of two classes."""
    return one if one.severity >= other.severity else other
