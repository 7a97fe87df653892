"""Posted documents, made by the services that the product uses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count

from customers.models import Contract, Customer
from invoices.models import CreditNote, Invoice, Payment
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.record_payment import record_payment
from tests.factories import customers

# Tests do not read the clock: "today" of a factory's arguments is this day.
TODAY = dt.date(2026, 6, 30)
_number = count(1)


def invoice(
    *,
    customer: Customer | None = None,
    amount: str | Decimal = "100.00",
    currency: str = "CNY",
    issued_on: dt.date | None = None,
    due_on: dt.date | None = None,
    term_days: int = 30,
    number: str = "",
    contract: Contract | None = None,
) -> Invoice:
    """An invoice with one due item; without dates it falls due `TODAY`."""
    customer = customer or customers.customer()
    if issued_on is None:
        issued_on = (due_on or TODAY) - dt.timedelta(days=term_days)
    if due_on is None:
        due_on = issued_on + dt.timedelta(days=term_days)
    item = DueItemInput(due_on=due_on, term_days=term_days, amount=Decimal(amount))
    return post_invoice(
        actor=None,
        company=customer.company,
        customer=customer,
        contract=contract,
        issued_on=issued_on,
        currency=currency,
        items=[item],
        number=number or f"F-{next(_number):05}",
    )


def overdue_invoice(
    *,
    days: int = 45,
    amount: str | Decimal = "120.00",
    currency: str = "CNY",
    customer: Customer | None = None,
    as_of: dt.date = TODAY,
    term_days: int = 30,
) -> Invoice:
    """An open invoice that is `days` past its due date on `as_of`."""
    return invoice(
        customer=customer,
        amount=amount,
        currency=currency,
        due_on=as_of - dt.timedelta(days=days),
        term_days=term_days,
    )


def payment(
    *,
    customer: Customer | None = None,
    amount: str | Decimal = "100.00",
    currency: str = "CNY",
    received_on: dt.date = TODAY,
    reference: str = "",
    pays: Invoice | None = None,
) -> Payment:
    """Money that came in; `pays` allocates all of it to that invoice's first item."""
    if customer is None:
        customer = pays.customer if pays else customers.customer()
    made = record_payment(
        actor=None,
        company=customer.company,
        customer=customer,
        reference=reference or f"P-{next(_number):05}",
        received_on=received_on,
        currency=currency,
        amount=Decimal(amount),
    )
    if pays is not None:
        item = pays.items.get()
        part = AllocationPart(due_item_id=item.pk, amount=Decimal(amount))
        allocate(actor=None, source=made, parts=[part])
    return made


def credit_note(
    *,
    customer: Customer | None = None,
    amount: str | Decimal = "10.00",
    currency: str = "CNY",
    issued_on: dt.date = TODAY,
    number: str = "",
) -> CreditNote:
    """A credit note, all of it still to be allocated."""
    customer = customer or customers.customer()
    return post_credit_note(
        actor=None,
        company=customer.company,
        customer=customer,
        issued_on=issued_on,
        currency=currency,
        amount=Decimal(amount),
        number=number or f"G-{next(_number):05}",
    )
