"""Read: credit lines and reviews, risk signals, ceilings, deposits, cash discounts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import MoneyText
from arcollect.core.api.filters import (
    CurrencyFilter,
    DayFilter,
    KeyFilter,
    WordFilter,
    YesNoFilter,
)
from arcollect.core.api.permissions import Need
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from customers.models import (
    CreditProfile,
    CreditReview,
    DepositRule,
    DiscountOffer,
    Grade,
    RepCeiling,
    RiskSignal,
)

LIMITS: dict[str, Need] = {
    "list": Need(Permission.VIEW_CREDIT_LIMITS),
    "retrieve": Need(Permission.VIEW_CREDIT_LIMITS),
}


class CreditProfileOut(serializers.ModelSerializer[CreditProfile]):
    """A credit line from a day on; the newest one from the latest day is in force."""

    line = MoneyText(read_only=True)

    class Meta:
        model = CreditProfile
        fields = (
            "id",
            "customer",
            "currency",
            "version",
            "grade",
            "line",
            "period_days",
            "covers_group",
            "valid_from",
            "review_due_on",
            "review",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class CreditReviewOut(serializers.ModelSerializer[CreditReview]):
    """What was found, proposed and decided about a customer's credit."""

    proposed_line = MoneyText(read_only=True)
    line = MoneyText(read_only=True, allow_null=True)
    # Empty until it is decided.
    grade = serializers.ChoiceField(
        choices=Grade.choices, allow_blank=True, read_only=True
    )
    inputs = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()

    class Meta:
        model = CreditReview
        fields = (
            "id",
            "customer",
            "currency",
            "as_of",
            "inputs",
            "parts",
            "score",
            "proposed_grade",
            "proposed_line",
            "proposed_period_days",
            "queue_sales",
            "queue_profit",
            "queue_relation",
            "queue_control",
            "note",
            "state",
            "prepared_by",
            "prepared_at",
            "grade",
            "line",
            "period_days",
            "covers_group",
            "valid_from",
            "reason",
            "approved_by",
            "second_approved_by",
            "decided_at",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_inputs(self, review: CreditReview) -> Any:
        return review.inputs

    @extend_schema_field(
        {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "points", "most"],
                "properties": {
                    "name": {"type": "string"},
                    "points": {"type": "integer"},
                    "most": {"type": "integer"},
                },
            },
        }
    )
    def get_parts(self, review: CreditReview) -> Any:
        return review.parts


class RiskSignalOut(serializers.ModelSerializer[RiskSignal]):
    """A small sign somebody noticed."""

    class Meta:
        model = RiskSignal
        fields = (
            "id",
            "customer",
            "kind",
            "severity",
            "seen_on",
            "source",
            "note",
            "closed_on",
            "closing_note",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class RepCeilingOut(serializers.ModelSerializer[RepCeiling]):
    """Most that a rep's customers may owe; the newest version counts, null lifts it."""

    amount = MoneyText(read_only=True, allow_null=True)

    class Meta:
        model = RepCeiling
        fields = (
            "id",
            "rep",
            "currency",
            "amount",
            "version",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class DepositRuleOut(serializers.ModelSerializer[DepositRule]):
    """Smallest deposit of a grade in hundredths of a percent."""

    class Meta:
        model = DepositRule
        fields = ("id", "grade", "share_bp", "version", "recorded_at", "recorded_by")
        read_only_fields = fields


class DiscountOfferOut(serializers.ModelSerializer[DiscountOffer]):
    """A cash discount under a contract, in hundredths of a percent."""

    class Meta:
        model = DiscountOffer
        fields = (
            "id",
            "customer",
            "contract",
            "within_days",
            "share_bp",
            "from_on",
            "until_on",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class CreditProfileFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    currency = CurrencyFilter()
    grade = WordFilter(choices=Grade.choices)
    review_due_from = DayFilter(field_name="review_due_on", lookup_expr="gte")
    review_due_until = DayFilter(field_name="review_due_on", lookup_expr="lte")


class CreditReviewFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    currency = CurrencyFilter()
    state = WordFilter(choices=CreditReview.State.choices)


class RiskSignalFilters(FilterSet):
    """`open` leaves out signals that somebody closed."""

    customer = KeyFilter(field_name="customer_id")
    kind = WordFilter(choices=RiskSignal.Kind.choices)
    severity = WordFilter(choices=RiskSignal.Severity.choices)
    open = YesNoFilter(method="by_open")

    def by_open(self, rows: Any, _name: str, wanted: bool) -> Any:
        return rows.filter(closed_on__isnull=wanted)


class DiscountOfferFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    contract = KeyFilter(field_name="contract_id")


class _OfCompany(ReadApi):
    model: ClassVar[Any]

    def rows(self) -> QuerySet[Any]:
        rows = self.model.objects.filter(company=self.company)
        return rows.visible_to(self.user)  # type: ignore[no-any-return]


class CreditProfileApi(_OfCompany):
    """Credit lines, every version."""

    model = CreditProfile
    serializer_class = CreditProfileOut
    filterset_class = CreditProfileFilters


class CreditReviewApi(_OfCompany):
    """Credit reviews: waiting, decided and taken back ones."""

    model = CreditReview
    serializer_class = CreditReviewOut
    filterset_class = CreditReviewFilters


class RiskSignalApi(_OfCompany):
    """The register of risk signals."""

    model = RiskSignal
    serializer_class = RiskSignalOut
    filterset_class = RiskSignalFilters


class DiscountOfferApi(_OfCompany):
    """Cash discounts that contracts offer or offered."""

    model = DiscountOffer
    serializer_class = DiscountOfferOut
    filterset_class = DiscountOfferFilters


class RepCeilingApi(ReadApi):
    """Ceilings of receivables per rep, for those who may see the limits."""

    needs: ClassVar[dict[str, Need]] = LIMITS
    serializer_class = RepCeilingOut

    def rows(self) -> QuerySet[RepCeiling]:
        return RepCeiling.objects.filter(company=self.company)


class DepositRuleApi(ReadApi):
    """Smallest deposits per grade, for those who may see the limits."""

    needs: ClassVar[dict[str, Need]] = LIMITS
    serializer_class = DepositRuleOut

    def rows(self) -> QuerySet[DepositRule]:
        return DepositRule.objects.filter(company=self.company)
