"""Routes of what belongs to a contract; its page shows the ledger and is there."""

from __future__ import annotations

from django.urls import path

from customers.views import contract_parts

urlpatterns = [
    path(
        "contracts/<int:contract_id>/sign/",
        contract_parts.contract_sign,
        name="contract_sign",
    ),
    path(
        "contracts/<int:contract_id>/clauses/",
        contract_parts.contract_clauses,
        name="contract_clauses",
    ),
    path(
        "contracts/<int:contract_id>/milestones/new/",
        contract_parts.milestone_new,
        name="milestone_new",
    ),
    path(
        "contracts/<int:contract_id>/securities/new/",
        contract_parts.guarantee_new,
        name="guarantee_new",
    ),
    path(
        "securities/<int:guarantee_id>/release/",
        contract_parts.guarantee_release,
        name="guarantee_release",
    ),
    path("clauses/", contract_parts.clause_library, name="clause_library"),
]
