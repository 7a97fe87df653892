"""Rewards over the API: read only; the screens publish, issue and redeem."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import MoneyText
from arcollect.core.api.filters import CurrencyFilter, DayFilter, KeyFilter, WordFilter
from arcollect.core.api.views import ReadApi
from arcollect.core.permissions import rep_scope
from collection.models import (
    Campaign,
    CommissionLine,
    CommissionPolicy,
    CommissionStatement,
    PointsAccount,
    PointsEntry,
    PointsPolicy,
    Prize,
    Redemption,
)
from collection.models.commission import SHARES


class CommissionPolicyOut(serializers.ModelSerializer[CommissionPolicy]):
    """One version of the rates, in hundredths of a percent."""

    class Meta:
        model = CommissionPolicy
        fields = (
            "id",
            "version",
            *SHARES,
            "from_on",
            "reason",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class CommissionStatementOut(serializers.ModelSerializer[CommissionStatement]):
    """A rep's commission of a month; `commission-lines/?statement=` gives its lines."""

    approved_at = serializers.SerializerMethodField()
    approved_by = serializers.SerializerMethodField()

    class Meta:
        model = CommissionStatement
        fields = (
            "id",
            "number",
            "rep",
            "month",
            "issued_at",
            "issued_by",
            "approved_at",
            "approved_by",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_approved_at(self, statement: CommissionStatement) -> Any:
        approval = getattr(statement, "approval", None)
        return approval and approval.approved_at

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_approved_by(self, statement: CommissionStatement) -> int | None:
        approval = getattr(statement, "approval", None)
        return approval and approval.approved_by_id


class CommissionLineOut(serializers.ModelSerializer[CommissionLine]):
    """Commission on one allocation, or the same clawed back (below zero)."""

    amount = MoneyText(read_only=True)
    commission = MoneyText(read_only=True)

    class Meta:
        model = CommissionLine
        fields = (
            "id",
            "statement",
            "kind",
            "customer",
            "allocation",
            "takes_back",
            "policy",
            "effective_on",
            "severity",
            "rate_bp",
            "share_bp",
            "currency",
            "amount",
            "commission",
        )
        read_only_fields = fields


class PointsPolicyOut(serializers.ModelSerializer[PointsPolicy]):
    """One version of the rules of points; `unit` is in the company's own currency."""

    unit = MoneyText(read_only=True, currency="company.base_currency")

    class Meta:
        model = PointsPolicy
        fields = (
            "id",
            "version",
            "unit",
            "early_days",
            "early_bp",
            "lapse_months",
            "from_on",
            "reason",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class PointsAccountOut(serializers.ModelSerializer[PointsAccount]):
    """What a customer may spend; its id is the customer's."""

    id = serializers.IntegerField(source="customer_id", read_only=True)

    class Meta:
        model = PointsAccount
        fields = ("id", "customer", "balance", "owed")
        read_only_fields = fields


class PointsEntryOut(serializers.ModelSerializer[PointsEntry]):
    """One movement of points."""

    amount = MoneyText(
        read_only=True, allow_null=True, currency="company.base_currency"
    )

    class Meta:
        model = PointsEntry
        fields = (
            "id",
            "customer",
            "kind",
            "points",
            "entered_on",
            "allocation",
            "credit_note",
            "campaign",
            "redemption",
            "reverses",
            "amount",
            "days_past_due",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class PrizeOut(serializers.ModelSerializer[Prize]):
    """A prize, and how many are left of it."""

    class Meta:
        model = Prize
        fields = ("id", "name", "points", "stock", "left")
        read_only_fields = fields


class CampaignOut(serializers.ModelSerializer[Campaign]):
    """A campaign with its prizes."""

    prizes = PrizeOut(many=True, read_only=True)

    class Meta:
        model = Campaign
        fields = (
            "id",
            "name",
            "from_on",
            "until_on",
            "multiplier_bp",
            "min_early_days",
            "note",
            "prizes",
            "version",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class RedemptionOut(serializers.ModelSerializer[Redemption]):
    """Points of a customer given for a prize."""

    class Meta:
        model = Redemption
        fields = (
            "id",
            "customer",
            "prize",
            "quantity",
            "points",
            "redeemed_on",
            "state",
            "closed_on",
            "closing_note",
            "closed_by",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class StatementFilters(FilterSet):
    rep = KeyFilter(field_name="rep_id")
    month_from = DayFilter(field_name="month", lookup_expr="gte")
    month_until = DayFilter(field_name="month", lookup_expr="lte")


class LineFilters(FilterSet):
    statement = KeyFilter(field_name="statement_id")
    customer = KeyFilter(field_name="customer_id")
    currency = CurrencyFilter()
    kind = WordFilter(choices=CommissionLine.Kind.choices)


class OfCustomerFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")


class EntryFilters(OfCustomerFilters):
    kind = WordFilter(choices=PointsEntry.Kind.choices)
    entered_from = DayFilter(field_name="entered_on", lookup_expr="gte")
    entered_until = DayFilter(field_name="entered_on", lookup_expr="lte")


class RedemptionFilters(OfCustomerFilters):
    state = WordFilter(choices=Redemption.State.choices)


class _OfCompany(ReadApi):
    model: ClassVar[Any]

    def rows(self) -> QuerySet[Any]:
        return self.model.objects.filter(company=self.company)  # type: ignore[no-any-return]


class _Visible(_OfCompany):
    def rows(self) -> QuerySet[Any]:
        return super().rows().visible_to(self.user)  # type: ignore[attr-defined,no-any-return]


class CommissionPolicyApi(_OfCompany):
    """Versions of the rates of commission."""

    model = CommissionPolicy
    serializer_class = CommissionPolicyOut


class CommissionStatementApi(_Visible):
    """Issued statements: of every rep, of one's team, or one's own."""

    model = CommissionStatement
    serializer_class = CommissionStatementOut
    filterset_class = StatementFilters

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("approval")


class CommissionLineApi(_OfCompany):
    """The frozen lines of the statements that the caller may see."""

    model = CommissionLine
    serializer_class = CommissionLineOut
    filterset_class = LineFilters

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(rep_scope(self.user, path="statement__rep__"))


class PointsPolicyApi(_OfCompany):
    """Versions of the rules of points."""

    model = PointsPolicy
    serializer_class = PointsPolicyOut

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("company")


class PointsAccountApi(_Visible):
    """What each customer may spend."""

    model = PointsAccount
    serializer_class = PointsAccountOut
    filterset_class = OfCustomerFilters


class PointsEntryApi(_Visible):
    """Movements of points."""

    model = PointsEntry
    serializer_class = PointsEntryOut
    filterset_class = EntryFilters

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("company")


class CampaignApi(_OfCompany):
    """Campaigns with their prizes."""

    model = Campaign
    serializer_class = CampaignOut

    def rows(self) -> QuerySet[Any]:
        return super().rows().prefetch_related("prizes")


class RedemptionApi(_Visible):
    """Redeemed points, and what became of the prizes."""

    model = Redemption
    serializer_class = RedemptionOut
    filterset_class = RedemptionFilters
