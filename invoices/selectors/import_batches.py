"""Imports of a company, and how far they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.models import Company, ImportBatch
from arcollect.core.permissions import Person, company_scope
from arcollect.core.roles import Permission


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far the work on a batch is."""

    label: str
    done: int
    total: int
    rate: str
    finished: bool


def visible_imports(user: Person, company: Company) -> QuerySet[Any]:
    """The company's imports, if the user may import there; else none."""
    scope = company_scope(user, Permission.IMPORT)
    return (
        ImportBatch.objects.filter(scope, company=company)
        .select_related("created_by", "company")
        .annotate(file_count=Count("files"))
        .order_by("-pk")
    )


def progress_of(batch: ImportBatch) -> ImportProgress:
    """Phase, rows and speed of a batch, for the progress bar."""
    phases = {
        "waiting": _("Waiting for a worker"),
        "reading": _("Reading the rows"),
        "checking": _("Comparing with the books"),
        "posting": _("Posting"),
    }
    label = phases.get(batch.phase, "") or str(batch.get_state_display())
    total = max(batch.rows_total, batch.rows_done)
    return ImportProgress(
        label=label,
        done=batch.rows_done,
        total=total,
        rate=_rate(batch) if batch.phase == "reading" else "",
        finished=batch.state
        not in (ImportBatch.State.CHECKING, ImportBatch.State.APPLYING),
    )


def _rate(batch: ImportBatch) -> str:
    started = batch.result.get("started_at")
    if not started or not batch.rows_done:
        return ""
    seconds = (clock.now() - dt.datetime.fromisoformat(started)).total_seconds()
    if seconds < 1:
        return ""
    return _("%(rate)d rows a second") % {"rate": int(batch.rows_done / seconds)}
