"""Routes of bank statements."""

from __future__ import annotations

from django.urls import path

from invoices.views import statements

urlpatterns = [
    path("statements/", statements.statement_list, name="statement_list"),
    path("statements/new/", statements.statement_new, name="statement_new"),
    path(
        "statements/<int:statement_id>/",
        statements.statement_detail,
        name="statement_detail",
    ),
]
