"""What an import did or would do, as the command prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from arcollect.core.money import format_plain, from_stored
from invoices.importers.columns import Kind
from invoices.importers.problems import Level
from invoices.importers.staging import CREATED, UNCHANGED, UPDATED, Staging

# Of several rows made from one source row, the strongest counts.
_STRENGTH = {UNCHANGED: 1, UPDATED: 2, CREATED: 3}
_EXAMPLES = 5


@dataclass(slots=True)
class Counts:
    """Source rows by what they do; `by_kind` counts the rows made from them."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    warnings: int = 0
    errors: int = 0
    by_kind: dict[str, dict[str, int]] = field(default_factory=dict)
    # Sales on credit without a contract, which the books mark.
    marked: int = 0
    # New opening balances: one line a currency.
    openings: list[dict[str, Any]] = field(default_factory=list)


def count(staging: Staging, *, rows: int) -> Counts:
    """Count what is staged; nothing is created or updated if anything is refused."""
    counts = Counts(rows=rows)
    levels = dict(
        staging.query("SELECT level, count(*) FROM problem GROUP BY level").fetchall()
    )
    counts.warnings = levels.get(Level.WARNING, 0)
    counts.errors = levels.get(Level.ERROR, 0)
    if counts.errors:
        return counts
    found = _by_strength(staging)
    counts.created, counts.updated = found.get(3, 0), found.get(2, 0)
    # Rows of a profile that make nothing at all change nothing either.
    counts.unchanged = rows - counts.created - counts.updated
    counts.marked = levels.get(Level.NOTE, 0)
    counts.openings = list(_sum_openings(staging))
    counts.by_kind = {kind.value: _of_kind(staging, kind) for kind in Kind}
    return counts


def _by_strength(staging: Staging) -> dict[int, int]:
    cases = " ".join(f"WHEN '{key}' THEN {value}" for key, value in _STRENGTH.items())
    rows = " UNION ALL ".join(
        f"SELECT at, CASE status {cases} END AS strength FROM {kind} WHERE at > 0"  # noqa: S608
        for kind in Kind
    )
    return dict(
        staging.query(
            f"""SELECT strongest, count(*) FROM (
                  SELECT max(strength) AS strongest FROM ({rows}) GROUP BY at)
                GROUP BY strongest"""  # noqa: S608
        ).fetchall()
    )


def _sum_openings(staging: Staging) -> Iterator[dict[str, Any]]:
    """Rows, what is owed, what is the customers' credit, and both together."""
    for currency, rows, owed, credit in staging.query(
        """SELECT currency, count(*), sum(max(open_amount, 0)), -sum(min(open_amount, 0))
           FROM openings WHERE status = ? GROUP BY currency ORDER BY currency""",
        [CREATED],
    ):
        yield {
            "currency": currency,
            "rows": rows,
            "owed": format_plain(from_stored(owed), currency),
            "credit": format_plain(from_stored(credit), currency),
            "net": format_plain(from_stored(owed - credit), currency),
        }


def _of_kind(staging: Staging, kind: Kind) -> dict[str, int]:
    # Opening balances are staged among the invoices too.
    own = "WHERE opening IS NULL" if kind is Kind.INVOICES else ""
    found = dict(
        staging.query(
            f"SELECT status, count(*) FROM {kind} {own} GROUP BY status"  # noqa: S608
        ).fetchall()
    )
    return {
        "created": found.get(CREATED, 0),
        "updated": found.get(UPDATED, 0),
        "unchanged": found.get(UNCHANGED, 0),
    }


def list_problems(
    staging: Staging, level: Level, *, limit: int = -1
) -> Iterator[dict[str, Any]]:
    """Findings of one level in the order of files and lines."""
    rows = staging.query(
        "SELECT at, column_name, value, reason FROM problem WHERE level = ? "
        "ORDER BY at, id LIMIT ?",
        [level, limit],
    )
    for at, column, value, reason in rows:
        place = staging.place(at)
        yield {
            "file": place.file,
            "line": place.line,
            "column": column,
            "value": value,
            "reason": reason,
        }


def group_problems(staging: Staging) -> list[dict[str, Any]]:
    """Findings grouped by cause: how many, and the first examples of each."""
    groups = []
    for level, cause, number in staging.query(
        "SELECT level, cause, count(*) FROM problem GROUP BY level, cause "
        "ORDER BY level, count(*) DESC"
    ).fetchall():
        examples = []
        for at, column, value, reason in staging.query(
            "SELECT at, column_name, value, reason FROM problem "
            "WHERE level = ? AND cause = ? ORDER BY at, id LIMIT ?",
            [level, cause, _EXAMPLES],
        ).fetchall():
            place = staging.place(at)
            examples.append(
                {
                    "file": place.file,
                    "line": place.line,
                    "column": column,
                    "value": value,
                    "reason": reason,
                }
            )
        groups.append(
            {"level": level, "cause": cause, "count": number, "examples": examples}
        )
    return groups


def json_parts(
    staging: Staging,
    counts: Counts,
    *,
    dry_run: bool,
    encodings: dict[str, Any],
) -> Iterator[str]:
    """The result as one JSON object, problem by problem, so that memory stays flat."""
    head: dict[str, Any] = {
        "rows": counts.rows,
        "created": counts.created,
        "unchanged": counts.unchanged,
        "updated": counts.updated,
        "dry_run": dry_run,
        "by_kind": counts.by_kind,
    }
    if counts.openings:
        head["openings"] = counts.openings
    if counts.marked:
        head["marked"] = counts.marked
    if encodings:
        head["encodings"] = encodings
    text = json.dumps(head, ensure_ascii=False)
    yield text[:-1]
    for name, level in (("warnings", Level.WARNING), ("errors", Level.ERROR)):
        yield f', "{name}": ['
        for index, problem in enumerate(list_problems(staging, level)):
            yield (", " if index else "") + json.dumps(problem, ensure_ascii=False)
        yield "]"
    yield "}\n"
