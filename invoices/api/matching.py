"""Matching: proposals, decisions, learned payers; confirm, set aside, undo."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.fields import Key, MoneyText, fault
from arcollect.core.api.filters import KeyFilter, WordFilter, YesNoFilter
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.views import ReadApi
from arcollect.core.money import AmountFormatError, exact_money
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from invoices.api.bodies import MOST_PARTS, visible_customers
from invoices.match_words import reasons_of, title_of
from invoices.models import (
    Allocation,
    BankEntry,
    DueItem,
    EntryDecision,
    MatchProposal,
    PayerAlias,
)
from invoices.services.confirm_match import MatchPart, confirm_match
from invoices.services.entry_states import AlreadyDecidedError
from invoices.services.undo_match import undo_match

register_refusal(AlreadyDecidedError, status=409)
READ = Need(Permission.VIEW_STATEMENTS)
ALLOCATE = Need(Permission.ALLOCATE, TokenScope.WRITE_LEDGER)
ZERO = Decimal(0)


def _entries(request: Any) -> Any:
    rows = BankEntry.objects.visible_to(request.user)
    return rows.filter(company=request.company, state__isnull=False)


def _items(request: Any) -> Any:
    return DueItem.objects.filter(company=request.company).visible_to(request.user)


class ReasonOut(serializers.Serializer[Any]):
    """One reason for or against."""

    code = serializers.CharField()
    text = serializers.CharField()
    is_for = serializers.BooleanField()


class ProposalPartOut(serializers.Serializer[Any]):
    """What settles one item: money, discount, the bank's fee."""

    due_item = serializers.IntegerField()
    money = serializers.CharField()
    discount = serializers.CharField()
    fee = serializers.CharField()


class ProposalOut(serializers.ModelSerializer[MatchProposal]):
    """One ranked way in which a bank entry may pay due items, and why."""

    title = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()
    applied = MoneyText(read_only=True)
    fee = MoneyText(read_only=True)
    discount = MoneyText(read_only=True)
    on_account = MoneyText(read_only=True)

    class Meta:
        model = MatchProposal
        fields = (
            "id",
            "entry",
            "rank",
            "score",
            "is_ready",
            "customer",
            "advice",
            "rule",
            "currency",
            "title",
            "parts",
            "reasons",
            "applied",
            "fee",
            "discount",
            "on_account",
            "made_at",
        )
        read_only_fields = fields

    def get_title(self, row: MatchProposal) -> str:
        return title_of(row)

    @extend_schema_field(ProposalPartOut(many=True))
    def get_parts(self, row: MatchProposal) -> list[dict[str, Any]]:
        names = ("due_item", "money", "discount", "fee")
        return [dict(zip(names, part, strict=True)) for part in row.parts]

    @extend_schema_field(ReasonOut(many=True))
    def get_reasons(self, row: MatchProposal) -> Any:
        return ReasonOut(reasons_of(row), many=True).data


class DecisionOut(serializers.ModelSerializer[EntryDecision]):
    """What was decided about a bank entry, in force while `ended_at` is null."""

    class Meta:
        model = EntryDecision
        fields = (
            "id",
            "entry",
            "kind",
            "payment",
            "credit_notes",
            "advice",
            "score",
            "reason",
            "decided_at",
            "decided_by",
            "ended_at",
            "ended_by",
        )
        read_only_fields = fields


class AliasOut(serializers.ModelSerializer[PayerAlias]):
    """A name or account that a customer's money came under."""

    class Meta:
        model = PayerAlias
        fields = ("id", "customer", "kind", "shown", "times", "last_on")
        read_only_fields = fields


class MatchPartIn(serializers.Serializer[Any]):
    """What settles one due item."""

    due_item = Key(rows=_items)
    money = MoneyText()
    discount = MoneyText(default=ZERO)
    fee = MoneyText(default=ZERO)


