"""Shared step of everything that lowers a debt: opening its on-account row."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Max, Q

from invoices.models import Allocation, CreditNote, OnAccount, Payment

Source = Payment | CreditNote


def effective_date(source: Source) -> dt.date:
    """Value date of a payment, issue date of a credit note."""
    return source.received_on if isinstance(source, Payment) else source.issued_on


def allocations_of(source: Source) -> Q:
    """The condition on allocations that they take from `source`."""
    return Q(**{"payment" if isinstance(source, Payment) else "credit_note": source})


def last_freed(of_document: Q) -> dt.date | None:
    """The last day on which an undone allocation gave back what it had held before."""
    undone = Allocation.objects.filter(
        of_document, reverses__effective_on__lt=F("effective_on")
    )
    day: dt.date | None = undone.aggregate(last=Max("effective_on"))["last"]
    return day


def free_since(source: Source) -> dt.date:
    """The first day from which all of it can be taken: its own, or the last one on
    which an undone allocation freed some of it."""
    own = effective_date(source)
    return max(own, last_freed(allocations_of(source)) or own)


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
