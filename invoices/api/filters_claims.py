"""Filters of deductions, extensions and goods documents."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from arcollect.core.api.filters import DayFilter, KeyFilter, WordFilter, YesNoFilter
from invoices.api.filters import OfCustomerFilters, today
from invoices.models import Deduction


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
