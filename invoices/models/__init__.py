from __future__ import annotations

from invoices.models.allocation import Allocation
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
from invoices.models.money_in import CreditNote, Payment
from invoices.models.state import DueItemState, OnAccount

__all__ = [
    "Allocation",
    "ClassHistory",
    "ClassOverride",
    "ClassificationPolicy",
    "ClassificationProgress",
    "CreditNote",
    "Dispute",
    "DocumentDraft",
    "DueItem",
    "DueItemState",
    "Fact",
    "Invoice",
    "InvoiceLine",
    "OnAccount",
    "Payment",
]
