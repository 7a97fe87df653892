"""Every route of the product."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from customers.urls import urlpatterns as customer_patterns
from invoices.customer_urls import urlpatterns as customer_ledger_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("arcollect.dashboards.urls")),
    path("", include("arcollect.core.urls")),
    # Customers are kept in one app and shown with their ledger by the next.
    path(
        "customers/",
        include(([*customer_patterns, *customer_ledger_patterns], "customers")),
    ),
    path("invoices/", include("invoices.urls")),
    path("collections/", include("collection.urls")),
    path("reconciliation/", include("reconciliation.urls")),
    path("", include("reconciliation.urls_verify")),
]
handler400 = "arcollect.core.views.errors.bad_request"
handler403 = "arcollect.core.views.errors.permission_denied"
handler404 = "arcollect.core.views.errors.not_found"
handler500 = "arcollect.core.views.errors.server_error"
