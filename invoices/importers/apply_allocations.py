"""Allocations of an import, and what they take from documents posted before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from arcollect.core.bulk import execute_many, insert_rows
from invoices.importers.apply_documents import Bases, posted_values
from invoices.importers.staging import CREATED, Staging
from invoices.models import Allocation

if TYPE_CHECKING:
    from invoices.importers.posting import Posting

# Both sides of an allocation; a staged document has the id its number leads to.
_SIDES = """
  CASE WHEN s.side = 'payment' THEN coalesce(s.id, :payment + np.n) END,
  CASE WHEN s.side = 'credit_note' THEN coalesce(s.id, :credit_note + nc.n) END"""
_JOINS = """
  JOIN item i ON i.iid = p.iid JOIN source s ON s.sid = p.sid
  LEFT JOIN new_payments np ON s.side = 'payment' AND np.staged = s.staged
  LEFT JOIN new_credits nc ON s.side = 'credit_note' AND nc.staged = s.staged"""
_ROWS = f"""
SELECT :due_item + ni.n, {_SIDES}, p.amount, p.effective_on, p.stated_on,
       i.currency
  FROM placed p {_JOINS} JOIN new_invoices ni ON ni.staged = i.staged
  WHERE p.status = '{CREATED}'
UNION ALL
SELECT d.due_item_id, {_SIDES}, d.amount, p.effective_on, p.stated_on,
       i.currency
  FROM parts d JOIN placed p ON p.line = d.line {_JOINS}"""  # noqa: S608


def write_allocations(staging: Staging, posting: Posting, bases: Bases) -> None:
    """Insert every new allocation."""
    shared = (Allocation.Rule.BY_REMITTANCE.value, *posted_values(posting))
    rows = staging.db.execute(
        _ROWS,
        {
            "due_item": bases.due_item - 1,
            "payment": bases.payment - 1,
            "credit_note": bases.credit_note - 1,
        },
    )
    insert_rows(
        Allocation,
        (
            "due_item_id",
            "payment_id",
            "credit_note_id",
            "amount",
            "effective_on",
            "stated_on",
            "currency",
            "rule",
            "company_id",
            "recorded_at",
            "recorded_by_id",
            "batch_id",
        ),
        (row + shared for row in rows),
    )


# The last effective date among allocations in force, once all of them are written.
_LAST_DAY = """(SELECT max(a.effective_on) FROM invoices_allocation a
  WHERE a.{side} = %s AND a.reverses_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM invoices_allocation r WHERE r.reverses_id = a.id))"""
_TAKE_FROM_SOURCE = """
UPDATE invoices_onaccount SET unallocated = unallocated - %s,
  used_up_on = CASE WHEN unallocated = %s THEN {last_day} END
WHERE {side} = %s AND unallocated >= %s"""
_TAKE_FROM_ITEM = """
UPDATE invoices_dueitemstate SET open_amount = open_amount - %s,
  settled_on = CASE WHEN open_amount = %s THEN {last_day} END,
  next_change_on = CASE WHEN open_amount = %s
    AND (next_change_on IS NULL OR next_change_on > %s)
    THEN %s ELSE next_change_on END
WHERE due_item_id = %s AND open_amount >= %s"""


def take_amounts(staging: Staging) -> bool:
    """Lower what documents posted before have left; False if one has too little.

    The same conditional updates as in the service of a single allocation: whoever
    was faster meanwhile is not overdrawn. Sources first, then items, each by id.
    """
    for side in ("payment", "credit_note"):
        rows = staging.query(
            """SELECT s.id, t.amount FROM taken_of_source t
               JOIN source s ON s.sid = t.sid
               WHERE s.id IS NOT NULL AND s.side = ? ORDER BY s.id""",
            [side],
        ).fetchall()
        column = f"{side}_id"
        sql = _TAKE_FROM_SOURCE.format(
            side=column, last_day=_LAST_DAY.format(side=column)
        )
        if not _all_taken(
            sql, [(taken, taken, key, key, taken) for key, taken in rows]
        ):
            return False
    rows = staging.query(
        """SELECT d.due_item_id, sum(d.amount), max(p.effective_on)
           FROM parts d JOIN placed p ON p.line = d.line
           GROUP BY d.due_item_id ORDER BY d.due_item_id"""
    ).fetchall()
    sql = _TAKE_FROM_ITEM.format(last_day=_LAST_DAY.format(side="due_item_id"))
    return _all_taken(
        sql,
        [
            (taken, taken, key, taken, last_on, last_on, key, taken)
            for key, taken, last_on in rows
        ],
    )


def _all_taken(sql: str, rows: Iterable[tuple[Any, ...]]) -> bool:
    wanted = list(rows)
    return execute_many(sql, wanted) == len(wanted)
