"""Lists of bills and what of them still is a risk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum

from arcollect.core.models import Company, User
from invoices.domain.bills import WITH_RECOURSE, BillState
from invoices.models import Bill, BillStanding, OnAccount

BILL_ORDERS: dict[str, Sequence[str]] = {
    "matures": ["matures_on"],
    "received": ["received_on"],
    "number": ["number"],
    "customer": ["customer__name?"],
    "amount": ["amount"],
}
# Bills that lie here or at the bank.
NOT_ENDED = (BillState.RECEIVED, BillState.HELD, BillState.PRESENTED)


def list_bills(
    *, user: User, company: Company, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Bills the user may see, with their standing.

    `filters`: q (number or drawer, or the customer), kind, state, currency, customer,
    since and until (maturity, both inclusive).
    """
    rows: QuerySet[Any] = (
        Bill.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer", "standing", "replaces")
        .annotate(state=F("standing__state"))
    )
    if filters.get("q"):
        wanted = filters["q"].strip()
        rows = (
            rows.filter(number__icontains=wanted)
            | rows.filter(drawer__icontains=wanted)
            | rows.filter(customer__search_text__contains=wanted.casefold())
        )
    for name in ("kind", "currency"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("customer"):
        rows = rows.filter(customer_id=filters["customer"])
    if filters.get("state"):
        rows = rows.filter(standing__state=filters["state"])
    if filters.get("since"):
        rows = rows.filter(matures_on__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(matures_on__lte=filters["until"])
    return rows


def bills_on_hand(*, company: Company, user: User) -> list[dict[str, Any]]:
    """Face amounts of bills that lie here or at the bank, per currency."""
    rows = Bill.objects.filter(company=company, standing__state__in=NOT_ENDED)
    sums = rows.visible_to(user).order_by().values("currency")
    return list(sums.annotate(total=Sum("amount")).order_by("currency"))


def bills_with_recourse(
    *, company_id: int, customer_ids: Sequence[int], currency: str
) -> dict[int, Decimal]:
    """Discounted and endorsed bills not honoured yet, by customer.

    Their items are settled, but they can come back: part of the exposure until then.
    """
    rows = BillStanding.objects.filter(
        company=company_id,
        customer__in=customer_ids,
        bill__currency=currency,
        state__in=WITH_RECOURSE,
    )
    sums = rows.order_by().values("customer").annotate(total=Sum("bill__amount"))
    return dict(sums.values_list("customer", "total"))


def left_of_bill(standing: BillStanding) -> Decimal:
    """What of the bill's money is still to be allocated to goods."""
    row = OnAccount.objects.filter(payment=standing.payment_id).first()
    return row.unallocated if row is not None else Decimal(0)


def due_bills(*, company: Company, user: User, by: dt.date) -> QuerySet[Any]:
    """Bills on hand that mature by that day, the earliest first: present them."""
    rows = Bill.objects.filter(
        company=company, standing__state__in=NOT_ENDED, matures_on__lte=by
    )
    found: QuerySet[Any] = rows.visible_to(user).order_by("matures_on", "pk")
    return found
