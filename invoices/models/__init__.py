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
from invoices.models.cover import ItemCover
from invoices.models.dispute import Dispute
from invoices.models.draft import DocumentDraft
from invoices.models.due_date import AwaitedDate, DueDateChange
from invoices.models.invoice import DueItem, Invoice, InvoiceLine
from invoices.models.money_in import CreditNote, Payment
from invoices.models.order import (
    OrderCheck,
    OrderRelease,
    SalesOrder,
    SalesOrderLine,
)
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
    "Dispute",
    "DocumentDraft",
    "DueDateChange",
    "DueItem",
    "DueItemState",
    "Fact",
    "GoodsRelease",
    "Invoice",
    "InvoiceLine",
    "ItemCover",
    "OnAccount",
    "OrderCheck",
    "OrderRelease",
    "Payment",
    "SalesOrder",
    "SalesOrderLine",
    "SellThroughPart",
    "SellThroughStatement",
]
