"""The core's part of the API, its schema and its try-out page."""

from __future__ import annotations

from django.urls import path

from arcollect.core.api.docs import schema_file, try_out
from arcollect.core.api.resources import (
    AbsenceApi,
    AuditApi,
    AuthorityApi,
    CalendarApi,
    CompanyApi,
    MeApi,
    RepApi,
)
from arcollect.core.api.routes import resource

urlpatterns = [
    path("schema/", schema_file, name="schema"),
    path("docs/", try_out, name="docs"),
    path("me/", MeApi.as_view({"get": "show"}, basename="me"), name="me"),
    *resource("companies", CompanyApi),
    *resource("sales-reps", RepApi),
    *resource("calendars", CalendarApi),
    *resource("absences", AbsenceApi),
    *resource("audit-events", AuditApi),
    *resource("authority-limits", AuthorityApi),
]
