"""Customers that letters are addressed to, by key."""

from __future__ import annotations

from collections.abc import Iterable

from arcollect.core.models import Company
from customers.models import Customer

# SQLite takes that many values in one statement, and room is left for others.
_AT_ONCE = 500


def addressees(*, company: Company, ids: Iterable[int]) -> dict[int, Customer]:
    """The company's customers among `ids`; a query per five hundred of them."""
    wanted = sorted(set(ids))
    found: dict[int, Customer] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Customer.objects.filter(
            company=company, pk__in=wanted[start : start + _AT_ONCE]
        )
        found |= {customer.pk: customer for customer in rows}
    return found
