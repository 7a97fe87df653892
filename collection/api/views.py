"""Visits, promises and holds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from arcollect.core.api.views import ReadApi
from collection.api import filters
from collection.api import serializers as shapes
from collection.models import Hold, Promise, Visit


class _OfCustomer(ReadApi):
    model: ClassVar[Any]

    def rows(self) -> QuerySet[Any]:
        rows = self.model.objects.filter(company=self.company)
        return rows.visible_to(self.user)  # type: ignore[no-any-return]


class VisitApi(_OfCustomer):
    """Visits and calls."""

    model = Visit
    serializer_class = shapes.VisitOut
    filterset_class = filters.VisitFilters


class PromiseApi(_OfCustomer):
    """Promises to pay and how the money answered them."""

    model = Promise
    serializer_class = shapes.PromiseOut
    filterset_class = filters.PromiseFilters

    def rows(self) -> QuerySet[Any]:
        return super().rows().prefetch_related("items")


class HoldApi(_OfCustomer):
    """What keeps reminders back."""

    model = Hold
    serializer_class = shapes.HoldOut
    filterset_class = filters.HoldFilters
