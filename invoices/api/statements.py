"""Bank statements and their entries: read; a statement's file: import."""

from __future__ import annotations

import base64
import binascii
from dataclasses import asdict
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.fields import MoneyText, fault
from arcollect.core.api.filters import CurrencyFilter, DayFilter, KeyFilter, WordFilter
from arcollect.core.api.permissions import Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from invoices.importers.statements.profile import SHIPPED, load_shipped
from invoices.models import BankEntry, BankEntryState, BankStatement
from invoices.selectors.bank_statements import list_entries, list_statements
from invoices.services.import_statement import (
    ReadFile,
    StatementRefusedError,
    keep_statement,
    read_statement,
)

register_refusal(StatementRefusedError, status=422, field="content")
READ = Need(Permission.VIEW_STATEMENTS)
PROFILES = sorted(path.stem for path in SHIPPED.glob("*.toml"))


class BankStatementOut(serializers.ModelSerializer[BankStatement]):
    """One statement of one account, as its file states it."""

    opening = MoneyText(read_only=True, allow_null=True)
    closing = MoneyText(read_only=True, allow_null=True)
    kept = serializers.IntegerField(
        read_only=True, help_text="Entries that were new with this file."
    )
    left = serializers.IntegerField(
        read_only=True, help_text="Credits of this statement still to be matched."
    )

    class Meta:
        model = BankStatement
        fields = (
            "id",
            "account",
            "bank_account",
            "format",
            "profile",
            "number",
            "currency",
            "from_on",
            "until_on",
            "opening",
            "closing",
            "entries_stated",
            "kept",
            "left",
            "file_name",
            "file_sha256",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class BankEntryOut(serializers.ModelSerializer[BankEntry]):
    """One line of a statement; a credit is positive. Only booked credits have a state."""

    amount = MoneyText(read_only=True)
    state = serializers.SerializerMethodField()
    owner = serializers.SerializerMethodField()
    payment = serializers.SerializerMethodField()

    class Meta:
        model = BankEntry
        fields = (
            "id",
            "statement",
            "position",
            "status",
            "booked_on",
            "value_on",
            "currency",
            "amount",
            "payer_name",
            "payer_account",
            "text",
            "bank_reference",
            "payer_reference",
            "state",
            "owner",
            "payment",
        )
        read_only_fields = fields

    def get_state(self, entry: BankEntry) -> str | None:
        """open, matched, unidentified or ignored; null for a line that has none."""
        return _state(entry, "state")  # type: ignore[no-any-return]

    def get_owner(self, entry: BankEntry) -> int | None:
        return _state(entry, "owner_id")  # type: ignore[no-any-return]

    def get_payment(self, entry: BankEntry) -> int | None:
        return _state(entry, "payment_id")  # type: ignore[no-any-return]


def _state(entry: BankEntry, name: str) -> Any:
    found: BankEntryState | None = getattr(entry, "state", None)
    return getattr(found, name, None)


class StatementIn(serializers.Serializer[Any]):
    """A statement's file as it came from the bank."""

    name = serializers.CharField(max_length=200, help_text="The file's name.")
    content = serializers.CharField(
        trim_whitespace=False, help_text="The file's bytes in Base64."
    )
    profile = serializers.ChoiceField(
        choices=PROFILES,
        default="",
        allow_blank=True,
        help_text="How a table is read; left out, its headings tell.",
    )

    def validate_content(self, text: str) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise fault("content", "format", _("This is not Base64.")) from error


class StatementImportOut(serializers.Serializer[Any]):
    """What became of the file: the figures are the file's, `created` what was new."""

    file = serializers.CharField()
    format = serializers.ChoiceField(choices=BankStatement.Format.choices)
    statements = serializers.IntegerField()
    entries = serializers.IntegerField()
    currency = serializers.CharField(allow_null=True)
    credit = serializers.CharField()
    debit = serializers.CharField()
    created = serializers.IntegerField()
    status = serializers.ChoiceField(choices=["imported", "already_imported"])
    reason = serializers.CharField(allow_blank=True)
    created_statements = serializers.ListField(child=serializers.IntegerField())


class StatementFilters(FilterSet):
    currency = CurrencyFilter()
    format = WordFilter(choices=BankStatement.Format.choices)
    bank_account = KeyFilter(field_name="bank_account_id")
    since = DayFilter(field_name="until_on", lookup_expr="gte")
    until = DayFilter(field_name="from_on", lookup_expr="lte")


class EntryFilters(FilterSet):
    statement = KeyFilter(field_name="statement_id")
    currency = CurrencyFilter()
    status = WordFilter(choices=BankEntry.Status.choices)
    state = WordFilter(field_name="state__state", choices=BankEntryState.State.choices)
    since = DayFilter(field_name="booked_on", lookup_expr="gte")
    until = DayFilter(field_name="booked_on", lookup_expr="lte")


class BankStatementApi(ReadApi):
    """Bank statements, for those who see the whole company's money."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ,
        "retrieve": READ,
        "create": Need(Permission.IMPORT, TokenScope.WRITE_LEDGER),
    }
    serializer_class = BankStatementOut
    filterset_class = StatementFilters

    def rows(self) -> QuerySet[Any]:
        return list_statements(user=self.user, company=self.company, filters={})

    @extend_schema(request=StatementIn, responses={201: StatementImportOut})
    def create(self, request: Request) -> Any:
        """Import a statement's file: the whole of it or nothing, and nothing twice."""
        asked = self.read(serializer=StatementIn)
        chosen = (item for item in load_shipped() if item["name"] == asked["profile"])
        # Read before the transaction: parsing takes longer than books may be held.
        read = read_statement(
            name=asked["name"], content=asked["content"], profile=next(chosen, None)
        )
        return self._keep(request, read=read)

    @once
    def _keep(self, request: Request, *, read: ReadFile) -> Response:  # noqa: ARG002
        done = keep_statement(actor=self.user, company=self.company, read=read)
        return Response(StatementImportOut(asdict(done)).data, status=201)


class BankEntryApi(ReadApi):
    """The lines of bank statements, and what became of the credits among them."""

    needs: ClassVar[dict[str, Need]] = {"list": READ, "retrieve": READ}
    serializer_class = BankEntryOut
    filterset_class = EntryFilters

    def rows(self) -> QuerySet[Any]:
        return list_entries(user=self.user, company=self.company)
