"""Routes of collection work."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from collection.api.rewards import (
    CampaignApi,
    CommissionLineApi,
    CommissionPolicyApi,
    CommissionStatementApi,
    PointsAccountApi,
    PointsEntryApi,
    PointsPolicyApi,
    RedemptionApi,
)
from collection.api.views import (
    HeldBackApi,
    HoldApi,
    MessageApi,
    PlannedContactApi,
    PromiseApi,
    ReminderApi,
    ReminderRunApi,
    VisitApi,
)

urlpatterns = [
    *resource("visits", VisitApi),
    *resource("promises", PromiseApi, acts={"replace": "replace", "cancel": "cancel"}),
    *resource("reminders", ReminderApi),
    *resource("reminder-runs", ReminderRunApi),
    *resource("held-back", HeldBackApi),
    *resource("messages", MessageApi),
    *resource("planned-contacts", PlannedContactApi),
    *resource("holds", HoldApi),
    *resource("commission-policies", CommissionPolicyApi),
    *resource("commission-statements", CommissionStatementApi),
    *resource("commission-lines", CommissionLineApi),
    *resource("points-policies", PointsPolicyApi),
    *resource("points-accounts", PointsAccountApi),
    *resource("points-entries", PointsEntryApi),
    *resource("campaigns", CampaignApi),
    *resource("redemptions", RedemptionApi),
]
