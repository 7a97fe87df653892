"""The customer that a page of collection work is about, and what he owes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from arcollect.core.requests import SignedInRequest
from customers.selectors.customers import get_customer_for
from invoices.selectors.customer_figures import Owed, owed_by

if TYPE_CHECKING:
    from customers.models import Customer


def find_customer(request: SignedInRequest, customer_id: int) -> Customer:
    """The customer, if the person may see him; else 404."""
    return get_customer_for(
        company=request.company, user=request.user, customer_id=customer_id
    )


def owed_in(request: SignedInRequest, customer: Customer, today: dt.date) -> list[Owed]:
    """What he owes per currency: the asked currency first, else the most past due."""
    owed = owed_by(customer_ids=[customer.pk], today=today).get(customer.pk, [])
    base = request.company.base_currency
    if not owed:
        return [Owed(customer_id=customer.pk, currency=base)]
    asked = request.GET.get("currency", "")
    return sorted(
        owed,
        key=lambda one: (one.currency != asked, -one.past_due, -one.open, one.currency),
    )
