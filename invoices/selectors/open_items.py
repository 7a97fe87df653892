"""Open items of one customer, exact for a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import (
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from arcollect.core.fields import MoneyField, money
from arcollect.core.models import User
from invoices.models import Allocation, DueItemState


def list_open_items(
    *,
    customer_id: int,
    user: User,
    today: dt.date,
    currency: str | None = None,
) -> QuerySet[DueItemState]:
    """Items open on `today`, oldest due date first, with `open_today`.

    What is allocated with effect after `today` is still open; an invoice dated later
    is not there yet.
    """
    later = (
        Allocation.objects.filter(due_item=OuterRef("pk"), effective_on__gt=today)
        .values("due_item")
        .annotate(n=Sum("amount"))
        .values("n")
    )
    rows: QuerySet[DueItemState] = (
        DueItemState.objects.visible_to(user)
        .filter(customer_id=customer_id, issued_on__lte=today)
        .filter(Q(open_amount__gt=0) | Q(settled_on__gt=today))
        .select_related("due_item__invoice")
        .annotate(
            open_today=ExpressionWrapper(
                F("open_amount") + Coalesce(Subquery(later), money(Decimal(0))),
                output_field=MoneyField(),
            )
        )
        .order_by("due_on", "pk")
    )
    return rows.filter(currency=currency) if currency else rows


def open_totals(items: QuerySet[DueItemState]) -> list[dict[str, Any]]:
    """Sum and count of such a list per currency: its total rows."""
    one = Value(1, output_field=IntegerField())
    rows: Any = (
        items.order_by()
        .values("currency")
        .annotate(total=Sum("open_today"), items=Sum(one))
        .order_by("currency")
    )
    return list(rows)
