"""The life of a customer: which status may follow which. Pure."""

from __future__ import annotations

PROSPECT, ACTIVE, SUSPENDED, CLOSED = "PROSPECT", "ACTIVE", "SUSPENDED", "CLOSED"
# A closed customer comes back suspended: somebody activates him after another look.
MOVES: dict[str, frozenset[str]] = {
    PROSPECT: frozenset({ACTIVE, CLOSED}),
    ACTIVE: frozenset({SUSPENDED, CLOSED}),
    SUSPENDED: frozenset({ACTIVE, CLOSED}),
    CLOSED: frozenset({SUSPENDED}),
}


def may_move(before: str, after: str) -> bool:
    """Whether a customer of status `before` may be given `after`; staying is allowed."""
    return before == after or after in MOVES.get(before, frozenset())
