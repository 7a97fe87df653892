"""Routes of contracts with their ledger, and of what is printed of an account."""

from __future__ import annotations

from django.urls import path

from invoices.views import contract_acts, contract_papers, contracts

urlpatterns = [
    path("contracts/", contracts.contract_list, name="contract_list"),
    path("contracts/watch/", contracts.contract_watch, name="contract_watch"),
    path(
        "contracts/<int:contract_id>/",
        contracts.contract_detail,
        name="contract_detail",
    ),
    path(
        "contracts/<int:contract_id>/sheet/",
        contract_papers.contract_sheet_page,
        name="contract_sheet",
    ),
    path(
        "contracts/<int:contract_id>/calendar/",
        contract_papers.calendar_page,
        name="payment_calendar",
    ),
    path(
        "contracts/<int:contract_id>/close/",
        contract_acts.contract_close,
        name="contract_close",
    ),
    path(
        "contracts/<int:contract_id>/terminate/",
        contract_acts.contract_terminate,
        name="contract_terminate",
    ),
    path(
        "contracts/<int:contract_id>/sold/",
        contract_acts.statement_new,
        name="sell_through_new",
    ),
    path(
        "contracts/<int:contract_id>/advance/",
        contract_acts.advance_new,
        name="advance_new",
    ),
    path(
        "contracts/statements/<int:statement_id>/reverse/",
        contract_acts.statement_reverse,
        name="statement_reverse",
    ),
    path(
        "contracts/milestones/<int:milestone_id>/accept/",
        contract_acts.milestone_accept,
        name="milestone_accept",
    ),
    path(
        "contracts/milestones/<int:milestone_id>/withdraw/",
        contract_acts.milestone_withdraw,
        name="milestone_withdraw",
    ),
    path(
        "<int:invoice_id>/delivered/",
        contract_acts.invoice_base_date,
        name="invoice_base_date",
    ),
    path(
        "<int:invoice_id>/release/",
        contract_acts.goods_release,
        name="goods_release",
    ),
    path(
        "statements/<int:customer_id>/",
        contract_papers.statement_page,
        name="customer_statement",
    ),
]
