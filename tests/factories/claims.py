"""Deductions, goods documents and extensions, made by the services of the product."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count

from arcollect.core.models import User
from customers.models import Customer
from invoices.models import Deduction, DueItem, Payment
from invoices.services.claim_deduction import KeptBack, claim_deduction
from tests.factories.ledger import TODAY

_number = count(1)


def deduction(
    *,
    item: DueItem,
    amount: str = "10.00",
    kind: str = Deduction.Kind.FREIGHT,
    payment: Payment | None = None,
    claimed_on: dt.date = TODAY,
    by: User | None = None,
) -> Deduction:
    """A claimed deduction about one item; nobody has looked at it yet."""
    customer: Customer = item.customer
    return claim_deduction(
        actor=by,
        customer=customer,
        kind=kind,
        claimed_on=claimed_on,
        payment=payment,
        parts=[KeptBack(item.pk, Decimal(amount))],
    )
