"""Rows for tests, made by plain functions with business arguments."""

from __future__ import annotations

from tests.factories.collection import absence, cadence_step, promise, visit
from tests.factories.customers import customer
from tests.factories.ledger import TODAY, credit_note, invoice, overdue_invoice, payment
from tests.factories.people import (
    PASSWORD,
    company,
    rep,
    signed_in,
    team,
    user,
    with_password,
)
from tests.factories.tokens import api_token, caller, calling_with

__all__ = [
    "PASSWORD",
    "TODAY",
    "absence",
    "api_token",
    "cadence_step",
    "caller",
    "calling_with",
    "company",
    "credit_note",
    "customer",
    "invoice",
    "overdue_invoice",
    "payment",
    "promise",
    "rep",
    "signed_in",
    "team",
    "user",
    "visit",
    "with_password",
]
