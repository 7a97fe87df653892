"""Record money that came in."""

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
from customers.models import Customer
from invoices.models import Payment
from invoices.services.amounts import positive_amount, same_company
from invoices.services.errors import LedgerRefusedError
from invoices.services.money_in import open_on_account
from invoices.services.open_period import refuse_closed


class DuplicatePaymentError(LedgerRefusedError):
    """Same reference, customer, day and amount: it is booked already."""


@retried_transaction
def record_payment(
    *,
    actor: User | None,
    company: Company,
    customer: Customer | None,
    reference: str,
    received_on: dt.date,
    currency: str,
    amount: Decimal,
    method: str = Payment.Method.TRANSFER,
    payer_name: str = "",
    note: str = "",
    request_key: str = "",
) -> Payment:
    """Post one payment, all of it on account, and return it.

    `customer` None means nobody knows yet whose money it is. Raises
    `LedgerRefusedError`, `DuplicatePaymentError` (same reference, customer, day and
    amount), and `AlreadyDoneError` for a `request_key` used before.
    """
    claim_key(user=actor, key=request_key, action="invoices.payment.recorded")
    same_company(company=company, customer=customer, contract=None)
    refuse_closed(company.pk, received_on)
    payment = Payment(
        company=company,
        customer=customer,
        reference=reference.strip(),
        received_on=received_on,
        currency=currency,
        amount=positive_amount(amount, currency),
        method=method,
        payer_name=payer_name,
        note=note,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert(payment)
    open_on_account(payment)
    audit.record(
        actor=actor,
        action="invoices.payment.recorded",
        target=payment,
        company=company,
        after={
            "customer": customer.code if customer else "",
            "received_on": received_on,
            "amount": format_plain(payment.amount, currency),
            "currency": currency,
        },
    )
    return payment


def _insert(payment: Payment) -> None:
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
    except IntegrityError as error:
        raise DuplicatePaymentError(
            _(
                "A payment %(reference)s of %(amount)s on %(day)s is already recorded "
                "for this customer."
            )
            % {
                "reference": payment.reference,
                "amount": format_plain(payment.amount, payment.currency),
                "day": payment.received_on,
            }
        ) from error
