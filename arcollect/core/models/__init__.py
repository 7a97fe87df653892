from __future__ import annotations

from arcollect.core.models.audit import AuditEvent, AuditSeal
from arcollect.core.models.authority import Act, AuthorityLimit
from arcollect.core.models.calendar import Absence, CalendarDay, WorkCalendar
from arcollect.core.models.company import BankAccount, Company, NumberSeries
from arcollect.core.models.evidence import EvidenceFile, EvidenceState
from arcollect.core.models.imports import ImportBatch, ImportFile, ImportProfile
from arcollect.core.models.outbox import OutboxMessage
from arcollect.core.models.people import Membership, Rep, Team, User
from arcollect.core.models.period import ClosedBooks
from arcollect.core.models.runs import IdempotencyKey, Run, Schedule
from arcollect.core.models.tokens import ApiToken

__all__ = [
    "Absence",
    "Act",
    "ApiToken",
    "AuditEvent",
    "AuditSeal",
    "AuthorityLimit",
    "BankAccount",
    "CalendarDay",
    "ClosedBooks",
    "Company",
    "EvidenceFile",
    "EvidenceState",
    "IdempotencyKey",
    "ImportBatch",
    "ImportFile",
    "ImportProfile",
    "Membership",
    "NumberSeries",
    "OutboxMessage",
    "Rep",
    "Run",
    "Schedule",
    "Team",
    "User",
    "WorkCalendar",
]
