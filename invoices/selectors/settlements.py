"""What falls due when: the groups of items that collection work is planned for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Min

from arcollect.core.permissions import Person
from invoices.models import DueItemState


@dataclass(frozen=True, slots=True, kw_only=True)
class DueGroup:
    """A customer's open items of one due date, and the rep who collects them.

    `issued_on` is the first invoice's date, `final_on` the earliest final date.
    """

    customer_id: int
    rep_id: int
    due_on: dt.date
    issued_on: dt.date
    final_on: dt.date


def list_due_groups(
    *, company_id: int, as_of: dt.date, due_through: dt.date
) -> list[DueGroup]:
    """Open items of customers with a rep, due by `due_through` and not past their final
    date on `as_of`, by customer and due date. One query."""
    rows = (
        DueItemState.objects.filter(
            company_id=company_id,
            open_amount__gt=0,
            issued_on__lte=as_of,
            due_on__lte=due_through,
            final_on__gte=as_of,
            customer__rep__isnull=False,
        )
        .values("customer_id", "due_on", rep_id=F("customer__rep_id"))
        .annotate(first=Min("issued_on"), final=Min("final_on"))
        .order_by("customer_id", "due_on")
    )
    return [
        DueGroup(
            customer_id=row["customer_id"],
            rep_id=row["rep_id"],
            due_on=row["due_on"],
            issued_on=row["first"],
            final_on=row["final"],
        )
        for row in rows
    ]


def open_due_days(
    *, company_id: int, after: dt.date, through: dt.date
) -> set[tuple[int, dt.date]]:
    """(customer, due date) of everything open that is due after `after` through `through`."""
    rows = DueItemState.objects.filter(
        company_id=company_id, open_amount__gt=0, due_on__gt=after, due_on__lte=through
    )
    return set(rows.values_list("customer_id", "due_on"))


def past_final_since(
    *, company_id: int, user: Person, as_of: dt.date
) -> dict[int, dt.date]:
    """Customers the user may see with open items past their final date on `as_of`, and
    the oldest such date. One query."""
    rows = (
        DueItemState.objects.filter(
            company_id=company_id,
            open_amount__gt=0,
            issued_on__lte=as_of,
            final_on__lt=as_of,
        )
        .visible_to(user)
        .order_by()
        .values_list("customer_id")
        .annotate(oldest=Min("final_on"))
    )
    return dict(rows)
