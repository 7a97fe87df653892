"""Read: moved due dates, waiting items, advances, releases, sell-through statements."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from arcollect.core.api.views import ReadApi
from invoices.api import filters_contract as filters
from invoices.api import serializers_contract as shapes
from invoices.models import (
    AwaitedDate,
    ContractAdvance,
    DueDateChange,
    GoodsRelease,
    SellThroughStatement,
)


class DueDateChangeApi(ReadApi):
    """Due dates that moved: extensions, milestones, statements, deliveries."""

    serializer_class = shapes.DueDateChangeOut
    filterset_class = filters.OfItemFilters

    def rows(self) -> QuerySet[Any]:
        rows = DueDateChange.objects.filter(company=self.company)
        return rows.visible_to(self.user)


class AwaitedDateApi(ReadApi):
    """Items posted without a due date and what they wait for."""

    serializer_class = shapes.AwaitedDateOut
    filterset_class = filters.AwaitedFilters

    def rows(self) -> QuerySet[Any]:
        rows = AwaitedDate.objects.filter(due_item__company=self.company)
        visible = rows.visible_to(self.user)
        return visible.select_related("due_item__state")


class AdvanceApi(ReadApi):
    """Deposits and other advances kept for contracts."""

    serializer_class = shapes.AdvanceOut
    filterset_class = filters.OfContractFilters

    def rows(self) -> QuerySet[Any]:
        rows = ContractAdvance.objects.filter(company=self.company)
        return rows.visible_to(self.user).select_related("payment__state")


class GoodsReleaseApi(ReadApi):
    """Releases of goods that are paid before or on delivery."""

    serializer_class = shapes.GoodsReleaseOut
    filterset_class = filters.ReleaseFilters

    def rows(self) -> QuerySet[Any]:
        rows = GoodsRelease.objects.filter(company=self.company)
        return rows.visible_to(self.user)


class SellThroughStatementApi(ReadApi):
    """Sell-through statements, reversed ones as well."""

    serializer_class = shapes.SellThroughStatementOut
    filterset_class = filters.OfContractFilters

    def rows(self) -> QuerySet[Any]:
        rows = SellThroughStatement.objects.filter(company=self.company)
        return rows.visible_to(self.user).prefetch_related("parts")
