"""Routes of bills and of decisions about claims."""

from __future__ import annotations

from django.urls import path

from invoices.views import bill_acts, bills, decision_acts, decision_form, decisions

urlpatterns = [
    path("bills/", bills.bill_list, name="bill_list"),
    path("bills/new/", bills.bill_new, name="bill_new"),
    path("bills/<int:bill_id>/", bills.bill_detail, name="bill_detail"),
    path("bills/<int:bill_id>/undo/", bill_acts.bill_undo, name="bill_undo"),
    path("bills/<int:bill_id>/extend/", bill_acts.bill_extend, name="bill_extend"),
    path("bills/<int:bill_id>/<slug:act>/", bill_acts.bill_step, name="bill_step"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/off-books/", decisions.off_books, name="off_books"),
    path(
        "decisions/<int:decision_id>/",
        decisions.decision_detail,
        name="decision_detail",
    ),
    path(
        "decisions/<int:decision_id>/approve/",
        decision_acts.decision_approve,
        name="decision_approve",
    ),
    path(
        "decisions/<int:decision_id>/reject/",
        decision_acts.decision_reject,
        name="decision_reject",
    ),
    path(
        "decisions/<int:decision_id>/withdraw/",
        decision_acts.decision_withdraw,
        name="decision_withdraw",
    ),
    path(
        "decisions/<int:decision_id>/notice/",
        decision_acts.decision_notice,
        name="decision_notice",
    ),
    path(
        "decisions/<int:decision_id>/letter/",
        decision_acts.decision_letter,
        name="decision_letter",
    ),
    path(
        "decisions/<int:decision_id>/reverse/",
        decision_acts.decision_reverse,
        name="decision_reverse",
    ),
    path(
        "decisions/<int:decision_id>/recover/",
        decision_acts.decision_recover,
        name="decision_recover",
    ),
    path(
        "customers/<int:customer_id>/decisions/new/",
        decision_form.decision_choose,
        name="decision_choose",
    ),
    path(
        "customers/<int:customer_id>/decisions/new/<slug:kind>/",
        decision_form.decision_new,
        name="decision_new",
    ),
]
