"""Outlets that bought lately, by region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Q

from invoices.models import Invoice
from invoices.selectors.scope import LedgerScope


def served_by_region(
    *, scope: LedgerScope, kinds: Sequence[str], from_on: dt.date, until_on: dt.date
) -> dict[str, int]:
    """Customers of these kinds with an invoice issued in the span, both days included.

    An invoice that was reversed by the last day serves nobody; one query.
    """
    rows = (
        Invoice.objects.filter(
            scope.condition,
            kind=Invoice.Kind.INVOICE,
            customer__kind__in=kinds,
            issued_on__range=(from_on, until_on),
        )
        .exclude(Q(reversed_by__issued_on__lte=until_on))
        .order_by()
        .values_list("customer__region")
        .annotate(n=Count("customer", distinct=True))
    )
    return dict(rows)
