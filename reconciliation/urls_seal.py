"""Routes of seals; included by `reconciliation.urls`."""

from __future__ import annotations

from django.urls import path

from reconciliation.views import seal_requests, seals

urlpatterns = [
    path("seals/", seals.seal_list, name="seal_list"),
    path("seals/new/", seals.seal_new, name="seal_new"),
    path("seals/uses/", seal_requests.seal_use_list, name="seal_use_list"),
    path("seals/<int:seal_id>/", seals.seal_detail, name="seal_detail"),
    path("seals/<int:seal_id>/use/", seals.seal_use, name="seal_use"),
    path("seals/<int:seal_id>/retire/", seals.seal_retire, name="seal_retire"),
    path(
        "letters/<int:letter_id>/seal/", seal_requests.letter_seal, name="letter_seal"
    ),
    path("seal-requests/", seal_requests.seal_request_list, name="seal_request_list"),
    path(
        "seal-requests/<int:request_id>/",
        seal_requests.seal_request_detail,
        name="seal_request_detail",
    ),
    path(
        "seal-requests/<int:request_id>/state/",
        seal_requests.seal_request_state,
        name="seal_request_state",
    ),
    path(
        "seal-requests/<int:request_id>/file/",
        seal_requests.seal_request_file,
        name="seal_request_file",
    ),
    path(
        "seal-requests/<int:request_id>/approve/",
        seal_requests.seal_request_approve,
        name="seal_request_approve",
    ),
    path(
        "seal-requests/<int:request_id>/refuse/",
        seal_requests.seal_request_refuse,
        name="seal_request_refuse",
    ),
]
