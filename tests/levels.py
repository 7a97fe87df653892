"""How thorough this run is: `make test` (ci) or `make test-all` (all)."""

from __future__ import annotations

import os

LEVEL = os.environ.get("ARCOLLECT_TEST_LEVEL") or "ci"
# Whether this run is the second one, on PostgreSQL.
POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


def at_level(*, ci: int, everything: int) -> int:
    """A count of random examples for this run: `ci`, or `everything` in test-all."""
    return everything if LEVEL == "all" else ci
