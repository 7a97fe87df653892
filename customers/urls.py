"""Routes that change customers; the list and the page of a customer show the ledger
and are routed by `invoices`, which may read both."""

from __future__ import annotations

from django.urls import path

from customers import urls_contracts, urls_credit, urls_file
from customers.urls_distribution import urlpatterns as distribution_patterns
from customers.views import contacts, contracts, customers

urlpatterns = [
    *urls_file.urlpatterns,
    *urls_credit.urlpatterns,
    path("new/", customers.customer_new, name="new"),
    *distribution_patterns,
    path("<int:customer_id>/edit/", customers.customer_edit, name="edit"),
    path("<int:customer_id>/contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/<int:contact_id>/", contacts.contact_edit, name="contact_edit"),
    path(
        "<int:customer_id>/contracts/new/", contracts.contract_new, name="contract_new"
    ),
    path("contracts/<int:contract_id>/", contracts.contract_edit, name="contract_edit"),
    *urls_contracts.urlpatterns,
]
