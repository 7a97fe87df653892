"""Writing the audit log: one row per act, in the transaction of the act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from arcollect.core import clock
from arcollect.core.models import AuditEvent, Company, User

SYSTEM_LABEL = "system"
# Set by the middleware for the length of a request.
request_id: ContextVar[str] = ContextVar("request_id", default="")


def record(
    *,
    actor: User | None,
    action: str,
    target: models.Model,
    company: Company | int | None,
    label: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write one audit row. `action` is dotted: `invoices.invoice.posted`.

    `actor` None is the system (night, import from the command line). `before` and
    `after` hold only the fields that matter, JSON-ready or dates and decimals.
    Raises `TransactionManagementError` outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit row belongs into the transaction of its act."
        )
    meta = target._meta  # noqa: SLF001
    event = AuditEvent(
        company_id=company.pk if isinstance(company, Company) else company,
        at=clock.now(),
        actor=actor,
        actor_label=str(actor) if actor else SYSTEM_LABEL,
        action=action,
        object_type=f"{meta.app_label}.{meta.model_name}",
        object_id=str(target.pk),
        object_label=(label or str(target))[:200],
        before=_plain(before),
        after=_plain(after),
        reason=reason,
        request_id=request_id.get(),
    )
    event.row_hash = row_hash(event)
    event.save(force_insert=True)
    return event


def row_hash(event: AuditEvent) -> str:
    """SHA-256 over every column of the event but its id and the hash itself."""
    payload = {
        "company": event.company_id,
        "at": event.at.isoformat(),
        "actor": event.actor_id,
        "actor_label": event.actor_label,
        "action": event.action,
        "object": [event.object_type, event.object_id, event.object_label],
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
        "request_id": event.request_id,
    }
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(values: Mapping[str, Any] | None) -> Any:
    return json.loads(json.dumps(dict(values or {}), cls=DjangoJSONEncoder))
