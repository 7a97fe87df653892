"""The last day that the law leaves the buyers of a protected supplier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from arcollect.core.dates import NO_DATE_YET
from customers.models import Customer
from invoices.domain.sme_pay_by import LARGE_DAYS, Buyer, PayBy, legal_pay_by
from invoices.models import DueItemState, GoodsLink, GoodsMovement, Invoice


@dataclass(frozen=True, slots=True)
class LegalDay:
    """The legal last day of one invoice, and what is to be said of its own due date."""

    start: dt.date
    pay_by: PayBy
    buyer: Buyer

    @property
    def must_be_reasonable(self) -> bool:
        """A term that holds against a large enterprise only where it is reasonable."""
        return self.buyer is Buyer.LARGE and self.pay_by.days > LARGE_DAYS


def buyer_of(customer: Customer) -> Buyer | None:
    """Whom the rule binds; None for everybody else."""
    if customer.kind == Customer.Kind.PUBLIC_BODY:
        return Buyer.PUBLIC
    if customer.size_class == Customer.SizeClass.LARGE:
        return Buyer.LARGE
    return None


def legal_day_of(invoice: Invoice, states: list[DueItemState]) -> LegalDay | None:
    """The last day for the invoice's latest due item (domain rule 3.11).

    Counted from the delivery or acceptance that the invoice bills, else from its own
    day. None where the rule does not count, or no due date is known yet.
    """
    buyer = buyer_of(invoice.customer)
    days = [day for state in states if (day := _agreed_day(state)) != NO_DATE_YET]
    if not invoice.company.is_small_supplier or buyer is None or not days:
        return None
    start = _handed_over(invoice) or invoice.issued_on
    agreed = max(0, (max(days) - start).days)
    pay_by = legal_pay_by(buyer=buyer, start=start, agreed_days=agreed)
    return LegalDay(start, pay_by, buyer)


def _agreed_day(state: DueItemState) -> dt.date:
    """The day first agreed; for what waited for its date the one it was given."""
    first = state.due_item.due_on
    return state.due_on if first == NO_DATE_YET else first


def _handed_over(invoice: Invoice) -> dt.date | None:
    found = GoodsLink.objects.filter(
        invoice=invoice, movement__kind__in=GoodsMovement.BILLABLE
    ).aggregate(day=Max("movement__moved_on"))
    day: dt.date | None = found["day"]
    return day
