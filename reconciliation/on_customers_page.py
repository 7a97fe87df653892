"""What a customer's page shows of letters: each letter, its withdrawal, a button."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arcollect.core import timeline
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import money_text
from arcollect.core.timeline import CustomerAction, TimelineEvent, TimelineSource
from reconciliation.models import ConfirmationLetter

CHIP = "confirmations"
_ICONS = {"withdrawn": "ban", "superseded": "history", "answered": "circle-check"}


def register() -> None:
    """Called once, when the apps are ready."""
    timeline.register_source(
        TimelineSource(
            kind="letter",
            chip=CHIP,
            label=gettext_lazy("Letters"),
            rows=lambda customer_id: timeline.happenings(
                "letter",
                ConfirmationLetter.objects.filter(customer=customer_id),
                F("issued_on"),
            ),
            load=lambda ids: (
                ConfirmationLetter.objects.filter(pk__in=ids)
                .select_related("state")
                .defer("data")
            ),
            words=_letter,
        )
    )
    timeline.register_action(
        CustomerAction(
            permission=Permission.ISSUE_LETTERS,
            label=gettext_lazy("New letter"),
            icon="file-text",
            url_name="reconciliation:customer_letter",
        )
    )


def _letter(letter: ConfirmationLetter, day: dt.date) -> TimelineEvent:
    state = letter.state
    parts = [
        letter.get_kind_display(),
        _("balance %(amount)s %(currency)s")
        % {
            "amount": money_text(letter.balance, letter.currency),
            "currency": letter.currency,
        },
        state.get_state_display(),
        state.withdrawn_reason,
    ]
    return TimelineEvent(
        icon=_ICONS.get(state.state, "file-text"),
        title=_("Letter %(number)s") % {"number": letter.number},
        detail=" · ".join(part for part in parts if part),
        day=day,
        url=reverse("reconciliation:letter_detail", args=[letter.pk]),
    )
