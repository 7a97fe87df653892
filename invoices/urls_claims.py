"""Routes of deductions, disputes, extensions, goods documents and opening balances."""

from __future__ import annotations

from django.urls import path

from invoices.views import deduction_acts, deductions

urlpatterns = [
    path("deductions/", deductions.deduction_list, name="deduction_list"),
    path(
        "customers/<int:customer_id>/deductions/new/",
        deductions.deduction_new,
        name="deduction_new",
    ),
    path(
        "deductions/<int:deduction_id>/",
        deductions.deduction_detail,
        name="deduction_detail",
    ),
    path(
        "deductions/<int:deduction_id>/review/",
        deduction_acts.deduction_review,
        name="deduction_review",
    ),
    path(
        "deductions/<int:deduction_id>/approve/",
        deduction_acts.deduction_approve,
        name="deduction_approve",
    ),
    path(
        "deductions/<int:deduction_id>/reject/",
        deduction_acts.deduction_reject,
        name="deduction_reject",
    ),
    path(
        "deductions/<int:deduction_id>/demand/",
        deduction_acts.deduction_rebill,
        name="deduction_rebill",
    ),
    path(
        "deductions/<int:deduction_id>/take-back/",
        deduction_acts.deduction_reverse,
        name="deduction_reverse",
    ),
]
