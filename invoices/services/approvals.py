"""Four eyes about a customer's money: who asked, who agreed, who his rep is."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.authority import Approval, ApprovalRefusedError, approval_of
from arcollect.core.models import Act, Company, User
from customers.models import Customer
from invoices.services.errors import LedgerRefusedError


class NotApprovedError(LedgerRefusedError):
    """The person may not approve this; the text says why."""


def is_complete(
    *,
    actor: User,
    company: Company,
    customer: Customer,
    act: Act,
    amount: Decimal,
    currency: str,
    requested_by: int | None,
    first_approver: int | None,
) -> bool:
    """Whether the actor's yes is enough; False: a second person must agree.

    Raises `NotApprovedError` for the one who asked, the customer's own sales rep, a
    role without the act, and the first approver himself.
    """
    try:
        approval = approval_of(
            actor=actor,
            company=company,
            act=act,
            amount=amount,
            currency=currency,
            requested_by=requested_by,
            rep_user=customer.rep.user_id if customer.rep else None,
            first_approver=first_approver,
        )
    except ApprovalRefusedError as error:
        raise NotApprovedError(str(error)) from error
    return approval == Approval.COMPLETE


def say_reason(text: str) -> str:
    """The reason without spaces around it; refuses an empty one."""
    if not text.strip():
        raise LedgerRefusedError(_("Say why."))
    return text.strip()[:500]
