"""Confirmation letters, made by the services that the product uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from arcollect.core.models import BankAccount, Company, User
from customers.models import Customer
from reconciliation.models import ConfirmationLetter, LetterRun
from reconciliation.services.issue_letter import LetterOrder, issue_letter
from reconciliation.services.start_run import start_run
from tests.factories import customers, ledger

CUT_OFF = dt.date(2026, 5, 31)


def bank_account(*, company: Company, currency: str = "CNY") -> BankAccount:
    """Where demands ask to pay to."""
    return BankAccount.objects.create(
        company=company,
        currency=currency,
        bank="中国工商银行",
        account_name=company.name,
        account_number="2013 0167 0920",
    )


def letter_order(**given: Any) -> LetterOrder:
    """A letter about 31 May, issued on `TODAY`, to be answered within two weeks."""
    values: dict[str, Any] = {
        "cut_off": CUT_OFF,
        "issued_on": ledger.TODAY,
        "reply_due_on": ledger.TODAY + dt.timedelta(days=14),
        "kind": "reconciliation",
    }
    return LetterOrder(**{**values, **given})


def letter(
    *,
    customer: Customer | None = None,
    actor: User | None = None,
    currency: str = "CNY",
    **order: Any,
) -> ConfirmationLetter:
    """An issued letter to a customer who owes at least something at its cut-off."""
    if customer is None:
        customer = customers.customer()
    if not customer.invoices.exists():
        ledger.invoice(
            customer=customer, currency=currency, issued_on=dt.date(2026, 4, 1)
        )
    return issue_letter(
        actor=actor,
        company=customer.company,
        customer=customer,
        currency=currency,
        order=letter_order(**order),
    )


def letter_run(
    *, customer: Customer, actor: User | None = None, **order: Any
) -> LetterRun:
    """A run that waits for its worker, of one letter."""
    return start_run(
        actor=actor,
        company=customer.company,
        order=letter_order(**order),
        scope=[(customer.pk, "CNY")],
    )
