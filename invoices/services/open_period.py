"""The guard of every posting: nothing is dated in a closed period."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core.closed_books import hold_open
from invoices.services.errors import LedgerRefusedError


class PeriodClosedError(LedgerRefusedError):
    """The business date lies in a closed period; the text says which day can be taken."""


def hold_open_day(company_id: int, day: dt.date) -> dt.date:
    """`day`, or the first open day after it; the books stay open until the commit.

    For dates that nobody named: a late fact goes to the open period.
    """
    through = hold_open(company_id)
    return day if through is None else max(day, through + dt.timedelta(days=1))


def refuse_closed(company_id: int, day: dt.date) -> None:
    """Raises `PeriodClosedError` for a `day` that somebody named in a closed period.

    To be called inside the posting transaction, before anything is written: until it
    commits nobody closes the period.
    """
    first = hold_open_day(company_id, day)
    if first > day:
        raise PeriodClosedError(
            _(
                "The books are closed through %(through)s. The first day that can be "
                "taken is %(first)s."
            )
            % {"through": first - dt.timedelta(days=1), "first": first}
        )
