"""The audit log: who changed what, when, from what to what."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from arcollect.core import audit, audit_text
from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.forms_people import AuditFilterForm
from arcollect.core.models import AuditEvent
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.audit_log import (
    AuditFilter,
    list_events,
    page_of_events,
)
from arcollect.core.typed_number import typed_number

HEADS = (
    _("Moment (UTC)"),
    _("Who"),
    _("What"),
    _("On what"),
    _("Number"),
    _("Name"),
    _("Before"),
    _("After"),
    _("Reason"),
    _("Request"),
)


@requires(Permission.VIEW_AUDIT)
@require_GET
def audit_list(request: SignedInRequest) -> HttpResponseBase:
    """Newest first, a page at a time; `?export=csv` gives all that the filter shows."""
    form = AuditFilterForm(request.GET, company=request.company)
    events = list_events(
        user=request.user, company=request.company, chosen=form.chosen()
    )
    file_format = asked_format(request.GET.get("export"))
    if file_format is not None:
        _record_export(request, events.count())
        sheet = Sheet(name="audit", heads=HEADS, rows=_rows(events))
        return export_response(sheet, file_format=file_format)
    before = typed_number(request.GET.get("before"))
    page, next_before = page_of_events(events, before=before)
    context = {
        "form": form,
        "readings": [audit_text.read(event) for event in page],
        "next_before": next_before,
        "is_first": before is None,
    }
    return render(request, "core/audit_list.html", context)


@requires(Permission.VIEW_AUDIT)
@require_GET
def audit_detail(request: SignedInRequest, event_id: int) -> HttpResponse:
    """One act, field by field."""
    events = list_events(
        user=request.user, company=request.company, chosen=AuditFilter()
    )
    event = get_or_404(events, pk=event_id)
    context = {"reading": audit_text.read(event)}
    return render(request, "core/audit_detail.html", context)


@transaction.atomic
def _record_export(request: SignedInRequest, rows: int) -> None:
    audit.record(
        actor=request.user,
        action="core.audit.exported",
        target=request.company,
        company=request.company,
        after={"rows": rows},
    )


def _rows(events: QuerySet[AuditEvent]) -> Iterator[list[Cell]]:
    for event in events.iterator(chunk_size=500):
        yield _row(audit_text.read(event))


def _row(reading: audit_text.Reading) -> list[Cell]:
    event = reading.event
    return [
        event.at.isoformat(timespec="seconds"),
        reading.who,
        reading.action,
        reading.object,
        event.object_id,
        event.object_label,
        "; ".join(f"{change.field}: {change.before}" for change in reading.changes),
        "; ".join(f"{change.field}: {change.after}" for change in reading.changes),
        event.reason,
        event.request_id,
    ]
