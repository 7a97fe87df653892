"""Read: due items, facts, overrides, policies, class history, disputes, imports."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from arcollect.core.api.permissions import Need
from arcollect.core.api.views import ReadApi
from arcollect.core.models import ImportBatch
from arcollect.core.roles import Permission
from invoices.api import filters
from invoices.api import serializers_known as known
from invoices.api.serializers_expected import DueItemExpectedOut
from invoices.models import (
    ClassHistory,
    ClassificationPolicy,
    ClassOverride,
    DueItemState,
    Fact,
)


class _OfCompany(ReadApi):
    model: ClassVar[Any]

    def rows(self) -> QuerySet[Any]:
        rows = self.model.objects.filter(company=self.company)
        return rows.visible_to(self.user)  # type: ignore[no-any-return]


class DueItemApi(ReadApi):
    """Due items: what is open, since when due, in which class and why, and when its
    money can be expected."""

    serializer_class = DueItemExpectedOut
    filterset_class = filters.DueItemFilters

    def rows(self) -> QuerySet[DueItemState]:
        rows = DueItemState.objects.filter(company=self.company)
        visible = rows.visible_to(self.user)
        return visible.select_related("due_item__invoice", "customer__payment_profile")


class FactApi(_OfCompany):
    """Facts about debtors and items, corrected and withdrawn ones as well."""

    model = Fact
    serializer_class = known.FactOut
    filterset_class = filters.FactFilters


class OverrideApi(_OfCompany):
    """Classes set by hand."""

    model = ClassOverride
    serializer_class = known.OverrideOut
    filterset_class = filters.OverrideFilters


class ClassChangeApi(_OfCompany):
    """The history of classes, one row per change."""

    model = ClassHistory
    serializer_class = known.ClassChangeOut
    filterset_class = filters.ClassChangeFilters


class PolicyApi(ReadApi):
    """The versions of the company's class rules."""

    serializer_class = known.PolicyOut

    def rows(self) -> QuerySet[ClassificationPolicy]:
        return ClassificationPolicy.objects.filter(company=self.company)


class ImportApi(ReadApi):
    """Uploads and their reports, for those who may import."""

    needs: ClassVar[dict[str, Need]] = {
        "list": Need(Permission.IMPORT),
        "retrieve": Need(Permission.IMPORT),
    }
    serializer_class = known.ImportOut
    filterset_class = filters.ImportFilters

    def rows(self) -> QuerySet[ImportBatch]:
        batches = ImportBatch.objects.filter(company=self.company)
        return batches.prefetch_related("files")
