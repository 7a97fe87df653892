"""Money that comes for a contract before it is owed: deposits, prepayments."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Contract
from invoices.models import ContractAdvance, Payment
from invoices.services.errors import LedgerRefusedError
from invoices.services.record_payment import record_payment


@retried_transaction
def take_advance(
    *,
    actor: User | None,
    contract: Contract,
    kind: str = ContractAdvance.Kind.DEPOSIT,
    **payment: Any,
) -> ContractAdvance:
    """Record a payment of the contract's customer and keep it for the contract.

    `payment` are the arguments of `record_payment`. All of it is the customer's credit
    until somebody allocates it. Raises what `record_payment` raises.
    """
    received = record_payment(
        actor=actor, company=contract.company, customer=contract.customer, **payment
    )
    return tag_advance(actor=actor, contract=contract, payment=received, kind=kind)


@retried_transaction
def tag_advance(
    *, actor: User | None, contract: Contract, payment: Payment, kind: str
) -> ContractAdvance:
    """Keep a recorded payment for a contract of the same customer; once only.

    Raises `LedgerRefusedError` for somebody else's money and for a payment kept already.
    """
    if payment.customer_id != contract.customer_id:
        raise LedgerRefusedError(_("The contract belongs to another customer."))
    if payment.amount <= 0:
        raise LedgerRefusedError(_("A reversal is no advance."))
    advance = ContractAdvance(
        company_id=contract.company_id,
        customer_id=contract.customer_id,
        contract=contract,
        payment=payment,
        kind=kind,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            advance.save(force_insert=True)
    except IntegrityError as error:
        raise LedgerRefusedError(
            _("This payment is kept for a contract already.")
        ) from error
    audit.record(
        actor=actor,
        action="invoices.advance.taken",
        target=advance,
        company=contract.company_id,
        label=f"{contract.number} / {payment.reference}",
        after={"kind": kind, "payment": payment.pk},
    )
    return advance
