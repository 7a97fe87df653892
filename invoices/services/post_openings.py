"""Post what customers owed when the books began here, without its documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from customers.models import Customer
from invoices.models import CreditNote, Invoice
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import DueItemInput, post_invoice

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Opening:
    """One open amount: positive is owed to us, negative is the customer's credit.

    `issued_on` is the old document's day, `due_on` its due date; the age counts on.
    """

    customer: Customer
    number: str
    issued_on: dt.date
    currency: str
    amount: Decimal
    due_on: dt.date | None = None


class OpeningRefusedError(LedgerRefusedError):
    """One row cannot be posted, so none is; the text names the row."""


@retried_transaction
def post_openings(
    *,
    actor: User | None,
    company: Company,
    rows: Sequence[Opening],
    request_key: str = "",
) -> tuple[int, int]:
    """Post every row as an opening invoice or credit note; all of them or none.

    Returns how many of each. Raises `OpeningRefusedError` with the number of the row
    (from 1), and `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.invoice.posted")
    if not rows:
        raise LedgerRefusedError(_("Write at least one line."))
    if len(rows) > MOST_ROWS:
        raise LedgerRefusedError(
            _("At most %(most)d rows at once; import a file instead.")
            % {"most": MOST_ROWS}
        )
    owed = 0
    for position, row in enumerate(rows, start=1):
        try:
            owed += _post(row, actor=actor, company=company)
        except LedgerRefusedError as error:
            raise OpeningRefusedError(
                _("Row %(row)d: %(reason)s") % {"row": position, "reason": error}
            ) from error
    return owed, len(rows) - owed


def _post(row: Opening, *, actor: User | None, company: Company) -> bool:
    """Whether it was owed to us."""
    shared = {
        "actor": actor,
        "company": company,
        "customer": row.customer,
        "issued_on": row.issued_on,
        "currency": row.currency,
        "number": row.number,
        "note": _("Opening balance"),
    }
    if row.amount < 0:
        post_credit_note(
            **shared,  # type: ignore[arg-type]
            amount=-row.amount,
            reason=CreditNote.Reason.OPENING,
        )
        return False
    if row.due_on is None:
        raise LedgerRefusedError(_("Say when it is due."))
    item = DueItemInput(
        due_on=row.due_on,
        term_days=max(0, (row.due_on - row.issued_on).days),
        amount=row.amount,
    )
    post_invoice(**shared, items=[item], kind=Invoice.Kind.OPENING)  # type: ignore[arg-type]
    return True
