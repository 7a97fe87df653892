"""Deductions: read, claim, decide, take back."""

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
from invoices.models import Deduction
from invoices.services.claim_deduction import KeptBack, claim_deduction
from invoices.services.decide_deduction import approve_deduction, reject_deduction
from invoices.services.reverse_deduction import reverse_deduction

KEEP = Need(Permission.KEEP_CLAIMS, TokenScope.WRITE_LEDGER)
DECIDE = Need(Permission.APPROVE_CLAIMS, TokenScope.WRITE_LEDGER)
TAKE_BACK = Need(Permission.REVERSE_DOCUMENTS, TokenScope.WRITE_LEDGER)


class DeductionApi(ReadApi):
    """What customers kept back; open on the items until it is approved."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": KEEP,
        "approve": DECIDE,
        "reject": DECIDE,
        "take_back": TAKE_BACK,
    }
    serializer_class = shapes.DeductionOut
    filterset_class = filters.DeductionFilters

    def rows(self) -> QuerySet[Any]:
        rows = Deduction.objects.filter(company=self.company).visible_to(self.user)
        return rows.select_related("customer__rep", "company").prefetch_related(
            "parts", "credits"
        )

    @extend_schema(request=bodies.DeductionIn, responses={201: shapes.DeductionOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Claim it: nothing is booked, the money stays open."""
        asked = self.read(serializer=bodies.DeductionIn)
        kept = [KeptBack(p["due_item"].pk, p["amount"]) for p in asked.pop("parts")]
        made = claim_deduction(actor=self.user, parts=kept, **asked)
        return self._answer(made.pk, status=201)

    @extend_schema(request=bodies.ApproveIn, responses={200: shapes.DeductionOut})
    @once
    def approve(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Approve all or the named parts; above one's limit a second person must too."""
        deduction = self.get_object()
        asked = self.read(serializer=bodies.ApproveIn)
        parts = asked["parts"]
        approve_deduction(
            actor=self.user,
            deduction=deduction,
            decided_on=asked["decided_on"],
            decision=asked["decision"],
            amounts={part["due_item"].pk: part["amount"] for part in parts} or None,
        )
        return self._answer(deduction.pk)

    @extend_schema(request=bodies.RejectIn, responses={200: shapes.DeductionOut})
    @once
    def reject(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Refuse the whole claim."""
        deduction = self.get_object()
        asked = self.read(serializer=bodies.RejectIn)
        reject_deduction(actor=self.user, deduction=deduction, **asked)
        return self._answer(deduction.pk)

    @extend_schema(request=bodies.TakeBackIn, responses={200: shapes.DeductionOut})
    @once
    def take_back(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Reverse the approval; the claim is under review again."""
        deduction = self.get_object()
        asked = self.read(serializer=bodies.TakeBackIn)
        reverse_deduction(actor=self.user, deduction=deduction, **asked)
        return self._answer(deduction.pk)

    def _answer(self, pk: int, *, status: int = 200) -> Response:
        return self.shown(
            shapes.DeductionOut, pk, status=status, route="deductions_detail"
        )
