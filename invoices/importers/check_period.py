"""Checks that nothing new is dated in a closed period."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from invoices.importers.problems import error
from invoices.importers.staging import CREATED, Staging

_DATED = (
    ("invoices s", "s.issued_on", "issued_on", "s.at"),
    ("payments s", "s.received_on", "received_on", "s.at"),
    (
        "placed s JOIN allocations a ON a.no = s.line",
        "s.effective_on",
        "allocated_on",
        "a.at",
    ),
)


def check_period(staging: Staging, *, through: dt.date | None) -> None:
    """Report what would be posted in the period that is closed through `through`."""
    if through is None:
        return
    first = through + dt.timedelta(days=1)
    reason = _(
        "The books are closed through %(through)s. The first day that can be taken is "
        "%(first)s."
    ) % {"through": through, "first": first}
    for source, day, column, place in _DATED:
        rows = staging.query(
            f"SELECT {place}, {day} FROM {source} "  # noqa: S608
            f"WHERE s.status = ? AND {day} <= ?",
            [CREATED, through.isoformat()],
        ).fetchall()
        for at, value in rows:
            staging.report(
                error("period.closed", at, reason, column=column, value=value)
            )
