"""Ask for another look at the class of items."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from invoices.models import DueItemState


def mark_touched(states: QuerySet[Any], *, on: dt.date) -> int:
    """Let the night of `on`, or the next one after it, look at these items again.

    A day already noted that is earlier stays. Items that are and stay settled need no
    look. Returns how many rows were marked.
    """
    later = Q(next_change_on__isnull=True) | Q(next_change_on__gt=on)
    not_settled = Q(open_amount__gt=0) | Q(severity__isnull=True) | Q(severity__gt=0)
    return states.filter(later & not_settled).update(next_change_on=on)


def mark_customer(customer_id: int, item_id: int | None, *, on: dt.date) -> int:
    """Mark one item, or without it every item of the customer."""
    states = DueItemState.objects.filter(customer_id=customer_id)
    if item_id is not None:
        states = states.filter(pk=item_id)
    return mark_touched(states, on=on)
