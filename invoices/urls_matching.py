"""Routes of matching bank lines and of remittance advices."""

from __future__ import annotations

from django.urls import path

from invoices.views import matching, matching_rules, remittance

urlpatterns = [
    path("matching/", matching.matching, name="matching"),
    path("matching/ready/", matching.matching_ready, name="matching_ready"),
    path("matching/propose/", matching.matching_propose, name="matching_propose"),
    path("matching/rules/", matching_rules.matching_rules, name="matching_rules"),
    path("matching/<int:entry_id>/", matching.matching_line, name="matching_line"),
    path(
        "matching/<int:entry_id>/confirm/",
        matching.match_confirm,
        name="match_confirm",
    ),
    path("matching/<int:entry_id>/undo/", matching.match_undo, name="match_undo"),
    path(
        "matching/<int:entry_id>/unidentified/",
        matching.entry_unidentified,
        name="entry_unidentified",
    ),
    path("matching/<int:entry_id>/ignore/", matching.entry_ignore, name="entry_ignore"),
    path("matching/remittances/", remittance.remittance_list, name="remittance_list"),
    path("matching/remittances/new/", remittance.remittance_new, name="remittance_new"),
    path(
        "matching/remittances/<int:advice_id>/",
        remittance.remittance_check,
        name="remittance_check",
    ),
    path(
        "matching/remittances/<int:advice_id>/discard/",
        remittance.remittance_discard,
        name="remittance_discard",
    ),
]
