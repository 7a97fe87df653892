"""Routes of the ledger, what is known about it, and its reports."""

from __future__ import annotations

from django.urls import path

from arcollect.core.api.routes import resource
from invoices.api.allocations import AllocationApi
from invoices.api.documents import CreditNoteApi, InvoiceApi, PaymentApi
from invoices.api.reads import (
    ClassChangeApi,
    DisputeApi,
    DueItemApi,
    FactApi,
    ImportApi,
    OverrideApi,
    PolicyApi,
)
from invoices.api.reports import AgingApi

REVERSE = {"reverse": "reverse"}
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
    *resource("disputes", DisputeApi),
    *resource("imports", ImportApi),
    path(
        "reports/aging/",
        AgingApi.as_view({"get": "show"}, basename="reports"),
        name="reports_aging",
    ),
]
