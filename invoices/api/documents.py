"""Invoices, credit notes, payments: read, post, reverse."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core import clock
from arcollect.core.api.calls import once
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from invoices.api import bodies, filters, refusals  # noqa: F401 - answers of services
from invoices.api import serializers as shapes
from invoices.models import DueItem
from invoices.selectors.documents import (
    list_credit_notes,
    list_invoices,
    list_payments,
)
from invoices.services.due_items import due_items_of
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import LineInput, post_invoice
from invoices.services.record_payment import record_payment
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment

POST = Need(Permission.POST_DOCUMENTS, TokenScope.WRITE_LEDGER)
REVERSE = Need(Permission.REVERSE_DOCUMENTS, TokenScope.WRITE_LEDGER)
NEEDS = {
    "list": READ_LEDGER,
    "retrieve": READ_LEDGER,
    "create": POST,
    "reverse": REVERSE,
}


class InvoiceApi(ReadApi):
    """Posted invoices with their lines and due items."""

    needs: ClassVar[dict[str, Need]] = NEEDS
    serializer_class = shapes.InvoiceOut
    filterset_class = filters.InvoiceFilters

    def rows(self) -> QuerySet[Any]:
        today = clock.today(self.company.time_zone)
        found = list_invoices(
            user=self.user, company=self.company, today=today, filters={}
        )
        items = DueItem.objects.select_related("state__due_item__invoice")
        return found.prefetch_related("lines", Prefetch("items", items))

    @extend_schema(request=bodies.InvoiceIn, responses={201: shapes.InvoiceOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Post an invoice for good; its due items follow from terms and lines."""
        asked = self.read(serializer=bodies.InvoiceIn)
        lines = [LineInput(**line) for line in asked["lines"]]
        items = due_items_of(
            issued_on=asked["issued_on"],
            lines=lines,
            currency=asked["currency"],
            contract=asked["contract"],
            due_on=asked["due_on"],
            term_days=asked["term_days"],
            delivered_on=asked["delivered_on"],
        )
        names = ("customer", "contract", "issued_on", "currency", "number", "note")
        posted = post_invoice(
            actor=self.user,
            company=self.company,
            items=items,
            lines=lines,
            **{name: asked[name] for name in names},
        )
        return self.shown(
            shapes.InvoiceOut, posted.pk, status=201, route="invoices_detail"
        )

    @extend_schema(request=bodies.ReverseIn, responses={201: shapes.CreditNoteOut})
    @once
    def reverse(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Post a credit note over the whole invoice and allocate it."""
        invoice = self.get_object()
        asked = self.read(serializer=bodies.ReverseIn)
        counter = reverse_invoice(actor=self.user, invoice=invoice, **asked)
        notes = list_credit_notes(user=self.user, company=self.company, filters={})
        row = notes.get(pk=counter.pk)
        return Response(shapes.CreditNoteOut(row).data, status=201)


class CreditNoteApi(ReadApi):
    """Posted credit notes."""

    needs: ClassVar[dict[str, Need]] = NEEDS
    serializer_class = shapes.CreditNoteOut
    filterset_class = filters.CreditNoteFilters

    def rows(self) -> QuerySet[Any]:
        return list_credit_notes(user=self.user, company=self.company, filters={})

    @extend_schema(request=bodies.CreditNoteIn, responses={201: shapes.CreditNoteOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Post a credit note, all of it on account."""
        asked = self.read(serializer=bodies.CreditNoteIn)
        posted = post_credit_note(actor=self.user, company=self.company, **asked)
        return self.shown(
            shapes.CreditNoteOut, posted.pk, status=201, route="credit_notes_detail"
        )

    @extend_schema(request=bodies.ReverseIn, responses={201: shapes.CreditNoteOut})
    @once
    def reverse(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Post the negative of a credit note and undo its allocations."""
        note = self.get_object()
        asked = self.read(serializer=bodies.ReverseIn)
        counter = reverse_credit_note(actor=self.user, credit_note=note, **asked)
        return self.shown(
            shapes.CreditNoteOut, counter.pk, status=201, route="credit_notes_detail"
        )


class PaymentApi(ReadApi):
    """Payments received."""

    needs: ClassVar[dict[str, Need]] = NEEDS
    serializer_class = shapes.PaymentOut
    filterset_class = filters.PaymentFilters

    def rows(self) -> QuerySet[Any]:
        return list_payments(user=self.user, company=self.company, filters={})

    @extend_schema(request=bodies.PaymentIn, responses={201: shapes.PaymentOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Record money that came in, all of it on account."""
        asked = self.read(serializer=bodies.PaymentIn)
        posted = record_payment(actor=self.user, company=self.company, **asked)
        return self.shown(
            shapes.PaymentOut, posted.pk, status=201, route="payments_detail"
        )

    @extend_schema(request=bodies.ReverseIn, responses={201: shapes.PaymentOut})
    @once
    def reverse(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Post the negative of a payment and undo its allocations."""
        payment = self.get_object()
        asked = self.read(serializer=bodies.ReverseIn)
        counter = reverse_payment(actor=self.user, payment=payment, **asked)
        return self.shown(
            shapes.PaymentOut, counter.pk, status=201, route="payments_detail"
        )
