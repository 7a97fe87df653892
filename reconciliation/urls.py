"""Routes of letters and, by inclusion, of their seals."""

from __future__ import annotations

from django.urls import include, path

from reconciliation.views import letter_acts, letter_runs, letters

app_name = "reconciliation"
urlpatterns = [
    path("letters/", letters.letter_list, name="letter_list"),
    path("letters/new/", letter_runs.letter_new, name="letter_new"),
    path("letters/<int:letter_id>/", letters.letter_detail, name="letter_detail"),
    path("letters/<int:letter_id>/file/", letters.letter_file, name="letter_file"),
    path(
        "letters/<int:letter_id>/withdraw/",
        letter_acts.letter_withdraw,
        name="letter_withdraw",
    ),
    path(
        "letters/<int:letter_id>/reissue/",
        letter_acts.letter_reissue,
        name="letter_reissue",
    ),
    path(
        "customers/<int:customer_id>/letter/",
        letter_runs.customer_letter,
        name="customer_letter",
    ),
    path("runs/", letter_runs.letter_run_list, name="letter_run_list"),
    path("runs/<int:run_id>/", letter_runs.letter_run, name="letter_run"),
    path(
        "runs/<int:run_id>/progress/",
        letter_runs.letter_run_progress,
        name="letter_run_progress",
    ),
    path("", include("reconciliation.urls_seal")),
]
