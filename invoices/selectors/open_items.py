"""Open items of one customer, exact for a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import (
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from arcollect.core.fields import MoneyField, money
from arcollect.core.models import User
from invoices.models import Allocation, ClaimDecisionItem, DueItemState


def list_open_items(
    *,
    customer_id: int,
    user: User,
    today: dt.date,
    currency: str | None = None,
) -> QuerySet[DueItemState]:
    """Items open on `today`, oldest due date first, with `open_today`.

    What is allocated with effect after `today` is still open; an invoice dated later
    is not there yet. `off_books` marks what is written off and still claimed.
    """
    written_off = ClaimDecisionItem.objects.filter(
        due_item=OuterRef("pk"),
        decision__kind="write_off",
        decision__state__state="posted",
    )
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
            ),
            off_books=Exists(written_off),
        )
        .order_by("due_on", "pk")
    )
    return rows.filter(currency=currency) if currency else rows
