"""Move points of a customer's account: entries that stay, and one conditional UPDATE."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Value
from django.db.models.functions import Greatest

from collection.models import PointsAccount, PointsEntry


def open_account(*, company_id: int, customer_id: int) -> PointsAccount:
    """The customer's account, made where he has none; safe at once with others."""
    account, _made = PointsAccount.objects.get_or_create(
        customer_id=customer_id, defaults={"company_id": company_id}
    )
    return account


def enter(entries: Sequence[PointsEntry]) -> None:
    """Insert entries whose points come or go whatever the balance is.

    What goes beyond the balance is owed, and paid off by what comes next. Call it in the
    transaction of its cause.
    """
    by_customer: dict[int, int] = {}
    PointsEntry.objects.bulk_create(entries)
    for entry in entries:
        by_customer[entry.customer_id] = (
            by_customer.get(entry.customer_id, 0) + entry.points
        )
    for customer_id, points in sorted(by_customer.items()):
        open_account(company_id=entries[0].company_id, customer_id=customer_id)
        net = F("balance") - F("owed") + Value(points)
        PointsAccount.objects.filter(customer=customer_id).update(
            balance=Greatest(net, Value(0)),
            owed=Greatest(F("owed") - F("balance") - Value(points), Value(0)),
        )


def take_points(*, customer_id: int, points: int) -> bool:
    """Take points off the balance if it holds them; the guard is in the UPDATE."""
    taken = PointsAccount.objects.filter(
        customer=customer_id, balance__gte=points
    ).update(balance=F("balance") - points)
    return taken == 1
