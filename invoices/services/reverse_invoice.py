"""Reverse an invoice by a credit note over all of it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import Allocation, CreditNote, Invoice
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.amounts import not_before
from invoices.services.errors import LedgerRefusedError
from invoices.services.open_period import refuse_closed
from invoices.services.owned_postings import refuse_owned_invoice
from invoices.services.post_credit_note import post_credit_note
from invoices.services.reverse import AlreadyReversedError, undo_all


@retried_transaction
def reverse_invoice(
    *,
    actor: User | None,
    invoice: Invoice,
    effective_on: dt.date,
    reason: str,
    through_owner: bool = False,
    request_key: str = "",
) -> CreditNote:
    """Post a credit note over the whole invoice and allocate it to its due items.

    Money that had settled the invoice goes back on account first, from the same day.
    Returns the credit note. What a bill posted is reversed by it alone
    (`through_owner`). Raises `AlreadyReversedError`, `LedgerRefusedError`,
    `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.invoice.reversed")
    if not through_owner:
        refuse_owned_invoice(invoice)
    if CreditNote.objects.filter(reverses_invoice=invoice).exists():
        raise AlreadyReversedError(
            _("Invoice %(number)s is already reversed.") % {"number": invoice.number}
        )
    if not reason.strip():
        raise LedgerRefusedError(_("Say why it is reversed."))
    not_before(day=effective_on, earliest=invoice.issued_on, what=_("The reversal"))
    refuse_closed(invoice.company_id, effective_on)
    settled_by = _in_force(invoice)
    undo_all(actor=actor, allocations=settled_by, on=effective_on, reason=reason)
    # Allocating the counter-document classifies every item of the invoice.
    counter = _post_counter(invoice, actor=actor, on=effective_on, reason=reason)
    audit.record(
        actor=actor,
        action="invoices.invoice.reversed",
        target=invoice,
        company=invoice.company_id,
        after={"credit_note": counter.number, "effective_on": effective_on},
        reason=reason,
    )
    return counter


def _post_counter(
    invoice: Invoice, *, actor: User | None, on: dt.date, reason: str
) -> CreditNote:
    counter = post_credit_note(
        actor=actor,
        company=invoice.company,
        customer=invoice.customer,
        issued_on=on,
        currency=invoice.currency,
        amount=invoice.amount,
        reason=CreditNote.Reason.REVERSAL,
        number=f"{invoice.number}/R",
        contract=invoice.contract,
        note=reason[:500],
        reverses_invoice=invoice,
    )
    allocate(
        actor=actor,
        source=counter,
        parts=[AllocationPart(item.pk, item.amount) for item in invoice.items.all()],
        rule=Allocation.Rule.EXACT,
    )
    return counter


def _in_force(invoice: Invoice) -> list[Allocation]:
    return list(
        Allocation.objects.filter(
            due_item__invoice=invoice, reverses=None, reversed_by=None
        )
        .select_related("due_item__invoice", "payment", "credit_note")
        .order_by("payment_id", "credit_note_id", "due_item_id")
    )
