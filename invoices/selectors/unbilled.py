"""Shipped or accepted, but not billed: what customers have and no invoice asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from arcollect.core.models import Company
from invoices.models import GoodsLink, GoodsMovement
from invoices.selectors.scope import LedgerScope


@dataclass(frozen=True, slots=True)
class Unbilled:
    """The value of deliveries and acceptances without an invoice, in one currency."""

    currency: str
    amount: Decimal
    documents: int


def unbilled_goods(*, as_of: dt.date, company: Company | None = None) -> QuerySet[Any]:
    """Deliveries and acceptances up to `as_of` (inclusive) that no invoice bills then.

    An invoice bills from its own day until it is reversed; a document taken back by
    then is left out. Without `company` whoever asks narrows the rows himself.
    """
    billed = GoodsLink.objects.filter(
        movement=OuterRef("pk"), invoice__issued_on__lte=as_of
    ).exclude(invoice__reversed_by__issued_on__lte=as_of)
    rows: QuerySet[Any] = GoodsMovement.objects.filter(
        kind__in=GoodsMovement.BILLABLE,
        moved_on__lte=as_of,
        reverses=None,
    )
    if company is not None:
        rows = rows.filter(company=company)
    return rows.exclude(reversed_by__moved_on__lte=as_of).exclude(Exists(billed))


def unbilled_sums(*, scope: LedgerScope, as_of: dt.date) -> list[Unbilled]:
    """What of it lies in the scope, one figure per currency."""
    rows = unbilled_goods(company=scope.company, as_of=as_of).filter(scope.condition)
    sums = rows.order_by().values("currency").annotate(n=Sum("amount"), c=Count("pk"))
    return [
        Unbilled(row["currency"], row["n"], row["c"])
        for row in sums.order_by("currency")
    ]


def unbilled_of_customer(
    *, customer_id: int, company: Company, as_of: dt.date, currency: str
) -> Decimal:
    """What one customer has and was not billed for, for his credit exposure."""
    rows = unbilled_goods(company=company, as_of=as_of)
    found = rows.filter(customer=customer_id, currency=currency)
    return found.aggregate(n=Sum("amount"))["n"] or Decimal(0)
