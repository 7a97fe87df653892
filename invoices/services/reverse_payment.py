"""Reverse a payment or a credit note by its counter-document."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain
from invoices.models import CreditNote, DeductionCredit, Dispute, Payment
from invoices.services.amounts import not_before
from invoices.services.classify_touched import classify_touched
from invoices.services.errors import LedgerRefusedError
from invoices.services.money_in import Source, effective_date, free_since
from invoices.services.open_period import refuse_closed
from invoices.services.owned_postings import (
    refuse_owned_credit_note,
    refuse_owned_payment,
)
from invoices.services.reverse import (
    AlreadyReversedError,
    empty_on_account,
    in_force_of,
    undo_all,
)


@retried_transaction
def reverse_payment(
    *,
    actor: User | None,
    payment: Payment,
    effective_on: dt.date,
    reason: str,
    through_owner: bool = False,
    request_key: str = "",
) -> Payment:
    """Post the negative of `payment` from `effective_on` (bounced, booked in error).

    Its allocations are undone from the same day, so every item it settled is open
    again with its old age (rule 3.1.8). Returns the counter-document. Money that stands
    behind a bill or a decision is reversed by it alone (`through_owner`). Raises
    `AlreadyReversedError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.payment.reversed")
    if not through_owner:
        refuse_owned_payment(payment)
    counter = Payment(
        company_id=payment.company_id,
        customer_id=payment.customer_id,
        reference=payment.reference,
        received_on=effective_on,
        currency=payment.currency,
        amount=-payment.amount,
        method=payment.method,
        payer_name=payment.payer_name,
        note=reason[:500],
        reverses=payment,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _reverse(payment, counter, actor=actor, on=effective_on, reason=reason)
    _record(payment, counter, "invoices.payment.reversed", actor=actor, reason=reason)
    return counter


@retried_transaction
def reverse_credit_note(
    *,
    actor: User | None,
    credit_note: CreditNote,
    effective_on: dt.date,
    reason: str,
    through_owner: bool = False,
    request_key: str = "",
) -> CreditNote:
    """Post the negative of `credit_note` from `effective_on`, undoing its allocations.

    Returns the counter-document. A credit note that reverses an invoice cannot be
    reversed: post the invoice again. One that a deduction, a dispute or a decision posted
    is reversed with it (`through_owner`). Raises `AlreadyReversedError`,
    `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.credit_note.reversed")
    if not through_owner:
        refuse_owned_credit_note(credit_note)
        _refuse_behind_claim(credit_note)
    if credit_note.reverses_invoice_id is not None:
        raise LedgerRefusedError(
            _("This credit note reverses an invoice. Post the invoice again instead.")
        )
    counter = CreditNote(
        company_id=credit_note.company_id,
        customer_id=credit_note.customer_id,
        contract_id=credit_note.contract_id,
        number=f"{credit_note.number}/R",
        reason=credit_note.reason,
        issued_on=effective_on,
        currency=credit_note.currency,
        amount=-credit_note.amount,
        note=reason[:500],
        reverses=credit_note,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _reverse(credit_note, counter, actor=actor, on=effective_on, reason=reason)
    _record(
        credit_note,
        counter,
        "invoices.credit_note.reversed",
        actor=actor,
        reason=reason,
    )
    return counter


def _refuse_behind_claim(credit_note: CreditNote) -> None:
    cause = DeductionCredit.objects.filter(credit_note=credit_note)
    row = cause.select_related("deduction").first()
    if row is not None:
        raise LedgerRefusedError(
            _(
                "This credit note belongs to deduction %(number)s. Take the approval "
                "back there."
            )
            % {"number": row.deduction.number}
        )
    dispute = Dispute.objects.filter(credit_note=credit_note).first()
    if dispute is not None:
        raise LedgerRefusedError(
            _("This credit note settled a dispute. Open the dispute again there.")
        )


def _reverse(
    source: Source, counter: Source, *, actor: User | None, on: dt.date, reason: str
) -> None:
    if source.reverses_id is not None:
        raise LedgerRefusedError(_("A counter-document cannot be reversed."))
    if not reason.strip():
        raise LedgerRefusedError(_("Say why it is reversed."))
    not_before(day=on, earliest=effective_date(source), what=_("The reversal"))
    refuse_closed(source.company_id, on)
    try:
        with transaction.atomic():
            counter.save(force_insert=True)
    except IntegrityError as error:
        if type(source).objects.filter(reverses=source.pk).exists():
            raise AlreadyReversedError(
                _("%(document)s is already reversed.") % {"document": source}
            ) from error
        raise LedgerRefusedError(
            _("A document with the number %(number)s exists already.")
            % {"number": counter}
        ) from error
    allocations = in_force_of(source)
    undo_all(actor=actor, allocations=allocations, on=on, reason=reason)
    empty_on_account(source, on=on)
    # It cannot be gone on a day on which an undone allocation still held some of it.
    # Asked now that nobody else can undo one.
    not_before(day=on, earliest=free_since(source), what=_("The reversal"))
    touched = Q(pk__in=[allocation.due_item_id for allocation in allocations])
    classify_touched(company_id=source.company_id, items=touched)


def _record(
    source: Source, counter: Source, action: str, *, actor: User | None, reason: str
) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=source,
        company=source.company_id,
        after={
            "counter_document": counter.pk,
            "amount": format_plain(counter.amount, counter.currency),
            "effective_on": effective_date(counter),
        },
        reason=reason,
    )
