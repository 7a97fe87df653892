"""Remittance advices: read, enter, discard."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.fields import CurrencyCode, Day, Key, MoneyText
from arcollect.core.api.filters import KeyFilter, WordFilter
from arcollect.core.api.permissions import Need
from arcollect.core.api.views import ReadApi
from invoices.api.bodies import visible_customers
from invoices.api.matching import ALLOCATE, READ
from invoices.domain.remittance import MOST_LINES, AdvisedLine
from invoices.models import RemittanceAdvice, RemittanceLine
from invoices.services.remittance import (
    check_remittance,
    discard_remittance,
    read_remittance,
)


class AdviceLineOut(serializers.ModelSerializer[RemittanceLine]):
    """One number and the amount the payer put beside it; negative was kept back."""

    amount = MoneyText(read_only=True)

    class Meta:
        model = RemittanceLine
        fields = ("position", "number", "amount", "due_item")
        read_only_fields = fields


class AdviceOut(serializers.ModelSerializer[RemittanceAdvice]):
    """What a customer said that a payment pays."""

    total = MoneyText(read_only=True)
    lines = AdviceLineOut(many=True, read_only=True)

    class Meta:
        model = RemittanceAdvice
        fields = (
            "id",
            "customer",
            "reference",
            "paid_on",
            "currency",
            "total",
            "source",
            "state",
            "lines",
            "recorded_at",
            "recorded_by",
            "checked_at",
            "checked_by",
        )
        read_only_fields = fields


class AdviceLineIn(serializers.Serializer[Any]):
    """An invoice number and the amount put beside it."""

    number = serializers.CharField(max_length=60)
    amount = MoneyText()


class AdviceIn(serializers.Serializer[Any]):
    """An advice whose lines the caller vouches for: it counts as checked."""

    customer = Key(rows=visible_customers, default=None, allow_null=True)
    currency = CurrencyCode()
    reference = serializers.CharField(max_length=100, default="", allow_blank=True)
    paid_on = Day(default=None, allow_null=True)
    lines: Any = serializers.ListSerializer(
        child=AdviceLineIn(), min_length=1, max_length=MOST_LINES
    )
    kept_back = MoneyText(
        default=None,
        allow_null=True,
        help_text="What the customer keeps of the sum; it stays open.",
    )


class DiscardIn(serializers.Serializer[Any]):
    """Nothing more is needed."""


class AdviceFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    state = WordFilter(choices=RemittanceAdvice.State.choices)


class RemittanceApi(ReadApi):
    """Remittance advices of the company."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ,
        "retrieve": READ,
        "create": ALLOCATE,
        "discard": ALLOCATE,
    }
    serializer_class = AdviceOut
    filterset_class = AdviceFilters

    def rows(self) -> QuerySet[Any]:
        rows = RemittanceAdvice.objects.visible_to(self.user)
        found = rows.filter(company=self.company)
        return found.prefetch_related("lines")

    @extend_schema(request=AdviceIn, responses={201: AdviceOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter an advice; every positive line must name an open invoice."""
        asked = self.read(serializer=AdviceIn)
        lines = [AdvisedLine(line["number"], line["amount"]) for line in asked["lines"]]
        if asked["kept_back"]:
            lines.append(AdvisedLine(_("Kept back"), -asked["kept_back"]))
        about = {name: asked[name] for name in ("customer", "reference", "paid_on")}
        advice = read_remittance(
            actor=self.user,
            company=self.company,
            currency=asked["currency"],
            lines=lines,
            source="API",
            text="",
            **about,
        )
        check_remittance(actor=self.user, advice=advice, lines=lines, **about)
        return self.shown(AdviceOut, advice.pk, status=201, route="remittances_detail")

    @extend_schema(request=DiscardIn, responses={201: AdviceOut})
    @once
    def discard(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Put an advice aside that no match used."""
        advice = self.get_object()
        discard_remittance(actor=self.user, advice=advice)
        return self.shown(AdviceOut, advice.pk, status=201, route="remittances_detail")
