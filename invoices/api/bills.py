"""Bills, decisions about claims, and what was recovered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from invoices.api import serializers_bills as shapes
from invoices.api.filters import BillFilters, DecisionFilters
from invoices.models import BillEvent, ClaimDecisionItem, Recovery
from invoices.selectors.bills import list_bills
from invoices.selectors.decisions import list_decisions
from invoices.services.allocate import AllocationPart
from invoices.services.bill_steps import BillRefusedError
from invoices.services.owned_postings import OwnedPostingError
from invoices.services.receive_bill import receive_bill

register_refusal(BillRefusedError, status=409, field="number")
register_refusal(OwnedPostingError, status=409)


class BillApi(ReadApi):
    """Bills and postdated cheques with every step of their life."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": Need(Permission.KEEP_BILLS, TokenScope.WRITE_LEDGER),
    }
    serializer_class = shapes.BillOut
    filterset_class = BillFilters

    def rows(self) -> QuerySet[Any]:
        found = list_bills(user=self.user, company=self.company, filters={})
        steps = BillEvent.objects.order_by("pk")
        return found.prefetch_related(Prefetch("events", steps))

    @extend_schema(request=shapes.BillIn, responses={201: shapes.BillOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Receive a bill: it takes the place of the items it pays."""
        asked = self.read(serializer=shapes.BillIn)
        parts = [
            AllocationPart(part["due_item"].pk, part["amount"])
            for part in asked.pop("parts")
        ]
        bill = receive_bill(actor=self.user, company=self.company, parts=parts, **asked)
        return self.shown(shapes.BillOut, bill.pk, status=201, route="bills_detail")


class DecisionApi(ReadApi):
    """Write-offs, offsets, assignments, goods taken back, extensions of bills."""

    serializer_class = shapes.DecisionOut
    filterset_class = DecisionFilters

    def rows(self) -> QuerySet[Any]:
        found = list_decisions(user=self.user, company=self.company, filters={})
        return found.select_related(
            "state", "writeoff", "offset", "assignment", "takeback", "billextension"
        ).prefetch_related(Prefetch("items", ClaimDecisionItem.objects.order_by("pk")))


class RecoveryApi(ReadApi):
    """Money that came in on claims that were written off."""

    serializer_class = shapes.RecoveryOut

    def rows(self) -> QuerySet[Any]:
        rows = Recovery.objects.filter(company=self.company).visible_to(self.user)
        return rows.select_related("allocation__reversed_by")
