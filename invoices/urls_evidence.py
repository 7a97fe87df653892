"""Routes of evidence."""

from __future__ import annotations

from django.urls import path

from invoices.views import evidence

urlpatterns = [
    path(
        "evidence/<int:evidence_id>/file/", evidence.evidence_file, name="evidence_file"
    ),
    path(
        "evidence/<int:evidence_id>/withdraw/",
        evidence.evidence_withdraw,
        name="evidence_withdraw",
    ),
    path(
        "evidence/<slug:about>/<int:object_id>/",
        evidence.evidence_list,
        name="evidence_list",
    ),
    path(
        "evidence/<slug:about>/<int:object_id>/new/",
        evidence.evidence_new,
        name="evidence_new",
    ),
]
