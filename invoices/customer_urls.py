"""Routes of `customers:` that show the ledger; joined with customers' own in the root."""

from __future__ import annotations

from django.urls import path

from invoices.views import credit, credit_reviews, customer_page, customers

urlpatterns = [
    path("", customers.customer_list, name="list"),
    path("<int:customer_id>/", customer_page.customer_page, name="detail"),
    path("<int:customer_id>/ledger/", customer_page.customer_ledger, name="ledger"),
    path(
        "<int:customer_id>/timeline/",
        customer_page.customer_timeline,
        name="timeline",
    ),
    path("credit/", credit.credit_list, name="credit_list"),
    path("credit/limits/", credit.credit_limits, name="credit_limits"),
    path("<int:customer_id>/credit/", credit.credit_page, name="credit"),
    path(
        "<int:customer_id>/credit/review/",
        credit_reviews.review_new,
        name="review_new",
    ),
]
