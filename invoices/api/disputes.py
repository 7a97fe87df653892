"""Disputes and extensions: read, open, resolve; ask, decide."""

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
from invoices.api import filters, filters_claims, refusals  # noqa: F401 - answers
from invoices.api import serializers_claims as shapes
from invoices.api import serializers_known as known
from invoices.models import Dispute
from invoices.selectors.claim_lists import list_extensions
from invoices.services.decide_extension import approve_extension, reject_extension
from invoices.services.keep_dispute import open_dispute
from invoices.services.request_extension import request_extension
from invoices.services.resolve_dispute import resolve_dispute

HOLDS = Need(Permission.KEEP_HOLDS, TokenScope.WRITE_LEDGER)
KEEP = Need(Permission.KEEP_CLAIMS, TokenScope.WRITE_LEDGER)
DECIDE = Need(Permission.APPROVE_CLAIMS, TokenScope.WRITE_LEDGER)


class DisputeApi(ReadApi):
    """Contested amounts."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": HOLDS,
        "resolve": HOLDS,
    }
    serializer_class = known.DisputeOut
    filterset_class = filters.DisputeFilters

    def rows(self) -> QuerySet[Any]:
        rows = Dispute.objects.filter(company=self.company).visible_to(self.user)
        return rows.select_related(
            "due_item__invoice", "customer__rep", "company", "approved_by"
        )

    @extend_schema(request=bodies.DisputeIn, responses={201: known.DisputeOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Note what is contested; reminders leave it out, it keeps ageing."""
        asked = self.read(serializer=bodies.DisputeIn)
        made = open_dispute(actor=self.user, **asked)
        return self.shown(
            known.DisputeOut, made.pk, status=201, route="disputes_detail"
        )

    @extend_schema(request=bodies.ResolveIn, responses={200: known.DisputeOut})
    @once
    def resolve(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Ours, theirs or split; what is conceded becomes a credit note."""
        dispute = self.get_object()
        asked = self.read(serializer=bodies.ResolveIn, dispute=dispute)
        resolve_dispute(actor=self.user, dispute=dispute, **asked)
        return self.shown(known.DisputeOut, dispute.pk, route="disputes_detail")


class ExtensionApi(ReadApi):
    """Later due dates that were asked for; `times` is how often the item was extended."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": KEEP,
        "approve": DECIDE,
        "reject": DECIDE,
    }
    serializer_class = shapes.ExtensionOut
    filterset_class = filters_claims.ExtensionFilters

    def rows(self) -> QuerySet[Any]:
        rows = list_extensions(user=self.user, company=self.company)
        return rows.select_related(
            "due_item__invoice", "customer__rep", "company", "change", "approved_by"
        )

    @extend_schema(request=bodies.ExtensionIn, responses={201: shapes.ExtensionOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Ask for a later due date; nothing moves before somebody approves."""
        asked = self.read(serializer=bodies.ExtensionIn)
        made = request_extension(actor=self.user, **asked)
        return self.shown(
            shapes.ExtensionOut, made.pk, status=201, route="extensions_detail"
        )

    @extend_schema(request=bodies.DecideIn, responses={200: shapes.ExtensionOut})
    @once
    def approve(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """In time it moves the due date, later it is a plan."""
        extension = self.get_object()
        asked = self.read(serializer=bodies.DecideIn)
        approve_extension(actor=self.user, extension=extension, **asked)
        return self.shown(shapes.ExtensionOut, extension.pk)

    @extend_schema(request=bodies.RejectIn, responses={200: shapes.ExtensionOut})
    @once
    def reject(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """The due date stays."""
        extension = self.get_object()
        asked = self.read(serializer=bodies.RejectIn)
        reject_extension(actor=self.user, extension=extension, **asked)
        return self.shown(shapes.ExtensionOut, extension.pk)
