"""Checks of amounts, currencies and numbers that every posting makes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.models import Company
from arcollect.core.money import (
    AmountFormatError,
    UnknownCurrencyError,
    exact_money,
    format_plain,
)
from customers.models import Contract, Customer
from invoices.services.errors import LedgerRefusedError


class TooEarlyError(LedgerRefusedError):
    """A business date lies before the one it depends on."""


def positive_amount(amount: Decimal, currency: str) -> Decimal:
    """`amount` with the currency's decimals; refuses zero, negatives and finer ones."""
    try:
        exact = exact_money(amount, currency)
    except (AmountFormatError, UnknownCurrencyError) as error:
        raise LedgerRefusedError(str(error)) from error
    if exact <= 0:
        raise LedgerRefusedError(
            _("The amount must be greater than zero, not %(amount)s.")
            % {"amount": format_plain(exact, currency)}
        )
    return exact


def same_company(
    *, company: Company, customer: Customer | None, contract: Contract | None
) -> None:
    """Refuses parties of another company and a contract of another customer."""
    if customer is not None and customer.company_id != company.pk:
        raise LedgerRefusedError(_("The customer belongs to another company."))
    if contract is not None and (
        customer is None or contract.customer_id != customer.pk
    ):
        raise LedgerRefusedError(_("The contract belongs to another customer."))


def not_before(*, day: dt.date, earliest: dt.date, what: str) -> None:
    """Raises `TooEarlyError` for a business date before the one it depends on."""
    if day < earliest:
        raise TooEarlyError(
            _("%(what)s cannot be dated %(day)s, before %(earliest)s.")
            % {"what": what, "day": day, "earliest": earliest}
        )
