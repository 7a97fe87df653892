"""Filters of customers, contacts and contracts."""

from __future__ import annotations

from typing import Any

from django_filters import FilterSet

from arcollect.core.api.filters import (
    CurrencyFilter,
    DayFilter,
    KeyFilter,
    TextFilter,
    WordFilter,
)
from customers.models import Contract, Customer


class CustomerFilters(FilterSet):
    """`q` looks in code, name and tax number."""

    q = TextFilter(method="matching")
    code = TextFilter()
    tax_id = TextFilter()
    region = TextFilter()
    rep = KeyFilter(field_name="rep_id")
    kind = WordFilter(choices=[choice for choice in Customer.Kind.choices if choice[0]])
    status = WordFilter(choices=Customer.Status.choices)

    def matching(self, rows: Any, _name: str, text: str) -> Any:
        return rows.matching(text)


class ContactFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")


class ContractFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    number = TextFilter()
    currency = CurrencyFilter()
    kind = WordFilter(choices=Contract.Kind.choices)
    signed_from = DayFilter(field_name="signed_on", lookup_expr="gte")
    signed_until = DayFilter(field_name="signed_on", lookup_expr="lte")
