"""Deductions, goods documents and extensions, made by the services of the product."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count

from arcollect.core.models import User
from customers.models import Customer
from invoices.models import (
    Deduction,
    DueItem,
    DueItemState,
    Extension,
    GoodsMovement,
    Payment,
)
from invoices.services.claim_deduction import KeptBack, claim_deduction
from invoices.services.record_goods import GoodsInput, record_goods
from invoices.services.request_extension import request_extension
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


def extension(
    *, item: DueItem, days: int = 30, on: dt.date = TODAY, by: User | None = None
) -> Extension:
    """A request to move the item's due date by `days`; nobody has decided yet."""
    due_on = DueItemState.objects.get(pk=item.pk).due_on
    return request_extension(
        actor=by,
        due_item=item,
        new_due_on=due_on + dt.timedelta(days=days),
        requested_on=on,
        reason="The customer pays in instalments.",
    )


def goods(
    *,
    customer: Customer,
    kind: str = GoodsMovement.Kind.DELIVERY,
    amount: str = "50.00",
    moved_on: dt.date = TODAY,
    to_customer: Customer | None = None,
    number: str = "",
) -> GoodsMovement:
    """A goods document with one line; nothing is posted for it yet."""
    return record_goods(
        actor=None,
        company=customer.company,
        customer=customer,
        to_customer=to_customer,
        kind=kind,
        number=number or f"W-{next(_number):05}",
        moved_on=moved_on,
        currency="CNY",
        lines=[GoodsInput("Fridge", Decimal(1), Decimal(amount), unit="pcs")],
    )
