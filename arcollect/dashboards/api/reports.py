"""The managers' reports over the API: sales modes, and distribution by region."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core import clock
from arcollect.core.api.fields import AMOUNT, CurrencyCode
from arcollect.core.api.filters import refuse_unknown
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.views import ApiView
from arcollect.core.dates import add_months
from arcollect.core.money import format_plain, round_money
from arcollect.dashboards.selectors.distribution import RegionLine, distribution_lines
from arcollect.dashboards.selectors.sales_modes import ModeLine, sales_mode_report
from invoices.selectors.visible_ledger import VisibleLedger

MOST_MONTHS = 24
MOST_BP = 10_000
_TEXT = {"type": "string"}
_AMOUNT = {"type": "string", "pattern": AMOUNT.replace("{1,11}", "{1,20}")}
_NUMBER = {"type": "string", "nullable": True}
_MODE = {
    "type": "object",
    "properties": {
        "mode": _TEXT,
        "sales": _AMOUNT,
        "share": _NUMBER,
        "days_to_pay": _NUMBER,
        "cost_of_credit": _AMOUNT,
        "cost_past_due": _AMOUNT,
        "bad_and_dead": _AMOUNT,
    },
}
SALES_MODES = {
    "type": "object",
    "properties": {
        "currency": _TEXT,
        "cost_of_funds_bp": {"type": "integer"},
        "modes": {"type": "array", "items": _MODE},
        "months": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "month": _TEXT,
                    "modes": {"type": "array", "items": _MODE},
                },
            },
        },
    },
}
DISTRIBUTION = {
    "type": "object",
    "properties": {
        "as_of": {"type": "string", "format": "date"},
        "regions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "region": _TEXT,
                    "stage": {"type": "string", "nullable": True},
                    "outlets": {"type": "integer", "nullable": True},
                    "served": {"type": "integer"},
                    "target_bp": {"type": "integer", "nullable": True},
                    "currency": _TEXT,
                    "exposure": _AMOUNT,
                    "exposure_ceiling": {**_AMOUNT, "nullable": True},
                },
            },
        },
    },
}


class SalesModesQuestion(serializers.Serializer[Any]):
    """How many months that are over, in which currency, at which cost of funds."""

    months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS, default=12)
    currency = CurrencyCode(required=False)
    cost_of_funds_bp = serializers.IntegerField(
        min_value=0, max_value=MOST_BP, required=False
    )


class SalesModesApi(ApiView):
    """Sales, days, loss and cost of credit by sales mode and month."""

    needs: ClassVar[dict[str, Need]] = {"show": READ_LEDGER}
    pagination_class = None
    filter_backends = ()
    serializer_class = SalesModesQuestion

    @extend_schema(
        operation_id="reports_sales_modes",
        parameters=[
            OpenApiParameter("months", {"type": "integer"}),
            OpenApiParameter("currency", {"type": "string"}),
            OpenApiParameter("cost_of_funds_bp", {"type": "integer"}),
        ],
        responses={(200, "application/json"): SALES_MODES},
    )
    def show(self, request: Request) -> Response:
        """The report of the page, of the customers the caller may see."""
        refuse_unknown(request, set(SalesModesQuestion().fields))
        form = SalesModesQuestion(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        this_month = clock.today(self.company.time_zone).replace(day=1)
        months = [add_months(this_month, -n) for n in range(asked["months"], 0, -1)]
        report = sales_mode_report(
            ledger=VisibleLedger(user=self.user, company=self.company),
            currency=asked.get("currency", self.company.base_currency),
            months=months,
            rate_bp=asked.get("cost_of_funds_bp", self.company.cost_of_funds_bp),
        )
        answer = {
            "currency": report.currency,
            "cost_of_funds_bp": report.rate_bp,
            "modes": list(_modes(report.modes, report.currency)),
            "months": [
                {
                    "month": f"{month.month:%Y-%m}",
                    "modes": list(_modes(month.lines, report.currency)),
                }
                for month in report.months
            ],
        }
        return Response(answer)


class DistributionApi(ApiView):
    """Outlets served and what is owed, region by region, against the targets."""

    needs: ClassVar[dict[str, Need]] = {"show": READ_LEDGER}
    pagination_class = None
    filter_backends = ()
    serializer_class = serializers.Serializer

    @extend_schema(
        operation_id="reports_distribution",
        responses={(200, "application/json"): DISTRIBUTION},
    )
    def show(self, request: Request) -> Response:
        """The report of the page, today, of the customers the caller may see."""
        refuse_unknown(request, set())
        today = clock.today(self.company.time_zone)
        ledger = VisibleLedger(user=self.user, company=self.company)
        lines = distribution_lines(ledger=ledger, as_of=today)
        answer = {"as_of": today, "regions": [_region(line) for line in lines]}
        return Response(answer)


def _modes(lines: list[ModeLine], currency: str) -> Iterator[dict[str, Any]]:
    for line in lines:
        yield {
            "mode": line.mode,
            "sales": format_plain(line.sales, currency),
            "share": None if line.share is None else _four(line.share),
            "days_to_pay": None if line.days is None else f"{line.days:f}",
            "cost_of_credit": format_plain(line.cost, currency),
            "cost_past_due": format_plain(line.late_cost, currency),
            "bad_and_dead": format_plain(round_money(line.loss, currency), currency),
        }


def _four(share: Decimal) -> str:
    return f"{share:.4f}"


def _region(line: RegionLine) -> dict[str, Any]:
    policy = line.policy
    ceiling = policy and format_plain(policy.exposure_ceiling, line.currency)
    return {
        "region": line.region,
        "stage": policy and policy.stage,
        "outlets": policy and policy.outlets,
        "served": line.served,
        "target_bp": policy and policy.target_bp,
        "currency": line.currency,
        "exposure": format_plain(line.exposure, line.currency),
        "exposure_ceiling": ceiling,
    }


urlpatterns = [
    path(
        "reports/sales-modes/",
        SalesModesApi.as_view({"get": "show"}),
        name="reports_sales_modes",
    ),
    path(
        "reports/distribution/",
        DistributionApi.as_view({"get": "show"}),
        name="reports_distribution",
    ),
]
