"""Rows for tests, made by plain functions with business arguments."""

from __future__ import annotations

from tests.factories.bank_lines import bank_line
from tests.factories.bills import bill, decision
from tests.factories.claims import deduction, extension, goods
from tests.factories.collection import absence, cadence_step, promise, visit
from tests.factories.customers import customer
from tests.factories.evidence import evidence
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
from tests.factories.reminders import (
    dispute,
    dunning_letter,
    held_back,
    hold,
    unknown_message,
)
from tests.factories.tokens import api_token, caller, calling_with

__all__ = [
    "PASSWORD",
    "TODAY",
    "absence",
    "api_token",
    "bank_account",
    "bank_line",
    "bill",
    "cadence_step",
    "caller",
    "calling_with",
    "company",
    "credit_note",
    "customer",
    "decision",
    "deduction",
    "dispute",
    "dunning_letter",
    "evidence",
    "extension",
    "goods",
    "held_back",
    "hold",
    "invoice",
    "letter",
    "letter_order",
    "overdue_invoice",
    "payment",
    "promise",
    "rep",
    "signed_in",
    "team",
    "unknown_message",
    "user",
    "visit",
    "with_password",
]
