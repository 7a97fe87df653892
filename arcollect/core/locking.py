"""Retrying a transaction that lost a race against another one."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, models, transaction

P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = 4
# PostgreSQL: serialization failure, deadlock, lock not available.
_RETRY_STATES = {"40001", "40P01", "55P03"}


def _lost_race(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _RETRY_STATES or "database is locked" in str(error)


def retried_transaction(service: Callable[P, T]) -> Callable[P, T]:
    """Run the service in one transaction; begin again when the database broke a tie.

    Inside an outer transaction nothing can be repeated: the outermost call retries.
    """

    @functools.wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.in_atomic_block:
            with transaction.atomic():
                return service(*args, **kwargs)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    return service(*args, **kwargs)
            except OperationalError as error:
                if attempt == ATTEMPTS or not _lost_race(error):
                    raise
                time.sleep(0.05 * attempt)
        raise AssertionError("unreachable")

    return run


def share_row(rows: models.QuerySet[Any]) -> bool:
    """Let nobody change the only row of `rows` until this transaction ends.

    Many may share it. False, without waiting, if there is no such row or somebody is
    changing it. SQLite has one writer, who need only look.
    """
    if connection.vendor != "postgresql":
        return rows.exists()
    sql, params = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR SHARE SKIP LOCKED", params)
        return cursor.fetchone() is not None
