"""Read: who calls, the company, sales reps, the audit log."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.filters import DayFilter, KeyFilter, TextFilter
from arcollect.core.api.permissions import Need
from arcollect.core.api.serializers import (
    AbsenceOut,
    AuditEventOut,
    AuthorityLimitOut,
    CalendarOut,
    CompanyOut,
    MeOut,
    RepOut,
    who_calls,
)
from arcollect.core.api.views import ApiView, ReadApi
from arcollect.core.models import (
    Absence,
    AuditEvent,
    AuthorityLimit,
    Company,
    Rep,
    WorkCalendar,
)
from arcollect.core.roles import COMPANY_WIDE_ROLES, Permission, Role
from arcollect.core.selectors.absences import people_to_enter
from arcollect.core.selectors.audit_log import AuditFilter, list_events


class MeApi(ApiView):
    """Who calls, in which company, and what he may do."""

    needs: ClassVar[dict[str, Need]] = {"show": Need(None)}
    serializer_class = MeOut
    pagination_class = None
    filter_backends = ()

    @extend_schema(operation_id="me", responses=MeOut)
    def show(self, request: Request) -> Response:
        """The caller, his role and the scopes of his token."""
        return Response(MeOut(who_calls(request)).data)


class CompanyApi(ReadApi):
    """The company of the token, with its bank accounts."""

    serializer_class = CompanyOut

    def rows(self) -> QuerySet[Company]:
        company = Company.objects.filter(pk=self.company.pk)
        return company.prefetch_related("bank_accounts")


class RepFilters(FilterSet):
    team = KeyFilter(field_name="team_id")


class RepApi(ReadApi):
    """Sales reps: all of the company, or for sales one's own and one's team's."""

    serializer_class = RepOut
    filterset_class = RepFilters

    def rows(self) -> QuerySet[Rep]:
        membership: Any = self.request.membership  # type: ignore[attr-defined]
        reps = Rep.objects.filter(company=self.company)
        if membership.role in COMPANY_WIDE_ROLES:
            return reps
        own = Q(user=self.user)
        if membership.role == Role.SALES_MANAGER and membership.team_id:
            own |= Q(team=membership.team_id)
        return reps.filter(own)


class CalendarApi(ReadApi):
    """The company's working calendar."""

    serializer_class = CalendarOut

    def rows(self) -> QuerySet[WorkCalendar]:
        rows = WorkCalendar.objects.filter(company=self.company)
        return rows.prefetch_related("days")


class AbsenceApi(ReadApi):
    """Who is away, for those who enter absences: of the people they may enter."""

    needs: ClassVar[dict[str, Need]] = {
        "list": Need(Permission.KEEP_ABSENCES),
        "retrieve": Need(Permission.KEEP_ABSENCES),
    }
    serializer_class = AbsenceOut

    def rows(self) -> QuerySet[Absence]:
        people = people_to_enter(company=self.company, user=self.user)
        return Absence.objects.filter(company=self.company, user__in=people)


class AuditFilters(FilterSet):
    """Days are those of the company, both inclusive; `action` may be a beginning."""

    actor = KeyFilter(field_name="actor_id")
    action = TextFilter(lookup_expr="startswith")
    object_type = TextFilter()
    object_id = TextFilter()
    since = DayFilter(method="on_or_after")
    until = DayFilter(method="on_or_before")

    def on_or_after(self, rows: Any, _name: str, day: Any) -> Any:
        return rows & self._events(AuditFilter(from_day=day))

    def on_or_before(self, rows: Any, _name: str, day: Any) -> Any:
        return rows & self._events(AuditFilter(to_day=day))

    def _events(self, chosen: AuditFilter) -> Any:
        request: Any = self.request
        return list_events(user=request.user, company=request.company, chosen=chosen)


class AuditApi(ReadApi):
    """The audit log, for those who may read it."""

    needs: ClassVar[dict[str, Need]] = {
        "list": Need(Permission.VIEW_AUDIT),
        "retrieve": Need(Permission.VIEW_AUDIT),
    }
    serializer_class = AuditEventOut
    filterset_class = AuditFilters

    def rows(self) -> QuerySet[AuditEvent]:
        return list_events(user=self.user, company=self.company, chosen=AuditFilter())


class AuthorityApi(ReadApi):
    """The authority table, every version, for those who may read the audit log."""

    needs: ClassVar[dict[str, Need]] = {
        "list": Need(Permission.VIEW_AUDIT),
        "retrieve": Need(Permission.VIEW_AUDIT),
    }
    serializer_class = AuthorityLimitOut

    def rows(self) -> QuerySet[AuthorityLimit]:
        return AuthorityLimit.objects.filter(company=self.company)
