"""Routes of the ledger."""

from __future__ import annotations

from django.urls import path

from invoices import (
    urls_bank,
    urls_bills,
    urls_claims,
    urls_contracts,
    urls_evidence,
    urls_matching,
    urls_orders,
)
from invoices.views import (
    allocations,
    credit_note_form,
    credit_notes,
    disputes,
    draft_pages,
    facts,
    import_mapping,
    imports,
    invoice_form,
    invoices,
    item_class,
    overrides,
    payments,
    policies,
    reversals,
)

app_name = "invoices"
urlpatterns = [
    *urls_bills.urlpatterns,
    path("", invoices.invoice_list, name="invoice_list"),
    path("new/", invoice_form.invoice_new, name="invoice_new"),
    path("<int:invoice_id>/", invoices.invoice_detail, name="invoice_detail"),
    path(
        "<int:invoice_id>/reverse/", reversals.invoice_reverse, name="invoice_reverse"
    ),
    # Documents being written.
    path("drafts/", draft_pages.draft_list, name="draft_list"),
    path("drafts/<int:draft_id>/", draft_pages.draft_confirm, name="draft_confirm"),
    path("drafts/<int:draft_id>/post/", draft_pages.draft_post, name="draft_post"),
    path(
        "drafts/<int:draft_id>/discard/",
        draft_pages.draft_discard,
        name="draft_discard",
    ),
    path(
        "drafts/<int:draft_id>/invoice/",
        invoice_form.invoice_draft,
        name="invoice_draft",
    ),
    path(
        "drafts/<int:draft_id>/credit-note/",
        credit_note_form.credit_note_draft,
        name="credit_note_draft",
    ),
    # Credit notes.
    path("credit-notes/", credit_notes.credit_note_list, name="credit_note_list"),
    path("credit-notes/new/", credit_note_form.credit_note_new, name="credit_note_new"),
    path(
        "credit-notes/<int:credit_note_id>/",
        credit_notes.credit_note_detail,
        name="credit_note_detail",
    ),
    path(
        "credit-notes/<int:credit_note_id>/reverse/",
        reversals.credit_note_reverse,
        name="credit_note_reverse",
    ),
    path(
        "credit-notes/<int:credit_note_id>/allocate/",
        allocations.credit_note_allocate,
        name="credit_note_allocate",
    ),
    # Payments and what they pay.
    path("payments/", payments.payment_list, name="payment_list"),
    path("payments/new/", payments.payment_new, name="payment_new"),
    path("payments/<int:payment_id>/", payments.payment_detail, name="payment_detail"),
    path(
        "payments/<int:payment_id>/reverse/",
        reversals.payment_reverse,
        name="payment_reverse",
    ),
    path(
        "payments/<int:payment_id>/allocate/",
        allocations.payment_allocate,
        name="payment_allocate",
    ),
    path(
        "allocations/<int:allocation_id>/undo/",
        reversals.allocation_undo,
        name="allocation_undo",
    ),
    # Classes: rule and history, facts, overrides.
    path("items/<int:item_id>/", item_class.item_class, name="item_class"),
    path("items/<int:item_id>/facts/new/", facts.item_fact, name="item_fact"),
    path("items/<int:item_id>/override/", overrides.override_new, name="override_new"),
    path(
        "customers/<int:customer_id>/facts/new/",
        facts.customer_fact,
        name="customer_fact",
    ),
    path("items/<int:item_id>/dispute/", disputes.dispute_new, name="dispute_new"),
    path(
        "disputes/<int:dispute_id>/resolve/",
        disputes.dispute_resolve,
        name="dispute_resolve",
    ),
    path("facts/<int:fact_id>/withdraw/", facts.fact_withdraw, name="fact_withdraw"),
    path(
        "overrides/<int:override_id>/withdraw/",
        overrides.override_withdraw,
        name="override_withdraw",
    ),
    # Files on their way into the books.
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/example/", imports.import_example, name="import_example"),
    path("imports/<int:batch_id>/", imports.import_detail, name="import_detail"),
    path(
        "imports/<int:batch_id>/_progress/",
        imports.import_progress,
        name="import_progress",
    ),
    path(
        "imports/<int:batch_id>/mapping/",
        import_mapping.import_mapping,
        name="import_mapping",
    ),
    path(
        "imports/<int:batch_id>/errors/<int:file_id>/",
        imports.import_errors,
        name="import_errors",
    ),
    path("imports/<int:batch_id>/commit/", imports.import_commit, name="import_commit"),
    path(
        "imports/<int:batch_id>/discard/",
        imports.import_discard,
        name="import_discard",
    ),
    # Versions of the rules behind the classes.
    path("policies/", policies.policy_list, name="policy_list"),
    path("policies/new/", policies.policy_new, name="policy_new"),
    path("policies/<int:policy_id>/", policies.policy_detail, name="policy_detail"),
    *urls_bank.urlpatterns,
    *urls_claims.urlpatterns,
    *urls_contracts.urlpatterns,
    *urls_evidence.urlpatterns,
    *urls_matching.urlpatterns,
    *urls_orders.urlpatterns,
]
