"""Shared step of everything that lowers a debt: opening its on-account row."""

from __future__ import annotations

import datetime as dt

from invoices.models import CreditNote, OnAccount, Payment

Source = Payment | CreditNote


def effective_date(source: Source) -> dt.date:
    """Value date of a payment, issue date of a credit note."""
    return source.received_on if isinstance(source, Payment) else source.issued_on


def open_on_account(source: Source) -> OnAccount:
    """Everything of a new payment or credit note is still to allocate."""
    return OnAccount.objects.create(
        payment=source if isinstance(source, Payment) else None,
        credit_note=source if isinstance(source, CreditNote) else None,
        company_id=source.company_id,
        customer_id=source.customer_id,
        currency=source.currency,
        effective_on=effective_date(source),
        amount=source.amount,
        unallocated=source.amount,
    )
