"""What a customer makes of our products, and what we do for his sales."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum

from arcollect.core.models import Company
from customers.domain.margins import dealer_margin_bp
from customers.models import (
    Customer,
    CustomerFlag,
    CustomerProduct,
    Product,
    PromotionAgreement,
    SupportAction,
)


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One product at a customer. The margin is in hundredths of a percent."""

    row: CustomerProduct
    margin_bp: int
    spread: Decimal


@dataclass(frozen=True, slots=True)
class CustomerRange:
    """His products by rank, and our share of everything he sells (None: unknown)."""

    rows: list[RangeRow]
    share_bp: int | None


def list_products(*, company: Company) -> QuerySet[Product]:
    """The company's products, those still sold first."""
    return Product.objects.filter(company=company).order_by("-is_sold", "code")


def range_of(customer: Customer) -> CustomerRange:
    """The customer's products, ranked ones first. One query."""
    found = CustomerProduct.objects.filter(customer=customer).select_related("product")
    rows = [
        RangeRow(
            row=row,
            margin_bp=dealer_margin_bp(
                list_price=row.product.list_price, dealer_price=row.dealer_price
            ),
            spread=row.product.list_price - row.dealer_price,
        )
        for row in found.order_by(F("sales_rank").asc(nulls_last=True), "product__code")
    ]
    known = [one.row.sales_share_bp for one in rows if one.row.sales_share_bp]
    return CustomerRange(rows, sum(known) if known else None)


def agreements_of(customer: Customer) -> QuerySet[PromotionAgreement]:
    """All of the customer's promotion agreements, the newest first."""
    rows = PromotionAgreement.objects.filter(customer=customer)
    return rows.order_by("-from_on", "-pk")


def support_of(customer: Customer) -> QuerySet[SupportAction]:
    """What was done for the customer's sales, the newest first."""
    rows = SupportAction.objects.filter(customer=customer).select_related("agreement")
    return rows.order_by("-done_on", "-pk")


def support_cost(*, customer: Customer, since: dt.date) -> list[dict[str, Any]]:
    """What support has cost since the day, per currency."""
    rows = SupportAction.objects.filter(customer=customer, done_on__gte=since)
    return list(
        rows.order_by()
        .values("currency")
        .annotate(total=Sum("cost"))
        .order_by("currency")
    )


def flag_history(customer: Customer) -> QuerySet[CustomerFlag]:
    """The customer's flags, those in force first."""
    rows = CustomerFlag.objects.filter(customer=customer)
    return rows.select_related("set_by", "lifted_by").order_by(
        F("lifted_on").desc(nulls_first=True), "-from_on"
    )
