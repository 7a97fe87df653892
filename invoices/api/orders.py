"""Sales orders: read, enter, check, release, deliver, invoice, cancel, reopen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core import clock
from arcollect.core.api.calls import once
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.views import ReadApi
from arcollect.core.authority import ApprovalRefusedError
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from invoices.api import order_shapes as shapes
from invoices.api import refusals  # noqa: F401 - answers of services
from invoices.models import ItemCover, OrderCheck, OrderRelease, SalesOrder
from invoices.services.check_order import check_order
from invoices.services.close_order import cancel_order, reopen_order
from invoices.services.deliver_order import deliver_order
from invoices.services.enter_order import (
    OrderInput,
    OrderNumberTakenError,
    enter_order,
)
from invoices.services.invoice_order import invoice_order
from invoices.services.order_states import OrderMovedError
from invoices.services.post_invoice import LineInput
from invoices.services.release_order import release_order

register_refusal(ApprovalRefusedError, status=403)
register_refusal(OrderMovedError, status=409)
register_refusal(OrderNumberTakenError, status=409, field="number")

KEEP = Need(Permission.KEEP_ORDERS, TokenScope.WRITE_LEDGER)
RELEASE = Need(Permission.RELEASE_ORDERS, TokenScope.WRITE_LEDGER)
POST = Need(Permission.POST_DOCUMENTS, TokenScope.WRITE_LEDGER)


class OrderApi(ReadApi):
    """Sales orders with their lines, credit checks and releases."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": KEEP,
        "check": KEEP,
        "release": RELEASE,
        "deliver": KEEP,
        "invoice": POST,
        "cancel": KEEP,
        "reopen": KEEP,
    }
    serializer_class = shapes.OrderOut
    filterset_class = shapes.OrderFilters

    def rows(self) -> QuerySet[Any]:
        rows = SalesOrder.objects.filter(company=self.company)
        visible = rows.visible_to(self.user)
        return visible.select_related("customer__rep", "company").prefetch_related(
            "lines",
            Prefetch("checks", OrderCheck.objects.order_by("pk")),
            Prefetch("releases", OrderRelease.objects.order_by("pk")),
        )

    @extend_schema(request=shapes.OrderIn, responses={201: shapes.OrderOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter an order and check it: it is approved, or held with the reasons."""
        asked = dict(self.read(serializer=shapes.OrderIn))
        draft = asked.pop("draft")
        lines = [LineInput(**line) for line in asked.pop("lines")]
        entered = enter_order(
            actor=self.user,
            company=self.company,
            order=OrderInput(**asked, lines=lines),
            as_of=self.today,
            as_draft=draft,
        )
        return self.shown(
            shapes.OrderOut, entered.pk, status=201, route="orders_detail"
        )

    @extend_schema(request=shapes.CheckIn, responses=shapes.OrderOut)
    @once
    def check(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Check an order again, as of today, if it still is in the state you saw."""
        order = self.get_object()
        asked = self.read(serializer=shapes.CheckIn)
        check_order(actor=self.user, order=order, as_of=self.today, seen=asked["state"])
        return self.shown(shapes.OrderOut, pk)

    @extend_schema(request=shapes.ReasonIn, responses=shapes.OrderOut)
    @once
    def release(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Let a held order pass, with a reason; above the limit a second person must."""
        order = self.get_object()
        asked = self.read(serializer=shapes.ReasonIn)
        release_order(actor=self.user, order=order, as_of=self.today, **asked)
        return self.shown(shapes.OrderOut, pk)

    @extend_schema(request=shapes.DeliverIn, responses=shapes.OrderOut)
    @once
    def deliver(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Deliver an approved order if it still passes; else it is held again."""
        order = self.get_object()
        asked = self.read(serializer=shapes.DeliverIn)
        deliver_order(actor=self.user, order=order, as_of=self.today, **asked)
        return self.shown(shapes.OrderOut, pk)

    @extend_schema(request=shapes.InvoiceOrderIn, responses=shapes.OrderOut)
    @once
    def invoice(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Post the invoice of a delivered order."""
        order = self.get_object()
        asked = self.read(serializer=shapes.InvoiceOrderIn)
        invoice_order(actor=self.user, order=order, **asked)
        return self.shown(shapes.OrderOut, pk)

    @extend_schema(request=shapes.ReasonIn, responses=shapes.OrderOut)
    @once
    def cancel(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Cancel an order that is not delivered."""
        order = self.get_object()
        asked = self.read(serializer=shapes.ReasonIn)
        cancel_order(actor=self.user, order=order, **asked)
        return self.shown(shapes.OrderOut, pk)

    @extend_schema(request=shapes.ReasonIn, responses=shapes.OrderOut)
    @once
    def reopen(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Open a cancelled order again; it is checked like a new one."""
        order = self.get_object()
        asked = self.read(serializer=shapes.ReasonIn)
        reopen_order(actor=self.user, order=order, as_of=self.today, **asked)
        return self.shown(shapes.OrderOut, pk)

    @property
    def today(self) -> Any:
        return clock.today(self.company.time_zone)


class ItemCoverApi(ReadApi):
    """Credit insurance and factoring of due items."""

    serializer_class = shapes.ItemCoverOut
    filterset_class = shapes.ItemCoverFilters

    def rows(self) -> QuerySet[ItemCover]:
        rows = ItemCover.objects.filter(company=self.company)
        return rows.visible_to(self.user)
