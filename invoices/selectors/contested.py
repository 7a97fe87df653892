"""Which items were in dispute on which days, and what came back after it was paid."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q

from arcollect.core.models import Company
from invoices.models import CreditNote, Dispute

Span = tuple[dt.date, dt.date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Goods of a customer that came back, as far as no open item took the credit."""

    credit_note_id: int
    customer_id: int
    on: dt.date
    amount: Decimal


def disputes_of(item_ids: Iterable[int]) -> dict[int, list[Span]]:
    """Per item the spans in dispute: first day, and the day it was settled; one query."""
    found: dict[int, list[Span]] = defaultdict(list)
    rows = Dispute.objects.filter(due_item__in=set(item_ids))
    for item, opened_on, resolved_on in rows.values_list(
        "due_item_id", "opened_on", "resolved_on"
    ):
        found[item].append((opened_on, resolved_on))
    return found


def is_disputed(spans: Iterable[Span], *, on: dt.date) -> bool:
    """Whether one of the spans holds on that day."""
    return any(
        opened_on <= on and (settled_on is None or on < settled_on)
        for opened_on, settled_on in spans
    )


def returned_after_payment(
    *, company: Company, currency: str, until: dt.date, recorded: Q
) -> list[Returned]:
    """Credit notes for returned goods with a part that no item has taken, oldest first.

    `recorded` narrows by `recorded_at` and `issued_on`. A credit note that was reversed
    brought nothing back.
    """
    rows = (
        CreditNote.objects.filter(
            recorded,
            company=company,
            currency=currency,
            reason=CreditNote.Reason.RETURN,
            reverses=None,
            reversed_by=None,
            issued_on__lte=until,
            state__unallocated__gt=0,
        )
        .order_by("issued_on", "pk")
        .annotate(left=F("state__unallocated"))
        .values_list("pk", "customer_id", "issued_on", "left")
    )
    return [
        Returned(credit_note_id=pk, customer_id=customer, on=on, amount=left)
        for pk, customer, on, left in rows
    ]
