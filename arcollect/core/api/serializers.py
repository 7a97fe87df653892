"""How people, companies and the audit log are shown."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import MoneyText
from arcollect.core.models import (
    Absence,
    AuditEvent,
    AuthorityLimit,
    BankAccount,
    CalendarDay,
    Company,
    Rep,
    WorkCalendar,
)
from arcollect.core.roles import PERMISSIONS, Permission, Role
from arcollect.core.selectors.calendars import weekend_days
from arcollect.core.token_scopes import TokenScope


class ReasonIn(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=500)


class BankAccountOut(serializers.ModelSerializer[BankAccount]):
    """Where customers pay to."""

    class Meta:
        model = BankAccount
        fields = (
            "id",
            "currency",
            "bank",
            "account_name",
            "account_number",
            "is_active",
        )
        read_only_fields = fields


class CompanyOut(serializers.ModelSerializer[Company]):
    """The legal entity whose receivables are kept."""

    bank_accounts = BankAccountOut(many=True, read_only=True)
    email = serializers.CharField(read_only=True)
    closed_through = serializers.DateField(
        source="closed_books.through",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="Nothing is posted with this date or an earlier one.",
    )

    class Meta:
        model = Company
        fields = (
            "id",
            "code",
            "name",
            "tax_id",
            "address",
            "base_currency",
            "time_zone",
            "language",
            "phone",
            "email",
            "contact_person",
            "closed_through",
            "bank_accounts",
        )
        read_only_fields = fields


class TokenOut(serializers.Serializer[Any]):
    """The token of this call; the secret is never shown again."""

    prefix = serializers.CharField()
    name = serializers.CharField()
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=TokenScope.choices)
    )
    expires_at = serializers.DateTimeField()


class MeOut(serializers.Serializer[Any]):
    """Who calls, in which company and role, and what that allows."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    full_name = serializers.CharField()
    language = serializers.CharField(allow_blank=True)
    company = serializers.IntegerField()
    company_code = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    permissions = serializers.ListField(
        child=serializers.ChoiceField(choices=Permission.choices)
    )
    token = TokenOut(allow_null=True)


def who_calls(request: Any) -> dict[str, Any]:
    """The data of `MeOut`."""
    membership, user = request.membership, request.user
    return {
        "id": user.pk,
        "username": user.username,
        "full_name": user.full_name,
        "language": user.language,
        "company": membership.company_id,
        "company_code": membership.company.code,
        "role": membership.role,
        "permissions": sorted(PERMISSIONS[membership.role]),
        "token": request.auth,
    }


class RepOut(serializers.ModelSerializer[Rep]):
    """A salesperson as the books name him."""

    class Meta:
        model = Rep
        fields = ("id", "name", "team")
        read_only_fields = fields


class CalendarDayOut(serializers.ModelSerializer[CalendarDay]):
    """A holiday, or a day worked in spite of weekend and holidays."""

    class Meta:
        model = CalendarDay
        fields = ("day", "is_working", "name")
        read_only_fields = fields


class CalendarOut(serializers.ModelSerializer[WorkCalendar]):
    """Working days: `weekend` names the weekdays of rest, 0 is Monday."""

    weekend = serializers.SerializerMethodField()
    days = CalendarDayOut(many=True, read_only=True)

    class Meta:
        model = WorkCalendar
        fields = ("id", "name", "weekend", "days")
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_weekend(self, calendar: WorkCalendar) -> list[int]:
        return sorted(weekend_days(calendar.weekend))


class AbsenceOut(serializers.ModelSerializer[Absence]):
    """Who is away through `until_on`, and who stands in for him."""

    class Meta:
        model = Absence
        fields = ("id", "user", "from_on", "until_on", "stand_in", "recorded_at")
        read_only_fields = fields


class AuditEventOut(serializers.ModelSerializer[AuditEvent]):
    """Who did what, when and why."""

    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()

    class Meta:
        model = AuditEvent
        fields = (
            "id",
            "at",
            "actor",
            "actor_label",
            "action",
            "object_type",
            "object_id",
            "object_label",
            "before",
            "after",
            "reason",
            "request_id",
            "row_hash",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_before(self, event: AuditEvent) -> Any:
        return event.before

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_after(self, event: AuditEvent) -> Any:
        return event.after


class AuthorityLimitOut(serializers.ModelSerializer[AuthorityLimit]):
    """Up to which amount a role approves an act alone; the newest version counts.

    A null `limit` is any amount, 0 only ever as one of two.
    """

    limit = MoneyText(read_only=True, allow_null=True)

    class Meta:
        model = AuthorityLimit
        fields = (
            "id",
            "role",
            "act",
            "currency",
            "limit",
            "withdrawn",
            "version",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields
