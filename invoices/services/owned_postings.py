"""Postings that stand behind a bill or a decision: only these take them back."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from invoices.domain.bills import BillState
from invoices.domain.decisions import DecisionState
from invoices.models import (
    BillEvent,
    BillStanding,
    ClaimDecisionState,
    CreditNote,
    Invoice,
    Payment,
)
from invoices.services.errors import LedgerRefusedError

_ENDED = (BillState.REVERSED, BillState.DISHONOURED, BillState.EXTENDED)


class OwnedPostingError(LedgerRefusedError):
    """It was posted by a bill or a decision, which must be taken back instead."""


def refuse_owned_payment(payment: Payment) -> None:
    """Raises `OwnedPostingError` for money that a bill or an offset recorded."""
    _refuse_behind_bill(Q(payment=payment) | Q(charge=payment))
    for standing in _alive().filter(settled_by=payment):
        own = BillEvent.objects.filter(
            bill=standing.pk, settled_by=payment, own_money=False
        )
        if not own.exists():
            raise _of_bill(standing.number)
    _refuse_behind_decision(Q(payment=payment))


def refuse_owned_credit_note(note: CreditNote) -> None:
    """Raises `OwnedPostingError` for the credit note of a decision."""
    _refuse_behind_decision(Q(credit_note=note))


def refuse_owned_invoice(invoice: Invoice) -> None:
    """Raises `OwnedPostingError` for the receivable that a bill is."""
    if invoice.kind == Invoice.Kind.BILL:
        _refuse_behind_bill(Q(document=invoice))


def _refuse_behind_bill(posting: Q) -> None:
    standing = _alive().filter(posting).first()
    if standing is not None:
        raise _of_bill(standing.number)


def _alive() -> Any:
    return BillStanding.objects.exclude(state__in=_ENDED)


def _of_bill(number: str) -> OwnedPostingError:
    return OwnedPostingError(
        _("It belongs to bill %(number)s. Take the step of the bill back instead.")
        % {"number": number}
    )


def _refuse_behind_decision(posting: Q) -> None:
    rows = ClaimDecisionState.objects.filter(posting, state=DecisionState.POSTED)
    state = rows.select_related("decision").first()
    if state is not None:
        raise OwnedPostingError(
            _("It belongs to decision %(number)s. Reverse the decision instead.")
            % {"number": state.decision.number}
        )
