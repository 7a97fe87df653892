from __future__ import annotations

from invoices.models.allocation import Allocation
from invoices.models.bank import BankEntry, BankEntryState, BankStatement
from invoices.models.bill import Bill, BillEvent, BillStanding
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
from invoices.models.cover import ItemCover
from invoices.models.decision import (
    Assignment,
    BillExtension,
    ClaimDecision,
    ClaimDecisionEvent,
    ClaimDecisionItem,
    ClaimDecisionState,
    Offset,
    Recovery,
    TakeBack,
    WriteOff,
)
from invoices.models.deduction import Deduction, DeductionCredit, DeductionPart
from invoices.models.dispute import Dispute
from invoices.models.draft import DocumentDraft
from invoices.models.due_date import AwaitedDate, DueDateChange
from invoices.models.evidence import Evidence
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
from invoices.models.order import (
    OrderCheck,
    OrderRelease,
    SalesOrder,
    SalesOrderLine,
)
from invoices.models.remittance import RemittanceAdvice, RemittanceLine
from invoices.models.state import DueItemState, OnAccount

__all__ = [
    "Allocation",
    "Assignment",
    "AwaitedDate",
    "BankEntry",
    "BankEntryState",
    "BankStatement",
    "Bill",
    "BillEvent",
    "BillExtension",
    "BillStanding",
    "ClaimDecision",
    "ClaimDecisionEvent",
    "ClaimDecisionItem",
    "ClaimDecisionState",
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
    "Evidence",
    "Extension",
    "Fact",
    "GoodsLine",
    "GoodsLink",
    "GoodsMovement",
    "GoodsRelease",
    "Invoice",
    "InvoiceLine",
    "ItemCover",
    "MatchProposal",
    "MatchingRules",
    "Offset",
    "OnAccount",
    "OrderCheck",
    "OrderRelease",
    "PayerAlias",
    "Payment",
    "Recovery",
    "RemittanceAdvice",
    "RemittanceLine",
    "SalesOrder",
    "SalesOrderLine",
    "SellThroughPart",
    "SellThroughStatement",
    "TakeBack",
    "WriteOff",
]
