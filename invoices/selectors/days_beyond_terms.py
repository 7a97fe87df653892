"""How late a customer pays, weighted by what he paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from arcollect.core.dates import NO_DATE_YET, add_months, is_known
from invoices.domain.payment_days import weighted_days
from invoices.models import Allocation

MONTHS = 12
STATE_DUE = "due_item__state__due_on"


def days_beyond_terms(
    *, customer_id: int, today: dt.date, currency: str
) -> Decimal | None:
    """Sum(paid x (paid on - due on)) / sum(paid) over the last 12 months, one decimal.

    Signed: early payers are below 0. Payments only, undone ones left out; None when
    nothing was paid (Domain rule 3.4). What was paid before its date was known is left out.
    """
    rows: Any = Allocation.objects.filter(
        due_item__customer_id=customer_id,
        currency=currency,
        payment__isnull=False,
        reverses=None,
        reversed_by=None,
        effective_on__gt=add_months(today, -MONTHS),
        effective_on__lte=today,
    ).exclude(due_item__state__due_on=NO_DATE_YET)
    rows = rows.values_list("amount", "effective_on", "due_item__due_on", STATE_DUE)
    # A date that was not known at first is the one that came later.
    days = (
        (amount, (on - (agreed_on if is_known(agreed_on) else moved_to)).days)
        for amount, on, agreed_on, moved_to in rows
    )
    return weighted_days(days, decimals=1)
