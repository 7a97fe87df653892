"""Seal audit rows into a chain, minute by minute, without making writers wait."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Max

from arcollect.core import clock
from arcollect.core.models import AuditEvent, AuditSeal

GENESIS = "0" * 64
# An id is taken a moment before its row is seen; nothing younger than this is sealed.
SETTLING_TIME = dt.timedelta(seconds=60)
_LOCK = 7_242_650_011
# One seal covers at most so many rows, so that a tick stays short.
AT_ONCE = 20_000


@transaction.atomic
def seal_audit() -> AuditSeal | None:
    """Seal the audit rows that nobody can still slip a row in between; None if none.

    Ids are given out before their transactions end, so a lower id may appear after a
    higher one. Only rows older than every transaction still writing are sealed.
    """
    _take_turns()
    previous = AuditSeal.objects.order_by("-last_event_id").first()
    after = 0 if previous is None else previous.last_event_id
    events = AuditEvent.objects.filter(pk__gt=after)
    settled = events.filter(at__lt=_writing_since() - SETTLING_TIME)
    last = settled.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    last_id = last.aggregate(last=Max("pk"))["last"] if settled.exists() else None
    if last_id is None:
        return None
    rows = list(
        events.filter(pk__lte=last_id).order_by("pk").values_list("pk", "row_hash")
    )
    seal = AuditSeal(
        last_event_id=last_id,
        events=len(rows),
        chain_hash=chain_hash(
            GENESIS if previous is None else previous.chain_hash, rows
        ),
        sealed_at=clock.now(),
    )
    seal.save(force_insert=True)
    return seal


def chain_hash(previous: str, rows: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over the previous link and the ids and hashes of the rows, in id order."""
    digest = hashlib.sha256(previous.encode())
    for pk, row_hash in rows:
        digest.update(f"\n{pk}:{row_hash}".encode())
    return digest.hexdigest()


def _take_turns() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _writing_since() -> dt.datetime:
    """Begin of the oldest transaction that may still write; SQLite has one at a time."""
    now = clock.now()
    if connection.vendor != "postgresql":
        return now
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        oldest: dt.datetime | None = cursor.fetchone()[0]
    return now if oldest is None else min(now, oldest)
