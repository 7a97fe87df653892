"""Filters of deductions, extensions and goods documents."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from arcollect.core.api.filters import (
    DayFilter,
    KeyFilter,
    TextFilter,
    WordFilter,
    YesNoFilter,
)
from invoices.api.filters import OfCustomerFilters, today
from invoices.models import Deduction, Extension, GoodsMovement
from invoices.selectors.unbilled import unbilled_goods


class DeductionFilters(OfCustomerFilters):
    """`overdue`: not decided although its day has passed."""

    payment = KeyFilter(field_name="payment_id")
    state = WordFilter(choices=Deduction.State.choices)
    kind = WordFilter(choices=Deduction.Kind.choices)
    claimed_from = DayFilter(field_name="claimed_on", lookup_expr="gte")
    claimed_until = DayFilter(field_name="claimed_on", lookup_expr="lte")
    overdue = YesNoFilter(method="by_overdue")

    def by_overdue(self, rows: Any, _name: str, wanted: bool) -> Any:
        late = Q(state__in=Deduction.OPEN, deadline_on__lt=today(self))
        return rows.filter(late if wanted else ~late)


class ExtensionFilters(OfCustomerFilters):
    due_item = KeyFilter(field_name="due_item_id")
    state = WordFilter(choices=Extension.State.choices)
    effect = WordFilter(choices=Extension.Effect.choices)


class GoodsFilters(OfCustomerFilters):
    """`unbilled`: delivered or accepted, and no invoice bills it today."""

    number = TextFilter()
    kind = WordFilter(choices=GoodsMovement.Kind.choices)
    moved_from = DayFilter(field_name="moved_on", lookup_expr="gte")
    moved_until = DayFilter(field_name="moved_on", lookup_expr="lte")
    unbilled = YesNoFilter(method="by_unbilled")

    def by_unbilled(self, rows: Any, _name: str, wanted: bool) -> Any:
        request: Any = self.request
        waiting = unbilled_goods(company=request.company, as_of=today(self))
        found = Q(pk__in=waiting.values("pk"))
        return rows.filter(found if wanted else ~found)
