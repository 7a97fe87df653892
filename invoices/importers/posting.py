"""What every row of one import shares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from arcollect.core.bulk import stored_instant
from arcollect.core.models import Company, ImportBatch, User


class BooksMovedError(Exception):
    """Somebody changed what the files refer to after it was checked; check again."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Who imports into which books, and the one instant at which all of it is known."""

    company: Company
    actor: User | None
    batch: ImportBatch
    recorded_at: dt.datetime

    @property
    def stored_instant(self) -> Any:
        """`recorded_at` as bulk inserts take it."""
        return stored_instant(self.recorded_at)
