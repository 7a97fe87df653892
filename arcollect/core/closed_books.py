"""Closed periods, read under a lock; triggers refuse what forgets to ask.

Whoever posts holds the books open until his transaction ends, whoever closes waits for him: on
PostgreSQL by an advisory lock that posters share, on SQLite by its only writer.
"""

from __future__ import annotations

import datetime as dt
import time

from django.db import connection

from arcollect.core.models import ClosedBooks
from arcollect.core.period_guards import LOCK_CLASS

# How long closing waits for postings under way before it asks to try again.
_TRIES, _PAUSE = 60, 0.05


def hold_open(company_id: int) -> dt.date | None:
    """Through which day the books are closed, and nobody closes more meanwhile.

    To be asked inside the posting transaction; None while no period is closed.
    """
    if connection.vendor == "postgresql":
        _lock("pg_advisory_xact_lock_shared", company_id)
    return closed_through(company_id)


def closed_through(company_id: int) -> dt.date | None:
    """The last closed day of a company, to show; None while no period is closed."""
    rows = ClosedBooks.objects.filter(company=company_id)
    return rows.values_list("through", flat=True).first()


def first_open_day(company_id: int) -> dt.date | None:
    """The first day on which something can be posted; None: any day."""
    through = closed_through(company_id)
    return through and through + dt.timedelta(days=1)


def open_day(company_id: int, day: dt.date) -> dt.date:
    """`day`, or the first open day where `day` is closed: what forms propose."""
    return max(day, first_open_day(company_id) or day)


def hold_closed(company_id: int) -> bool:
    """Keep everybody from posting until this transaction ends.

    False where postings under way do not end within some seconds: nobody is made to
    wait behind one who waits.
    """
    if connection.vendor != "postgresql":
        return True
    for _ in range(_TRIES):
        if _lock("pg_try_advisory_xact_lock", company_id):
            return True
        time.sleep(_PAUSE)
    return False


def _lock(function: str, company_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(%s, %s)",
            [LOCK_CLASS, company_id % (1 << 31)],
        )
        row = cursor.fetchone()
    return row is not None and row[0] is not False
