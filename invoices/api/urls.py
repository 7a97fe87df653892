"""Routes of the ledger, what is known about it, and its reports."""

from __future__ import annotations

from django.urls import path

from arcollect.core.api.routes import resource
from invoices.api.allocations import AllocationApi
from invoices.api.bills import BillApi, DecisionApi, RecoveryApi
from invoices.api.claims import DeductionApi
from invoices.api.credit_report import CreditReportApi
from invoices.api.disputes import DisputeApi, ExtensionApi
from invoices.api.documents import CreditNoteApi, InvoiceApi, PaymentApi
from invoices.api.evidence import EvidenceApi
from invoices.api.goods import GoodsApi
from invoices.api.orders import ItemCoverApi, OrderApi
from invoices.api.reads import (
    ClassChangeApi,
    DueItemApi,
    FactApi,
    ImportApi,
    OverrideApi,
    PolicyApi,
)
from invoices.api.reads_contract import (
    AdvanceApi,
    AwaitedDateApi,
    DueDateChangeApi,
    GoodsReleaseApi,
    SellThroughStatementApi,
)
from invoices.api.reports import AgingApi
from invoices.api.statements import BankEntryApi, BankStatementApi
from invoices.api.urls_matching import urlpatterns as matching_urls

REVERSE = {"reverse": "reverse"}
ORDER_ACTS = {
    act: act for act in ("check", "release", "deliver", "invoice", "cancel", "reopen")
}
urlpatterns = [
    *resource("invoices", InvoiceApi, acts=REVERSE),
    *resource("due-items", DueItemApi),
    *resource("credit-notes", CreditNoteApi, acts=REVERSE),
    *resource("payments", PaymentApi, acts=REVERSE),
    *resource("allocations", AllocationApi, acts={"undo": "undo"}),
    *resource("facts", FactApi),
    *resource("overrides", OverrideApi),
    *resource("policies", PolicyApi),
    *resource("class-changes", ClassChangeApi),
    *resource("disputes", DisputeApi, acts={"resolve": "resolve"}),
    *resource(
        "extensions", ExtensionApi, acts={"approve": "approve", "reject": "reject"}
    ),
    *resource("goods", GoodsApi),
    *resource("evidence", EvidenceApi, acts={"withdraw": "withdraw"}),
    path(
        "evidence/<int:pk>/file/",
        EvidenceApi.as_view({"get": "file"}, basename="evidence"),
        name="evidence_file",
    ),
    *resource("imports", ImportApi),
    *resource("bills", BillApi),
    *resource("decisions", DecisionApi),
    *resource("recoveries", RecoveryApi),
    *matching_urls,
    *resource("bank-statements", BankStatementApi),
    *resource("bank-entries", BankEntryApi),
    *resource(
        "deductions",
        DeductionApi,
        acts={"approve": "approve", "reject": "reject", "take-back": "take_back"},
    ),
    *resource("orders", OrderApi, acts=ORDER_ACTS),
    *resource("item-covers", ItemCoverApi),
    path(
        "customers/<int:pk>/credit/",
        CreditReportApi.as_view({"get": "show"}, basename="customers"),
        name="customers_credit",
    ),
    *resource("due-date-changes", DueDateChangeApi),
    *resource("awaited-dates", AwaitedDateApi),
    *resource("advances", AdvanceApi),
    *resource("goods-releases", GoodsReleaseApi),
    *resource("sell-through-statements", SellThroughStatementApi),
    path(
        "reports/aging/",
        AgingApi.as_view({"get": "show"}, basename="reports"),
        name="reports_aging",
    ),
]
