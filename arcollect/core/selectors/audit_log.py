"""Reading the audit log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from arcollect.core.models import AuditEvent, Company, User
from arcollect.core.permissions import Person, company_scope
from arcollect.core.roles import Permission

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """What to show; an empty value does not filter.

    `action` is a prefix (`invoices.` or a whole action). Both days are days of the
    company's time zone and inclusive.
    """

    actor_id: int | None = None
    action: str = ""
    object_type: str = ""
    object_id: str = ""
    from_day: dt.date | None = None
    to_day: dt.date | None = None


def list_events(
    *, user: Person, company: Company, chosen: AuditFilter
) -> QuerySet[AuditEvent]:
    """The company's events that the user may read, newest first."""
    events = AuditEvent.objects.filter(
        company_scope(user, Permission.VIEW_AUDIT), company=company
    ).select_related("actor")
    if chosen.actor_id is not None:
        events = events.filter(actor_id=chosen.actor_id)
    if chosen.action:
        events = events.filter(action__startswith=chosen.action)
    if chosen.object_type:
        events = events.filter(object_type=chosen.object_type)
    if chosen.object_id:
        events = events.filter(object_id=chosen.object_id)
    if chosen.from_day is not None:
        events = events.filter(at__gte=_midnight(chosen.from_day, company))
    if chosen.to_day is not None:
        next_day = chosen.to_day + dt.timedelta(days=1)
        events = events.filter(at__lt=_midnight(next_day, company))
    return events.order_by("-pk")


def list_actors(*, company: Company) -> QuerySet[User]:
    """Everybody with a role in the company, to choose from."""
    return User.objects.filter(memberships__company=company).order_by("full_name", "pk")


def page_of_events(
    events: QuerySet[AuditEvent], *, before: int | None
) -> tuple[list[AuditEvent], int | None]:
    """One page older than the event `before`, and where the next page begins.

    By key and not by number, so that page 4,000 costs as much as the first one.
    """
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[: PAGE + 1])
    page = found[:PAGE]
    return page, (page[-1].pk if len(found) > PAGE else None)


def _midnight(day: dt.date, company: Company) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(company.time_zone))
