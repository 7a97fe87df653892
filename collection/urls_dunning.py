"""Routes of reminders, holds and the outbox; included by the routes of collection work."""

from __future__ import annotations

from django.urls import path

from collection.views import (
    dunning,
    dunning_letters,
    dunning_settings,
    dunning_texts,
    holds,
    outbox,
)

urlpatterns = [
    path("dunning/", dunning.overview, name="dunning"),
    path("dunning/tomorrow/", dunning.tomorrow, name="dunning_tomorrow"),
    path("dunning/runs/<int:run_id>/", dunning.run_page, name="dunning_run"),
    path("dunning/runs/<int:run_id>/release/", dunning.release, name="dunning_release"),
    path("dunning/runs/<int:run_id>/stop/", dunning.stop, name="dunning_stop"),
    path(
        "dunning/letters/<int:letter_id>/",
        dunning_letters.letter_page,
        name="dunning_letter",
    ),
    path(
        "dunning/letters/<int:letter_id>/skip/",
        dunning_letters.skip,
        name="dunning_skip",
    ),
    path(
        "dunning/letters/<int:letter_id>/test/",
        dunning_letters.test,
        name="dunning_test",
    ),
    path(
        "dunning/letters/<int:letter_id>/pdf/",
        dunning_letters.pdf,
        name="dunning_pdf",
    ),
    path("dunning/settings/", dunning_settings.settings_page, name="dunning_settings"),
    path("dunning/sending/", dunning_settings.sending, name="dunning_sending"),
    path("dunning/texts/", dunning_texts.text_list, name="dunning_texts"),
    path("dunning/texts/edit/", dunning_texts.text_edit, name="dunning_text"),
    path("outbox/", outbox.outbox_list, name="outbox"),
    path("outbox/<int:message_id>/settle/", outbox.settle, name="outbox_settle"),
    path("holds/", holds.hold_list, name="hold_list"),
    path("holds/new/<int:customer_id>/", holds.hold_new, name="hold_new"),
    path("holds/<int:hold_id>/lift/", holds.hold_lift, name="hold_lift"),
]
