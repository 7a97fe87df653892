"""Cash discounts: what a customer may keep for paying early (S78)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from arcollect.core.dates import add_days
from arcollect.core.money import quantum
from customers.selectors.credit_rules import offers_on
from invoices.domain.discounts import discount_amount
from invoices.models import DueItem


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedDiscount:
    """One discount on one due item: paid by `until_on`, `amount` need not be paid."""

    until_on: dt.date
    share_bp: int
    amount: Decimal
    currency: str


def discounts_of(*, due_item: DueItem) -> list[OfferedDiscount]:
    """Every cash discount the contract offers on an item, the earliest day first."""
    contract = due_item.invoice.contract_id
    if contract is None:
        return []
    return [
        OfferedDiscount(
            until_on=add_days(due_item.issued_on, offer.within_days),
            share_bp=offer.share_bp,
            amount=discount_amount(
                due_item.amount, offer.share_bp, unit=quantum(due_item.currency)
            ),
            currency=due_item.currency,
        )
        for offer in offers_on(contract_id=contract, issued_on=due_item.issued_on)
    ]


def discount_offered(*, due_item: DueItem, paid_on: dt.date) -> Decimal:
    """The largest discount on the item for money received on `paid_on`, else zero.

    The last day is included. It is counted on the item's whole amount, in its currency,
    rounded down to the minor unit.
    """
    held = [one for one in discounts_of(due_item=due_item) if paid_on <= one.until_on]
    return max((one.amount for one in held), default=Decimal(0))
