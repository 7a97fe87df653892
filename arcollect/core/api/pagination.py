"""Pages by key and not by number: nothing is shown twice or left out while rows come."""

from __future__ import annotations

import base64
import re
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.permissions import LARGEST_KEY

USUAL, MOST = 50, 200
OLDEST_FIRST, NEWEST_FIRST = "id", "-id"
_CURSOR = re.compile(r"^(-?id):([0-9]{1,19})$")


class KeysetPagination(BasePagination):
    """`limit` rows in order of their ids; `next` leads on from the last one."""

    def paginate_queryset(
        self,
        queryset: Any,
        request: Request,
        view: Any = None,  # noqa: ARG002
    ) -> list[Any]:
        limit = self._limit(request.query_params.get("limit"))
        order, after = self._start(request.query_params)
        rows = queryset.order_by("pk" if order == OLDEST_FIRST else "-pk")
        if after is not None:
            side = "pk__gt" if order == OLDEST_FIRST else "pk__lt"
            rows = rows.filter(**{side: after})
        found = list(rows[: limit + 1])
        page = found[:limit]
        self.next = None
        if len(found) > limit:
            self.next = self._link(request, f"{order}:{page[-1].pk}")
        return page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "results": data})

    @staticmethod
    def _limit(text: str | None) -> int:
        if text is None:
            return USUAL
        is_number = text.isascii() and text.isdigit() and len(text) < 6
        if not is_number or not 1 <= int(text) <= MOST:
            sentence = _("Write a whole number from 1 to %(most)d.") % {"most": MOST}
            raise ValidationError({"limit": [ErrorDetail(sentence, "range")]})
        return int(text)

    @staticmethod
    def _start(query: Any) -> tuple[str, int | None]:
        asked = query.get("order", OLDEST_FIRST)
        if asked not in (OLDEST_FIRST, NEWEST_FIRST):
            sentence = _('Write "id" or "-id".')
            raise ValidationError({"order": [ErrorDetail(sentence, "choice")]})
        cursor = query.get("cursor")
        if cursor is None:
            return asked, None
        try:
            text = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii")
        except ValueError:
            text = ""
        read = _CURSOR.match(text)
        if read is None or int(read[2]) > LARGEST_KEY:
            sentence = _('Take the cursor from "next" as it stands.')
            raise ValidationError({"cursor": [ErrorDetail(sentence, "cursor")]})
        return read[1], int(read[2])

    @staticmethod
    def _link(request: Request, position: str) -> str:
        cursor = base64.urlsafe_b64encode(position.encode()).decode()
        query = {**request.query_params.dict(), "cursor": cursor}
        return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:  # noqa: ARG002
        return [
            _parameter(
                "cursor", {"type": "string"}, "Where to go on; stands in `next`."
            ),
            _parameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
                "Most rows of one page.",
            ),
            _parameter(
                "order",
                {"type": "string", "enum": [OLDEST_FIRST, NEWEST_FIRST]},
                "Rows by id, oldest or newest first; a cursor keeps its own order.",
            ),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {"type": "string", "format": "uri", "nullable": True},
                "results": schema,
            },
        }


def _parameter(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": text,
        "schema": schema,
    }
