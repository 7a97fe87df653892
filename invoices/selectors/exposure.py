"""What customers could cost us on a day: the exposure per customer and currency."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, Sum

from invoices.domain.exposure import Exposure
from invoices.models import DueItemState, Invoice, SalesOrder
from invoices.selectors.customer_figures import Owed, owed_by

ZERO = Decimal(0)
Key = tuple[int, str]
DELIVERED, APPROVED = SalesOrder.State.DELIVERED, SalesOrder.State.APPROVED


def exposures_of(
    *, customer_ids: Iterable[int], today: dt.date, without_order: int | None = None
) -> dict[Key, Exposure]:
    """Exposure per customer and currency on `today`; the same few queries for any
    number of customers.

    `without_order` leaves one order out: the one that asks for room. A received bill is
    a receivable of its own and counts until it is honoured.
    """
    ids = list(customer_ids)
    owed = {
        (one.customer_id, one.currency): one
        for found in owed_by(customer_ids=ids, today=today).values()
        for one in found
    }
    bills = _open_bills(ids, today)
    orders = _orders(ids, without_order)
    return {
        key: _exposure(owed.get(key), bills.get(key, ZERO), orders.get(key, {}))
        for key in sorted({*owed, *bills, *orders})
    }


def exposure_of(
    *,
    customer_id: int,
    currency: str,
    today: dt.date,
    without_order: int | None = None,
) -> Exposure:
    """One customer's exposure in one currency."""
    found = exposures_of(
        customer_ids=[customer_id], today=today, without_order=without_order
    )
    return found.get((customer_id, currency), Exposure())


def _exposure(
    owed: Owed | None, bills: Decimal, orders: dict[str, Decimal]
) -> Exposure:
    return Exposure(
        open_items=(owed.open if owed else ZERO) - bills,
        bills_open=bills,
        unbilled=orders.get(DELIVERED, ZERO),
        open_orders=orders.get(APPROVED, ZERO),
        unapplied_cash=owed.on_account if owed else ZERO,
    )


def _open_bills(ids: list[int], today: dt.date) -> dict[Key, Decimal]:
    rows = (
        DueItemState.objects.filter(
            customer_id__in=ids,
            open_amount__gt=0,
            issued_on__lte=today,
            due_item__invoice__kind=Invoice.Kind.BILL,
        )
        .values_list("customer_id", "currency")
        .annotate(n=Sum("open_amount"))
        .order_by()
    )
    return {(customer, currency): n for customer, currency, n in rows}


def _orders(ids: list[int], without_order: int | None) -> dict[Key, dict[str, Decimal]]:
    rows = (
        SalesOrder.objects.filter(
            ~Q(pk=without_order), customer_id__in=ids, state__in=[APPROVED, DELIVERED]
        )
        .values_list("customer_id", "currency", "state")
        .annotate(n=Sum("amount"))
        .order_by()
    )
    found: dict[Key, dict[str, Decimal]] = defaultdict(dict)
    for customer, currency, state, n in rows:
        found[customer, currency][state] = n
    return found
