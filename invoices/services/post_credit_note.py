"""Post a credit note."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import format_plain
from arcollect.core.numbers import next_number
from customers.models import Contract, Customer
from invoices.models import CreditNote, Invoice
from invoices.services.amounts import positive_amount, same_company
from invoices.services.money_in import open_on_account
from invoices.services.open_period import refuse_closed
from invoices.services.post_invoice import NumberTakenError


@retried_transaction
def post_credit_note(
    *,
    actor: User | None,
    company: Company,
    customer: Customer,
    issued_on: dt.date,
    currency: str,
    amount: Decimal,
    reason: str = CreditNote.Reason.OTHER,
    number: str = "",
    contract: Contract | None = None,
    note: str = "",
    reverses_invoice: Invoice | None = None,
    request_key: str = "",
) -> CreditNote:
    """Post one credit note, all of it on account, and return it.

    An empty `number` takes the next of the company's gapless series. Raises
    `LedgerRefusedError`, `NumberTakenError`, and `AlreadyDoneError` for a
    `request_key` used before.
    """
    claim_key(user=actor, key=request_key, action="invoices.credit_note.posted")
    same_company(company=company, customer=customer, contract=contract)
    refuse_closed(company.pk, issued_on)
    note_row = CreditNote(
        company=company,
        customer=customer,
        contract=contract,
        number=number.strip() or _free_number(company, issued_on.year),
        reason=reason,
        issued_on=issued_on,
        currency=currency,
        amount=positive_amount(amount, currency),
        note=note,
        reverses_invoice=reverses_invoice,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    insert_credit_note(note_row)
    open_on_account(note_row)
    audit.record(
        actor=actor,
        action="invoices.credit_note.posted",
        target=note_row,
        company=company,
        after={
            "customer": customer.code,
            "issued_on": issued_on,
            "amount": format_plain(note_row.amount, currency),
            "currency": currency,
            "reason": reason,
        },
    )
    return note_row


def insert_credit_note(note_row: CreditNote) -> None:
    """Insert it; `NumberTakenError` where the number is posted already."""
    try:
        with transaction.atomic():
            note_row.save(force_insert=True)
    except IntegrityError as error:
        if CreditNote.objects.filter(
            company=note_row.company, number=note_row.number
        ).exists():
            raise NumberTakenError(
                _("Credit note %(number)s is already posted.")
                % {"number": note_row.number}
            ) from error
        raise


def _free_number(company: Company, year: int) -> str:
    number = next_number(company=company, kind="credit_note", year=year)
    while CreditNote.objects.filter(company=company, number=number).exists():
        number = next_number(company=company, kind="credit_note", year=year)
    return number
