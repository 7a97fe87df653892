"""Routes of bank statements."""

from __future__ import annotations

from django.urls import path

from invoices.views import statements

urlpatterns = [
    path("bank-statements/", statements.statement_list, name="statement_list"),
    path("bank-statements/new/", statements.statement_new, name="statement_new"),
    path(
        "bank-statements/<int:statement_id>/",
        statements.statement_detail,
        name="statement_detail",
    ),
]
