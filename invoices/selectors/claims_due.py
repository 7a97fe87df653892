"""Deductions and disputes whose last day is near or gone: somebody must decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from arcollect.core.dates import add_days
from arcollect.core.models import Company
from arcollect.core.permissions import Person
from invoices.models import Deduction, Dispute

# So many days before its last day a claim is brought to mind, and every day after it.
AHEAD_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDue:
    """One claim to decide: what, whose, how much, by which day; `late` once that passed."""

    is_deduction: bool
    pk: int
    label: str
    customer: str
    currency: str
    amount: Decimal
    on: dt.date
    late: bool


def claims_due(
    *, company: Company, user: Person, today: dt.date, most: int
) -> list[ClaimDue]:
    """The open claims of customers the user may see that are to be decided within three
    days or should have been by now; the oldest first, at most `most` of them."""
    until = add_days(today, AHEAD_DAYS)
    deductions = (
        Deduction.objects.filter(
            company=company, state__in=Deduction.OPEN, deadline_on__lte=until
        )
        .visible_to(user)
        .select_related("customer")
        .order_by("deadline_on", "pk")[:most]
    )
    disputes = (
        Dispute.objects.filter(
            company=company, state=Dispute.State.OPEN, target_on__lte=until
        )
        .visible_to(user)
        .select_related("customer", "due_item__invoice")
        .order_by("target_on", "pk")[:most]
    )
    found = [
        ClaimDue(
            is_deduction=True,
            pk=row.pk,
            label=row.number,
            customer=row.customer.name or row.customer.code,
            currency=row.currency,
            amount=row.amount,
            on=row.deadline_on,
            late=row.deadline_on < today,
        )
        for row in deductions
    ]
    found += [
        ClaimDue(
            is_deduction=False,
            pk=row.due_item_id,
            label=row.due_item.invoice.number,
            customer=row.customer.name or row.customer.code,
            currency=row.currency,
            amount=row.amount,
            on=row.target_on,
            late=row.target_on < today,
        )
        for row in disputes
        if row.target_on is not None
    ]
    return sorted(found, key=lambda one: (one.on, one.pk))[:most]
