from __future__ import annotations

from invoices.models.allocation import Allocation
from invoices.models.bank import BankEntry, BankEntryState, BankStatement
from invoices.models.classification import (
    ClassHistory,
    ClassificationPolicy,
    ClassificationProgress,
    ClassOverride,
    Fact,
)
from invoices.models.dispute import Dispute
from invoices.models.draft import DocumentDraft
from invoices.models.invoice import DueItem, Invoice, InvoiceLine
from invoices.models.matching import (
    EntryDecision,
    MatchingRules,
    MatchProposal,
    PayerAlias,
)
from invoices.models.money_in import CreditNote, Payment
from invoices.models.remittance import RemittanceAdvice, RemittanceLine
from invoices.models.state import DueItemState, OnAccount

__all__ = [
    "Allocation",
    "BankEntry",
    "BankEntryState",
    "BankStatement",
    "ClassHistory",
    "ClassOverride",
    "ClassificationPolicy",
    "ClassificationProgress",
    "CreditNote",
    "Dispute",
    "DocumentDraft",
    "DueItem",
    "DueItemState",
    "EntryDecision",
    "Fact",
    "Invoice",
    "InvoiceLine",
    "MatchProposal",
    "MatchingRules",
    "OnAccount",
    "PayerAlias",
    "Payment",
    "RemittanceAdvice",
    "RemittanceLine",
]
