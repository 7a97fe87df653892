"""Goods documents: read, record; what bills or credits them stands in `links`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from invoices.api import bodies_claims as bodies
from invoices.api import filters_claims as filters
from invoices.api import refusals  # noqa: F401 - answers of services
from invoices.api import serializers_claims as shapes
from invoices.models import GoodsMovement
from invoices.services.record_goods import GoodsInput, record_goods


class GoodsApi(ReadApi):
    """Deliveries, returns, exchanges, transfers between stores and the like."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": Need(Permission.KEEP_CLAIMS, TokenScope.WRITE_LEDGER),
    }
    serializer_class = shapes.GoodsOut
    filterset_class = filters.GoodsFilters

    def rows(self) -> QuerySet[Any]:
        rows = GoodsMovement.objects.filter(company=self.company).visible_to(self.user)
        return rows.prefetch_related("lines", "links")

    @extend_schema(request=bodies.GoodsIn, responses={201: shapes.GoodsOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Record a goods document; no money moves."""
        asked = self.read(serializer=bodies.GoodsIn)
        lines = [GoodsInput(**line) for line in asked.pop("lines")]
        made = record_goods(actor=self.user, company=self.company, lines=lines, **asked)
        return self.shown(shapes.GoodsOut, made.pk, status=201, route="goods_detail")
