"""Routes of collection work."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from collection.api.views import (
    HoldApi,
    PlannedContactApi,
    PromiseApi,
    ReminderApi,
    VisitApi,
)

urlpatterns = [
    *resource("visits", VisitApi),
    *resource("promises", PromiseApi, acts={"replace": "replace", "cancel": "cancel"}),
    *resource("reminders", ReminderApi),
    *resource("planned-contacts", PlannedContactApi),
    *resource("holds", HoldApi),
]
