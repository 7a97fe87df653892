"""What a check of stored rows against their sources found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple


class Difference(NamedTuple):
    """One row that is not what it should be: the columns that differ, as plain data."""

    table: str
    id: str
    expected: dict[str, Any]
    found: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return self._asdict()


def compare(
    table: str, row_id: object, *, expected: Mapping[str, Any], found: Mapping[str, Any]
) -> Iterator[Difference]:
    """A difference naming the columns of `expected` that `found` does not have so."""
    wrong = [name for name, value in expected.items() if found[name] != value]
    if wrong:
        yield Difference(
            table,
            str(row_id),
            {name: plain(expected[name]) for name in wrong},
            {name: plain(found[name]) for name in wrong},
        )


def missing(table: str, row_id: object) -> Difference:
    """A row that should exist and does not."""
    return Difference(table, str(row_id), {"row": "present"}, {"row": "missing"})


def superfluous(table: str, row_id: object) -> Difference:
    """A row that should not exist."""
    return Difference(table, str(row_id), {"row": "missing"}, {"row": "present"})


def plain(value: Any) -> Any:
    """The value as JSON can hold it, amounts without losing a digit."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
