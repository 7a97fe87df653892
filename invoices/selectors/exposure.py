"""What customers could cost us on a day: the exposure per customer and currency."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, Sum

from invoices.domain.bills import WITH_RECOURSE
from invoices.domain.exposure import Exposure
from invoices.models import BillStanding, DueItemState, Invoice, SalesOrder
from invoices.selectors.customer_figures import owed_by
from invoices.selectors.unbilled import unbilled_goods

ZERO = Decimal(0)
Key = tuple[int, str]
DELIVERED, APPROVED = SalesOrder.State.DELIVERED, SalesOrder.State.APPROVED


def exposures_of(
    *, customer_ids: Iterable[int], today: dt.date, without_order: int | None = None
) -> dict[Key, Exposure]:
    """Exposure per customer and currency on `today`; the same few queries for any
    number of customers.

    `without_order` leaves one order out: the one that asks for room. A received bill is
    a receivable of its own and counts until it is honoured; one that was discounted or
    endorsed counts while it can come back.
    """
    ids = list(customer_ids)
    owed = {
        (one.customer_id, one.currency): one
        for found in owed_by(customer_ids=ids, today=today).values()
        for one in found
    }
    bills = _open_bills(ids, today)
    recourse = _bills_with_recourse(ids)
    goods = _goods_not_invoiced(ids, today)
    orders = _orders(ids, without_order)
    found = {}
    for key in sorted({*owed, *bills, *recourse, *goods, *orders}):
        one, under_way = owed.get(key), orders.get(key, {})
        on_hand = bills.get(key, ZERO)
        found[key] = Exposure(
            open_items=(one.open if one else ZERO) - on_hand,
            bills_open=on_hand + recourse.get(key, ZERO),
            unbilled=under_way.get(DELIVERED, ZERO) + goods.get(key, ZERO),
            open_orders=under_way.get(APPROVED, ZERO),
            unapplied_cash=one.on_account if one else ZERO,
        )
    return found


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


def _bills_with_recourse(ids: list[int]) -> dict[Key, Decimal]:
    """Discounted and endorsed bills: settled here, and they can come back."""
    rows = (
        BillStanding.objects.filter(customer_id__in=ids, state__in=WITH_RECOURSE)
        .values_list("customer_id", "bill__currency")
        .annotate(n=Sum("bill__amount"))
        .order_by()
    )
    return {(customer, currency): n for customer, currency, n in rows}


def _goods_not_invoiced(ids: list[int], today: dt.date) -> dict[Key, Decimal]:
    """Deliveries and acceptances that no invoice bills yet, by no order counted."""
    rows = (
        unbilled_goods(as_of=today)
        .filter(customer_id__in=ids)
        .exclude(order__state=DELIVERED)
        .values_list("customer_id", "currency")
        .annotate(n=Sum("amount"))
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
