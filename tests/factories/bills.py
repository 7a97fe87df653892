"""Bills and decisions about claims, made by the services that the product uses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count

from arcollect.core.models import User
from customers.models import Customer
from invoices.models import Bill, ClaimDecision, DueItem
from invoices.services.allocate import AllocationPart
from invoices.services.propose_decision import OffsetTerms, Terms, propose_decision
from invoices.services.receive_bill import receive_bill
from tests.factories.ledger import TODAY

_number = count(1)


def bill(
    *,
    customer: Customer,
    amount: str = "50.00",
    pays: DueItem | None = None,
    received_on: dt.date = TODAY,
    number: str = "",
) -> Bill:
    """A postdated cheque over 30 days, for `pays` or for nothing yet."""
    parts = [] if pays is None else [AllocationPart(pays.pk, Decimal(amount))]
    return receive_bill(
        actor=None,
        company=customer.company,
        customer=customer,
        kind=Bill.Kind.POSTDATED_CHEQUE,
        number=number or f"B-{next(_number):05}",
        issued_on=received_on,
        received_on=received_on,
        matures_on=received_on + dt.timedelta(days=30),
        currency="CNY",
        amount=Decimal(amount),
        guarantor="Gu Wei",
        parts=parts,
    )


def decision(
    *,
    item: DueItem,
    amount: str = "10.00",
    terms: Terms | None = None,
    by: User | None = None,
) -> ClaimDecision:
    """A proposal about one item, an offset unless said otherwise."""
    return propose_decision(
        actor=by,
        company=item.company,
        customer=item.customer,
        terms=terms or OffsetTerms("AP-17", TODAY),
        parts=[AllocationPart(item.pk, Decimal(amount))],
        effective_on=TODAY,
        reason="The customer pays in instalments.",
    )
