"""Routes that keep the targets of regions; their page is one of the dashboards."""

from __future__ import annotations

from django.urls import path

from customers.views import distribution

urlpatterns = [
    path("distribution/new/", distribution.distribution_new, name="distribution_new"),
    path(
        "distribution/<int:policy_id>/",
        distribution.distribution_edit,
        name="distribution_edit",
    ),
    path(
        "distribution/<int:policy_id>/withdraw/",
        distribution.distribution_withdraw,
        name="distribution_withdraw",
    ),
]
