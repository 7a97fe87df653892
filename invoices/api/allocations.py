"""Allocations: read, make, undo."""

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
from invoices.api import bodies, filters, refusals  # noqa: F401 - answers of services
from invoices.api import serializers as shapes
from invoices.models import Allocation
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.undo_allocation import undo_allocation

ALLOCATE = Need(Permission.ALLOCATE, TokenScope.WRITE_LEDGER)


class AllocationApi(ReadApi):
    """Which money settles which due item."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": ALLOCATE,
        "undo": ALLOCATE,
    }
    serializer_class = shapes.AllocationOut
    filterset_class = filters.AllocationFilters

    def rows(self) -> QuerySet[Any]:
        rows = Allocation.objects.filter(company=self.company)
        visible = rows.visible_to(self.user)
        return visible.select_related(
            "reversed_by", "payment", "credit_note", "due_item__invoice"
        )

    @extend_schema(
        request=bodies.AllocationIn, responses={201: shapes.AllocationOut(many=True)}
    )
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Allocate parts of one payment or credit note: all of them or none."""
        asked = self.read(serializer=bodies.AllocationIn)
        made = allocate(
            actor=self.user,
            source=asked["payment"] or asked["credit_note"],
            parts=[
                AllocationPart(part["due_item"].pk, part["amount"])
                for part in asked["parts"]
            ],
            effective_on=asked["effective_on"],
        )
        body = shapes.AllocationOut(made, many=True).data
        return Response(body, status=201)

    @extend_schema(request=bodies.UndoIn, responses={201: shapes.AllocationOut})
    @once
    def undo(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Give the amount back to both sides; returns the undoing row."""
        allocation = self.get_object()
        asked = self.read(serializer=bodies.UndoIn)
        undoing = undo_allocation(actor=self.user, allocation=allocation, **asked)
        return self.shown(
            shapes.AllocationOut, undoing.pk, status=201, route="allocations_detail"
        )