class MatchIn(serializers.Serializer[Any]):
    """A bank entry and what it pays; a rest stays on account of `customer`."""

    entry = Key(rows=_entries)
    customer = Key(rows=visible_customers, default=None, allow_null=True)
    proposal = serializers.IntegerField(
        min_value=1,
        max_value=5,
        default=None,
        allow_null=True,
        help_text="Rank of a proposal to take as it stands, instead of parts.",
    )
    parts: Any = serializers.ListSerializer(
        child=MatchPartIn(), default=list, max_length=MOST_PARTS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        entry, rank = attrs["entry"], attrs["proposal"]
        attrs["proposal"] = None
        if rank is not None:
            found = entry.proposals.filter(rank=rank).select_related("customer").first()
            if found is None or attrs["parts"]:
                raise fault(
                    "proposal", "exists", _("Name a proposal of this entry, or parts.")
                )
            attrs["proposal"] = found
        for number, part in enumerate(attrs["parts"]):
            for name in ("money", "discount", "fee"):
                _exact(part, name, entry.currency, f"parts.{number}.{name}")
        return attrs


def _exact(part: dict[str, Any], name: str, currency: str, path: str) -> None:
    try:
        part[name] = exact_money(part[name], currency)
    except AmountFormatError as error:
        raise fault(path, "minor-unit", str(error)) from error
    if part[name] < 0:
        raise fault(path, "positive", _("The amount must not be negative."))


class UndoMatchIn(serializers.Serializer[Any]):
    """Why the match is taken back."""

    reason = serializers.CharField(max_length=500)


class ProposalFilters(FilterSet):
    entry = KeyFilter(field_name="entry_id")
    customer = KeyFilter(field_name="customer_id")
    is_ready = YesNoFilter(field_name="is_ready")


class DecisionFilters(FilterSet):
    entry = KeyFilter(field_name="entry_id")
    kind = WordFilter(choices=EntryDecision.Kind.choices)
    in_force = YesNoFilter(field_name="ended_at", lookup_expr="isnull")


class AliasFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    kind = WordFilter(choices=PayerAlias.Kind.choices)


class ProposalApi(ReadApi):
    """What the scorer found for the bank entries that are left."""

    needs: ClassVar[dict[str, Need]] = {"list": READ, "retrieve": READ}
    serializer_class = ProposalOut
    filterset_class = ProposalFilters

    def rows(self) -> QuerySet[Any]:
        rows = MatchProposal.objects.visible_to(self.user)
        return rows.filter(company=self.company)


class MatchApi(ReadApi):
    """Decisions about bank entries: matched, unidentified, not from a customer."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ,
        "retrieve": READ,
        "create": ALLOCATE,
        "undo": ALLOCATE,
    }
    serializer_class = DecisionOut
    filterset_class = DecisionFilters

    def rows(self) -> QuerySet[Any]:
        rows = EntryDecision.objects.visible_to(self.user)
        found = rows.filter(company=self.company)
        return found.prefetch_related("credit_notes")

    @extend_schema(request=MatchIn, responses={201: DecisionOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Post an entry's money as one payment and allocate its parts: all or nothing."""
        asked = self.read(serializer=MatchIn)
        proposal = asked["proposal"]
        parts = [
            MatchPart(part["due_item"].pk, part["money"], part["discount"], part["fee"])
            for part in asked["parts"]
        ]
        if proposal is not None:
            parts = [
                MatchPart(pk, *(Decimal(amount) for amount in amounts))
                for pk, *amounts in proposal.parts
            ]
        made = confirm_match(
            actor=self.user,
            entry=asked["entry"],
            parts=parts,
            customer=asked["customer"] or (proposal.customer if proposal else None),
            rule=proposal.rule if proposal else Allocation.Rule.BY_REMITTANCE,
            proposal=proposal,
        )
        return self.shown(DecisionOut, made.pk, status=201, route="matches_detail")

    @extend_schema(request=UndoMatchIn, responses={201: DecisionOut})
    @once
    def undo(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Reverse what the decision posted; both sides are as they were before."""
        decision = self.get_object()
        asked = self.read(serializer=UndoMatchIn)
        undo_match(actor=self.user, entry=decision.entry, reason=asked["reason"])
        return self.shown(DecisionOut, decision.pk, status=201, route="matches_detail")


class AliasApi(ReadApi):
    """Names and accounts learned from confirmed matches."""

    needs: ClassVar[dict[str, Need]] = {"list": READ_LEDGER, "retrieve": READ_LEDGER}
    serializer_class = AliasOut
    filterset_class = AliasFilters

    def rows(self) -> QuerySet[Any]:
        rows = PayerAlias.objects.filter(company=self.company)
        return rows.visible_to(self.user)
