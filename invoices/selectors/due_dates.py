"""Due dates of items as their documents tell them, now or as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import DateField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from invoices.models import DueDateChange, DueItem


def due_in_documents(*, company_id: int, known_at: dt.datetime | None) -> Any:
    """The due date of each row of due items: its newest change known then, or its own.

    The day asked about plays no part: before a change takes effect the item is not due
    under either date. An expression; the plain column where nothing was ever moved.
    """
    changes = DueDateChange.objects.filter(company=company_id, moves_age=True)
    if known_at is not None:
        changes = changes.filter(recorded_at__lte=known_at)
    if not changes.exists():
        return F("due_on")
    newest = changes.filter(due_item=OuterRef("pk")).order_by("-sequence")
    moved = Subquery(newest.values("new_due_on")[:1], output_field=DateField())
    return Coalesce(moved, F("due_on"))


class Moved(NamedTuple):
    """A due date that counts from the moment it was recorded."""

    new_due_on: dt.date
    recorded_at: dt.datetime


class DueDates:
    """The changes of a company's due dates, read once."""

    def __init__(self, *, company_id: int, item_id: int | None = None) -> None:
        rows = DueDateChange.objects.filter(company=company_id, moves_age=True)
        if item_id is not None:
            rows = rows.filter(due_item=item_id)
        self._moves: dict[int, list[Moved]] = defaultdict(list)
        for item, new_due_on, recorded_at in rows.order_by("sequence").values_list(
            "due_item_id", "new_due_on", "recorded_at"
        ):
            self._moves[item].append(Moved(new_due_on, recorded_at))

    def of(self, item: DueItem, *, known_at: dt.datetime | None = None) -> dt.date:
        """The due date of `item` as known at that instant (inclusive); None: now."""
        due_on = item.due_on
        for moved in self._moves.get(item.pk, ()):
            if known_at is None or moved.recorded_at <= known_at:
                due_on = moved.new_due_on
        return due_on

    def moments(self, item_id: int) -> set[dt.datetime]:
        """When anything about the due date of the item was recorded."""
        return {moved.recorded_at for moved in self._moves.get(item_id, ())}
