"""Where a customer's credit stands, as the screen shows it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core import clock
from arcollect.core.api.fields import AMOUNT, CurrencyCode
from arcollect.core.api.filters import refuse_unknown
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.views import ApiView
from arcollect.core.money import format_plain
from invoices.api.bodies import visible_customers
from invoices.selectors.credit_standing import (
    Standing,
    group_standing_of,
    standing_of,
)


class CreditQuestion(serializers.Serializer[Any]):
    """In which currency."""

    currency = CurrencyCode()


_AMOUNT = {"type": "string", "pattern": AMOUNT.replace("{1,11}", "{1,20}")}
_PARTS = (
    "open_items",
    "bills_open",
    "unbilled",
    "open_orders",
    "unapplied_cash",
)
_STANDING: dict[str, Any] = {
    "type": "object",
    "properties": {
        "line": {**_AMOUNT, "nullable": True},
        "grade": {"type": "string", "nullable": True},
        "period_days": {"type": "integer", "nullable": True},
        "review_due_on": {"type": "string", "format": "date", "nullable": True},
        "is_review_overdue": {"type": "boolean"},
        **dict.fromkeys(_PARTS, _AMOUNT),
        "exposure": _AMOUNT,
        "headroom": _AMOUNT,
    },
}
REPORT = {
    "type": "object",
    "required": ["as_of", "customer", "currency", "own", "group"],
    "properties": {
        "as_of": {"type": "string", "format": "date"},
        "customer": {"type": "integer"},
        "currency": {"type": "string"},
        "own": _STANDING,
        "group": {**_STANDING, "nullable": True},
    },
}


class CreditReportApi(ApiView):
    """Exposure, line and headroom of one customer in one currency."""

    needs: ClassVar[dict[str, Need]] = {"show": READ_LEDGER}
    pagination_class = None
    filter_backends = ()
    serializer_class = CreditQuestion

    def rows(self) -> QuerySet[Any]:
        return visible_customers(self.request)  # type: ignore[no-any-return]

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows()

    @extend_schema(
        operation_id="customers_credit",
        parameters=[
            OpenApiParameter("currency", {"type": "string"}, required=True),
        ],
        responses={(200, "application/json"): REPORT},
    )
    def show(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """The customer's credit as of today; `group` where a line holds for his group."""
        customer = self.get_object()
        refuse_unknown(request, {"currency"})
        currency = self.read(request.query_params.dict())["currency"]
        today = clock.today(self.company.time_zone)
        group = group_standing_of(customer=customer, currency=currency, today=today)
        own = standing_of(customer=customer, currency=currency, today=today)
        body = {
            "as_of": today,
            "customer": customer.pk,
            "currency": currency,
            "own": _words(own),
            "group": _words(group) if group else None,
        }
        return Response(body)


def _words(standing: Standing) -> dict[str, Any]:
    profile, currency = standing.profile, standing.currency
    return {
        "line": format_plain(profile.line, currency) if profile else None,
        "grade": profile.grade if profile else None,
        "period_days": profile.period_days if profile else None,
        "review_due_on": profile.review_due_on if profile else None,
        "is_review_overdue": standing.is_overdue,
        **{
            name: format_plain(getattr(standing.exposure, name), currency)
            for name in _PARTS
        },
        "exposure": format_plain(standing.exposure.total, currency),
        "headroom": format_plain(standing.headroom, currency),
    }
