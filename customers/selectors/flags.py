"""What a customer's flags forbid and demand, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from arcollect.core.bulk import in_chunks
from customers.models import CustomerFlag

CHUNK = 5_000
WATCH = CustomerFlag.Kind.WATCH
HABITUAL = CustomerFlag.Kind.HABITUAL_DEBTOR


def in_force(on: dt.date) -> Q:
    """Flags that hold on the day: from theirs on, until the day before the lifting."""
    return Q(from_on__lte=on) & (Q(lifted_on__isnull=True) | Q(lifted_on__gt=on))


def flags_of(customer_ids: Iterable[int], *, on: dt.date) -> dict[int, set[str]]:
    """The kinds of flags in force per customer; customers without any are left out."""
    found: dict[int, set[str]] = {}
    for ids in in_chunks(customer_ids, CHUNK):
        rows = CustomerFlag.objects.filter(in_force(on), customer_id__in=ids)
        for customer_id, kind in rows.values_list("customer_id", "kind"):
            found.setdefault(customer_id, set()).add(kind)
    return found


def concessions_barred(customer_id: int, on: dt.date) -> bool:
    """Whether nothing may be conceded to the customer: a habitual debtor (S47)."""
    return _has(customer_id, HABITUAL, on)


def prepayment_only(customer_id: int, on: dt.date) -> bool:
    """Whether the customer is sold to against money first: he is under watch (S17)."""
    return _has(customer_id, WATCH, on)


def closely_watched(customer_ids: Iterable[int], *, on: dt.date) -> set[int]:
    """The customers of whom either flag is in force: they are contacted more often."""
    return set(flags_of(customer_ids, on=on))


def _has(customer_id: int, kind: str, on: dt.date) -> bool:
    return CustomerFlag.objects.filter(
        in_force(on), customer_id=customer_id, kind=kind
    ).exists()
