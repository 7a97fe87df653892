"""How a customer keeps his promises, for the review of his credit."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q

from arcollect.core.dates import add_months
from collection.models import Promise

MONTHS = 12
JUDGED = (Promise.State.KEPT, Promise.State.PARTIALLY_KEPT, Promise.State.BROKEN)


def promise_kept_rate(customer_id: int, as_of: dt.date) -> Decimal | None:
    """Kept of judged promises of the last twelve months, 0 to 100, one decimal.

    By count (domain rules, section 6); None where none was judged.
    """
    counts = Promise.objects.filter(
        customer_id=customer_id,
        promised_on__gt=add_months(as_of, -MONTHS),
        promised_on__lte=as_of,
    ).aggregate(
        judged=Count("pk", filter=Q(state__in=JUDGED)),
        kept=Count("pk", filter=Q(state=Promise.State.KEPT)),
    )
    if not counts["judged"]:
        return None
    rate: Decimal = Decimal(100 * counts["kept"]) / counts["judged"]
    rounded: Decimal = rate.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return rounded
