"""Every route of the product."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from arcollect.core.api.urls import urlpatterns as core_api
from arcollect.dashboards.api.reports import urlpatterns as dashboards_api
from collection.api.urls import urlpatterns as collection_api
from customers.api.urls import urlpatterns as customers_api
from customers.urls import urlpatterns as customer_patterns
from invoices.api.urls import urlpatterns as invoices_api
from invoices.customer_urls import urlpatterns as customer_ledger_patterns
from reconciliation.api.urls import urlpatterns as reconciliation_api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("arcollect.dashboards.urls")),
    path("", include("arcollect.core.urls")),
    # Customers are kept in one app and shown with their ledger by the next.
    path(
        "customers/",
        include(([*customer_patterns, *customer_ledger_patterns], "customers")),
    ),
    path("invoices/", include("invoices.urls")),
    # One API over all apps; each app brings its part.
    path(
        "api/v1/",
        include(
            (
                [
                    *core_api,
                    *customers_api,
                    *invoices_api,
                    *collection_api,
                    *reconciliation_api,
                    *dashboards_api,
                ],
                "api",
            )
        ),
    ),
    path("collections/", include("collection.urls")),
    path("reconciliation/", include("reconciliation.urls")),
    path("", include("reconciliation.urls_verify")),
]
handler400 = "arcollect.core.views.errors.bad_request"
handler403 = "arcollect.core.views.errors.permission_denied"
handler404 = "arcollect.core.views.errors.not_found"
handler500 = "arcollect.core.views.errors.server_error"
