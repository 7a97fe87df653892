"""How late a customer pays, weighted by what he paid."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from arcollect.core.dates import add_months
from invoices.models import Allocation

MONTHS = 12


def days_beyond_terms(
    *, customer_id: int, today: dt.date, currency: str
) -> Decimal | None:
    """Sum(paid x (paid on - due on)) / sum(paid) over the last 12 months, one decimal.

    Signed: early payers are below 0. Payments only, undone ones left out; None when
    nothing was paid (Domain rule 3.4).
    """
    rows = Allocation.objects.filter(
        due_item__customer_id=customer_id,
        currency=currency,
        payment__isnull=False,
        reverses=None,
        reversed_by=None,
        effective_on__gt=add_months(today, -MONTHS),
        effective_on__lte=today,
    ).values_list("amount", "effective_on", "due_item__due_on")
    paid = weighted = Decimal(0)
    for amount, on, due_on in rows:
        paid += amount
        weighted += amount * (on - due_on).days
    if paid == 0:
        return None
    return (weighted / paid).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
