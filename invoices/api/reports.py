"""Reports: the aging of any day, as the command prints it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.fields import AMOUNT, Day
from arcollect.core.api.filters import refuse_unknown
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.views import ApiView
from invoices.selectors.aging_figures import By
from invoices.selectors.aging_from_documents import aging_from_documents


class Instant(serializers.DateTimeField):
    """A moment with its offset, as ISO 8601 writes it."""

    default_error_messages = {
        "offset": _('Write the moment with its offset: "2026-01-31T18:00:00+08:00".')
    }

    def to_internal_value(self, value: Any) -> dt.datetime:
        try:
            moment = dt.datetime.fromisoformat(value)
            known = moment.astimezone(dt.UTC) if moment.tzinfo else None
        except (TypeError, ValueError, OverflowError):
            known = None
        if known is None:
            self.fail("offset")
        return known


class AgingQuestion(serializers.Serializer[Any]):
    """Which day, known when, broken down how."""

    as_of = Day(help_text="At the end of this day.")
    known_at = Instant(
        required=False, help_text="Leave out what was recorded after this moment."
    )
    by = serializers.ChoiceField(choices=[by.value for by in By], default=By.BUCKET)


_FIGURE = {
    "type": "object",
    "required": ["items", "amount"],
    "properties": {
        "items": {"type": "integer"},
        "amount": {"type": "string", "pattern": AMOUNT.replace("{1,11}", "{1,20}")},
    },
}
_LINE: dict[str, Any] = {
    "type": "object",
    "required": ["on_account", "total"],
    "properties": {
        "customers": {
            "type": "object",
            "description": "By customer only: a line per customer code.",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": _FIGURE,
            },
        }
    },
    "additionalProperties": _FIGURE,
}
AGING = {
    "type": "object",
    "required": ["as_of", "currencies"],
    "properties": {
        "as_of": {"type": "string", "format": "date"},
        "currencies": {"type": "object", "additionalProperties": _LINE},
    },
}


class AgingApi(ApiView):
    """Aged receivables as of any day, from the documents."""

    needs: ClassVar[dict[str, Need]] = {"show": READ_LEDGER}
    pagination_class = None
    filter_backends = ()
    serializer_class = AgingQuestion

    @extend_schema(
        operation_id="reports_aging",
        parameters=[
            OpenApiParameter(
                "as_of", {"type": "string", "format": "date"}, required=True
            ),
            OpenApiParameter("known_at", {"type": "string", "format": "date-time"}),
            OpenApiParameter("by", {"type": "string", "enum": [by.value for by in By]}),
        ],
        responses={(200, "application/json"): AGING},
    )
    def show(self, request: Request) -> Response:
        """Open items by age, class or customer, of the customers the caller may see.

        The figures are those of `manage.py aging --json` for whoever sees the company.
        """
        refuse_unknown(request, {"as_of", "known_at", "by"})
        asked = self.read(request.query_params.dict())
        aging = aging_from_documents(
            company=self.company,
            as_of=asked["as_of"],
            known_at=asked.get("known_at"),
            by=By(asked["by"]),
            user=self.user,
        )
        return Response(aging.as_dict())
