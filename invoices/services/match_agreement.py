"""Which promotion agreement a deduction rests on, and how much of its budget is left."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from arcollect.core.money import format_plain
from customers.models import Customer, PromotionAgreement
from customers.selectors.promotions import agreements_in_force
from invoices.models import Deduction
from invoices.services.errors import LedgerRefusedError


def match_agreement(
    *, customer: Customer, kind: str, currency: str, on: dt.date
) -> PromotionAgreement | None:
    """The only agreement of that kind and currency in force on `on`; None if not one."""
    found = list(
        agreements_in_force(customer.pk, on).filter(type=kind, currency=currency)[:2]
    )
    return found[0] if len(found) == 1 else None


def check_agreement(
    agreement: PromotionAgreement,
    *,
    customer: Customer,
    currency: str,
    on: dt.date,
) -> None:
    """Raises `LedgerRefusedError` for an agreement that does not hold for the claim."""
    if agreement.customer_id != customer.pk:
        raise LedgerRefusedError(_("The agreement belongs to another customer."))
    if agreement.currency != currency:
        raise LedgerRefusedError(_("The agreement is in another currency."))
    if not agreements_in_force(customer.pk, on).filter(pk=agreement.pk).exists():
        raise LedgerRefusedError(
            _("Agreement %(number)s does not hold on %(day)s.")
            % {"number": agreement.number, "day": on}
        )


def refuse_above_budget(deduction: Deduction, amount: Decimal) -> None:
    """Raises `LedgerRefusedError` where the agreement's budget does not cover it.

    Of two approvals at once the second one sees the first.
    """
    agreement = deduction.agreement
    if agreement is None or agreement.budget is None:
        return
    row = PromotionAgreement.objects.filter(pk=agreement.pk)
    row.update(version=F("version"))
    used = Deduction.objects.filter(agreement=agreement).exclude(
        state__in=[*Deduction.OPEN, Deduction.State.REJECTED]
    )
    spent = used.aggregate(n=Sum("approved_amount"))["n"] or Decimal(0)
    if spent + amount > agreement.budget:
        left = max(Decimal(0), agreement.budget - spent)
        raise LedgerRefusedError(
            _("Agreement %(number)s has %(left)s %(currency)s of its budget left.")
            % {
                "number": agreement.number,
                "left": format_plain(left, agreement.currency),
                "currency": agreement.currency,
            }
        )
