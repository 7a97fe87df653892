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
from invoices.models.contract_money import (
    ContractAdvance,
    GoodsRelease,
    SellThroughPart,
    SellThroughStatement,
)
from invoices.models.deduction import Deduction, DeductionCredit, DeductionPart
from invoices.models.dispute import Dispute
from invoices.models.draft import DocumentDraft
from invoices.models.due_date import AwaitedDate, DueDateChange
from invoices.models.extension import Extension
from invoices.models.goods import GoodsLine, GoodsLink, GoodsMovement
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
    "AwaitedDate",
    "BankEntry",
    "BankEntryState",
    "BankStatement",
    "ClassHistory",
    "ClassOverride",
    "ClassificationPolicy",
    "ClassificationProgress",
    "ContractAdvance",
    "CreditNote",
    "Deduction",
    "DeductionCredit",
    "DeductionPart",
    "Dispute",
    "DocumentDraft",
    "DueDateChange",
    "DueItem",
    "DueItemState",
    "EntryDecision",
    "Extension",
    "Fact",
    "GoodsLine",
    "GoodsLink",
    "GoodsMovement",
    "GoodsRelease",
    "Invoice",
    "InvoiceLine",
    "MatchProposal",
    "MatchingRules",
    "OnAccount",
    "PayerAlias",
    "Payment",
    "RemittanceAdvice",
    "RemittanceLine",
    "SellThroughPart",
    "SellThroughStatement",
]
