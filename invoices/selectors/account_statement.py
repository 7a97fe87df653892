"""A customer's account for any period, line by line with its running balance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from invoices.selectors.aging_figures import ZERO
from invoices.selectors.customer_statement import (
    DocumentKind,
    Statement,
    customer_statement,
)

KINDS = {
    DocumentKind.INVOICE: _("Invoice"),
    DocumentKind.CREDIT_NOTE: _("Credit note"),
    DocumentKind.REVERSAL: _("Reversal"),
    DocumentKind.PAYMENT: _("Payment"),
}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A document: `debit` raises what is owed, `credit` lowers it."""

    on: dt.date
    kind: str
    number: str
    debit: Decimal | None
    credit: Decimal | None
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """The statement of one customer in one currency for a period."""

    customer: Customer
    since: dt.date | None
    until: dt.date
    statement: Statement
    lines: tuple[AccountLine, ...]

    @property
    def currency(self) -> str:
        return self.statement.currency

    @property
    def debits(self) -> Decimal:
        return sum((line.debit or ZERO for line in self.lines), ZERO)

    @property
    def credits(self) -> Decimal:
        return sum((line.credit or ZERO for line in self.lines), ZERO)


def account_of(
    customer: Customer,
    *,
    currency: str,
    until: dt.date,
    since: dt.date | None = None,
) -> Account:
    """Documents from `since` to `until` (inclusive), opening and closing balance.

    The closing balance is that of the aging at the end of `until`, to the cent; kinds
    are named in the reader's language.
    """
    found = customer_statement(
        company=customer.company,
        customer_id=customer.pk,
        currency=currency,
        as_of=until,
        since=since,
    )
    return Account(customer, since, until, found, tuple(_lines(found)))


def _lines(statement: Statement) -> Iterator[AccountLine]:
    balance = statement.opening
    for line in statement.lines:
        balance += line.change
        yield AccountLine(
            on=line.on,
            kind=str(KINDS[line.kind]),
            number=line.number,
            debit=line.change if line.change > ZERO else None,
            credit=-line.change if line.change < ZERO else None,
            balance=balance,
        )
