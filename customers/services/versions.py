"""Two people edit the same row: the later one is shown what the other changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.audit_text import who_label
from arcollect.core.models import AuditEvent, User
from customers.models import (
    Contact,
    Contract,
    Customer,
    CustomerProduct,
    PaymentProfile,
    Product,
    PromotionAgreement,
    SupportAction,
)

VERSION = "version"
Versioned = (
    Customer
    | Contact
    | Contract
    | PaymentProfile
    | Product
    | CustomerProduct
    | PromotionAgreement
    | SupportAction
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that somebody else changed since the form was opened."""

    field: str
    before: str
    theirs: str
    person: str
    at: dt.datetime


class ChangedMeanwhileError(Exception):
    """Somebody saved first; nothing was written. `changes` names field by field."""

    def __init__(self, *, changes: list[FieldChange], version: int) -> None:
        self.changes = changes
        self.version = version
        super().__init__(
            _("Somebody saved this while you were writing. Nothing of yours is lost.")
        )


def update_versioned(
    row: Versioned,
    values: Mapping[str, Any],
    *,
    version: int,
    actor: User | None,
    action: str,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Write `values` to `row` if it still has `version`, and the audit row with it.

    `values` are model fields; `extra` are further fields derived from them, which the
    audit log need not repeat. The row's one conditional UPDATE decides between two at
    once. Raises `ChangedMeanwhileError`. Must run inside a transaction.
    """
    manager = type(row)._default_manager  # noqa: SLF001
    stored = manager.get(pk=row.pk)
    changed = {name: v for name, v in values.items() if getattr(stored, name) != v}
    written = manager.filter(pk=row.pk, version=version).update(
        **changed, **(extra or {}), version=version + 1
    )
    if not written:
        raise ChangedMeanwhileError(
            changes=changes_since(stored, version=version),
            version=manager.values_list(VERSION, flat=True).get(pk=row.pk),
        )
    audit.record(
        actor=actor,
        action=action,
        target=row,
        company=stored.company_id,
        before={name: _shown(getattr(stored, name)) for name in changed},
        after={
            **{name: _shown(value) for name, value in changed.items()},
            VERSION: version + 1,
        },
    )


def changes_since(row: Versioned, *, version: int) -> list[FieldChange]:
    """What the audit log knows of edits after `version`, oldest first."""
    meta = row._meta  # noqa: SLF001
    events = AuditEvent.objects.filter(
        object_type=f"{meta.app_label}.{meta.model_name}", object_id=str(row.pk)
    ).order_by("pk")
    found: dict[str, FieldChange] = {}
    for event in events:
        if event.after.get(VERSION, 0) <= version:
            continue
        for field in event.after.keys() - {VERSION}:
            first = found.get(field)
            found[field] = FieldChange(
                field=field,
                before=first.before if first else _text(event.before.get(field)),
                theirs=_text(event.after[field]),
                person=who_label(event),
                at=event.at,
            )
    return list(found.values())


def _shown(value: Any) -> Any:
    return str(value) if isinstance(value, models.Model) else value


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value or "")
