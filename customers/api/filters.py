"""Filters of customers and of what belongs to them."""

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
from customers.models import (
    Contract,
    Customer,
    CustomerFlag,
    PromotionAgreement,
    SupportAction,
)


class CustomerFilters(FilterSet):
    """`q` looks in code, name and tax number."""

    q = TextFilter(method="matching")
    code = TextFilter()
    tax_id = TextFilter()
    region = TextFilter()
    rep = KeyFilter(field_name="rep_id")
    kind = WordFilter(choices=[choice for choice in Customer.Kind.choices if choice[0]])
    status = WordFilter(choices=Customer.Status.choices)
    parent = KeyFilter(field_name="parent_id")
    size_class = WordFilter(
        choices=[one for one in Customer.SizeClass.choices if one[0]]
    )
    cause = WordFilter(choices=[one for one in Customer.Cause.choices if one[0]])

    def matching(self, rows: Any, _name: str, text: str) -> Any:
        return rows.matching(text)


class ContactFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")


class ContractFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    number = TextFilter()
    currency = CurrencyFilter()
    kind = WordFilter(choices=Contract.Kind.choices)
    state = WordFilter(choices=Contract.State.choices)
    signed_from = DayFilter(field_name="signed_on", lookup_expr="gte")
    signed_until = DayFilter(field_name="signed_on", lookup_expr="lte")


class OfContractFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    contract = KeyFilter(field_name="contract_id")


class FlagFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    kind = WordFilter(choices=CustomerFlag.Kind.choices)


class ProductFilters(FilterSet):
    code = TextFilter()


class RangeFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    product = KeyFilter(field_name="product_id")


class AgreementFilters(FilterSet):
    """`on`: agreements in force on that day."""

    customer = KeyFilter(field_name="customer_id")
    number = TextFilter()
    type = WordFilter(choices=PromotionAgreement.Type.choices)
    on = DayFilter(method="in_force")

    def in_force(self, rows: Any, _name: str, day: Any) -> Any:
        return rows.filter(from_on__lte=day, until_on__gte=day).exclude(
            ended_on__lt=day
        )


class SupportFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    kind = WordFilter(choices=SupportAction.Kind.choices)
    done_from = DayFilter(field_name="done_on", lookup_expr="gte")
    done_until = DayFilter(field_name="done_on", lookup_expr="lte")
