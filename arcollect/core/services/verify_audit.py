"""Check the audit log: every row against its hash, every seal against its rows."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from arcollect.core.audit import row_hash
from arcollect.core.differences import Difference, compare, missing
from arcollect.core.insert_only import missing_triggers
from arcollect.core.models import AuditEvent, AuditSeal
from arcollect.core.services.seal_audit import GENESIS, chain_hash

EVENTS, SEALS = "core_auditevent", "core_auditseal"


def verify_audit() -> Iterator[Difference]:
    """Rows whose hash does not fit, and seals whose rows were changed, added or removed."""
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2_000):
        expected = {"row_hash": row_hash(event)}
        found = {"row_hash": event.row_hash}
        yield from compare(EVENTS, event.pk, expected=expected, found=found)
    after, previous = 0, GENESIS
    for seal in AuditSeal.objects.order_by("last_event_id").iterator():
        sealed = AuditEvent.objects.filter(pk__gt=after, pk__lte=seal.last_event_id)
        rows = list(sealed.order_by("pk").values_list("pk", "row_hash"))
        link = {"events": len(rows), "chain_hash": chain_hash(previous, rows)}
        stored = {"events": seal.events, "chain_hash": seal.chain_hash}
        yield from compare(SEALS, seal.last_event_id, expected=link, found=stored)
        after, previous = seal.last_event_id, seal.chain_hash


def verify_triggers() -> Iterator[Difference]:
    """Triggers that refuse changes of posted rows and are not there."""
    for name in missing_triggers(connection):
        yield missing("triggers", name)
