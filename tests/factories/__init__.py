"""Rows for tests, made by plain functions with business arguments."""

from __future__ import annotations

from tests.factories.customers import customer
from tests.factories.ledger import TODAY, credit_note, invoice, overdue_invoice, payment
from tests.factories.letters import bank_account, letter, letter_order
from tests.factories.people import (
    PASSWORD,
    company,
    rep,
    signed_in,
    team,
    user,
    with_password,
)

__all__ = [
    "PASSWORD",
    "TODAY",
    "bank_account",
    "company",
    "credit_note",
    "customer",
    "invoice",
    "letter",
    "letter_order",
    "overdue_invoice",
    "payment",
    "rep",
    "signed_in",
    "team",
    "user",
    "with_password",
]
