"""Filters of moved due dates and of the money of contracts."""

from __future__ import annotations

from django_filters import FilterSet

from arcollect.core.api.filters import DayFilter, KeyFilter, WordFilter
from invoices.models import AwaitedDate, DueDateChange


class OfItemFilters(FilterSet):
    due_item = KeyFilter(field_name="due_item_id")
    customer = KeyFilter(field_name="due_item__customer_id")
    cause = WordFilter(choices=DueDateChange.Cause.choices)


class AwaitedFilters(FilterSet):
    customer = KeyFilter(field_name="due_item__customer_id")
    awaits = WordFilter(choices=AwaitedDate.Awaits.choices)
    long_stop_until = DayFilter(field_name="long_stop_on", lookup_expr="lte")


class OfContractFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    contract = KeyFilter(field_name="contract_id")


class ReleaseFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    invoice = KeyFilter(field_name="invoice_id")
