"""Small pieces that random books are made of, with business arguments only."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

from arcollect.core.models import Company
from customers.models import Customer
from invoices.models import DueItem, Invoice, Payment
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.publish_policy import ensure_default_policy
from invoices.services.record_payment import record_payment

_numbers = itertools.count(1)


def open_company(*, currency: str = "CNY") -> Company:
    """A company with the default policy and nothing in its books."""
    company = Company.objects.create(
        code=f"c{next(_numbers)}", name="Company", base_currency=currency
    )
    ensure_default_policy(company=company)
    return company


def open_customer(company: Company) -> Customer:
    code = f"k{next(_numbers)}"
    return Customer.objects.create(company=company, code=code, name=code)


def overdue_invoice(
    customer: Customer,
    *,
    issued_on: dt.date,
    days: int = 30,
    amount: str = "100.00",
    currency: str = "CNY",
    kind: str = DueItem.Kind.GOODS,
) -> Invoice:
    """A posted invoice with one due item, net `days`."""
    return post_invoice(
        actor=None,
        company=customer.company,
        customer=customer,
        issued_on=issued_on,
        currency=currency,
        number=f"i{next(_numbers)}",
        items=[
            DueItemInput(
                due_on=issued_on + dt.timedelta(days=days),
                term_days=days,
                amount=Decimal(amount),
                kind=kind,
            )
        ],
    )


def item_of(invoice: Invoice) -> DueItem:
    """The only due item of an invoice."""
    return DueItem.objects.get(invoice=invoice)


def money_from(
    customer: Customer, *, on: dt.date, amount: str, currency: str = "CNY"
) -> Payment:
    return record_payment(
        actor=None,
        company=customer.company,
        customer=customer,
        reference=f"p{next(_numbers)}",
        received_on=on,
        currency=currency,
        amount=Decimal(amount),
    )
