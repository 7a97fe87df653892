"""What a customer's page shows of collection work: visits, promises, a button."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arcollect.core import timeline
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import money_text
from arcollect.core.templatetags.date_text import short_day_text
from arcollect.core.timeline import CustomerAction, TimelineEvent, TimelineSource
from collection.models import DunningLetter, Promise, SuppressionInterval, Visit
from collection.selectors.reason_words import reason_text

CHIP = "visits"
CHIP_LABEL = gettext_lazy("Visits and promises")
LETTERS = "letters"
LETTERS_LABEL = gettext_lazy("Reminders")
_MARKS = {
    Promise.State.PENDING: ("clock", ""),
    Promise.State.KEPT: ("circle-check", "ink"),
    Promise.State.PARTIALLY_KEPT: ("circle-half-2", ""),
    Promise.State.BROKEN: ("circle-x", "seal"),
}


def register() -> None:
    """Called once, when the apps are ready."""
    _register_visits()
    _register_reminders()


def _register_visits() -> None:
    timeline.register_source(
        TimelineSource(
            kind="visit",
            chip=CHIP,
            label=CHIP_LABEL,
            rows=lambda customer_id: timeline.happenings(
                "visit", Visit.objects.filter(customer=customer_id), F("visited_on")
            ),
            load=lambda ids: Visit.objects.filter(pk__in=ids).select_related(
                "contact", "recorded_by"
            ),
            words=_visit,
        )
    )
    timeline.register_source(
        TimelineSource(
            kind="promise",
            chip=CHIP,
            label=CHIP_LABEL,
            rows=lambda customer_id: timeline.happenings(
                "promise", Promise.objects.filter(customer=customer_id), F("made_on")
            ),
            load=lambda ids: Promise.objects.filter(pk__in=ids),
            words=_promise,
        )
    )
    timeline.register_action(
        CustomerAction(
            permission=Permission.LOG_VISITS,
            label=gettext_lazy("Log visit"),
            icon="map-pin",
            url_name="collections:customer_visit",
        )
    )


def _register_reminders() -> None:
    timeline.register_source(
        TimelineSource(
            kind="dunning",
            chip=LETTERS,
            label=LETTERS_LABEL,
            rows=lambda customer_id: timeline.happenings(
                "dunning",
                DunningLetter.objects.filter(
                    customer=customer_id,
                    state__in=("released", "skipped", "called_off"),
                ),
                F("business_day"),
            ),
            load=lambda ids: DunningLetter.objects.filter(pk__in=ids).select_related(
                "message"
            ),
            words=_letter,
        )
    )
    timeline.register_source(
        TimelineSource(
            kind="held",
            chip=LETTERS,
            label=LETTERS_LABEL,
            rows=lambda customer_id: timeline.happenings(
                "held",
                SuppressionInterval.objects.filter(customer=customer_id),
                F("from_on"),
            ),
            load=lambda ids: SuppressionInterval.objects.filter(
                pk__in=ids
            ).select_related("due_item__invoice"),
            words=_held,
        )
    )
    timeline.register_action(
        CustomerAction(
            permission=Permission.KEEP_HOLDS,
            label=gettext_lazy("Hold reminders"),
            icon="clock-pause",
            url_name="collections:hold_new",
        )
    )


def _letter(letter: DunningLetter, day: dt.date) -> TimelineEvent:
    released = letter.state == DunningLetter.State.RELEASED
    state = letter.message if released and letter.message else letter
    amount = f"{letter.currency} {money_text(letter.demanded, letter.currency)}"
    parts = [amount, state.get_state_display(), letter.reason]
    return TimelineEvent(
        icon="mail" if released else "ban",
        title=f"{letter.get_level_display()} {letter.number}".strip(),
        detail=" · ".join(part for part in parts if part),
        day=day,
        url=reverse("collections:dunning_letter", args=[letter.pk]),
        kind="ink" if released else "skip",
    )


def _held(row: SuppressionInterval, day: dt.date) -> TimelineEvent:
    until = f" – {short_day_text(row.until_on, day)}" if row.until_on else ""
    return TimelineEvent(
        icon="clock-pause",
        title=_("No letter about %(number)s") % {"number": row.due_item.invoice.number},
        detail=f"{reason_text(row.reason)}{until}",
        day=day,
        url=reverse("invoices:item_class", args=[row.due_item_id]),
        kind="skip",
    )


def _visit(visit: Visit, day: dt.date) -> TimelineEvent:
    parts = [
        visit.get_outcome_display(),
        visit.contact.name if visit.contact else "",
        visit.concluded or visit.heard or visit.observed,
        str(visit.recorded_by),
    ]
    return TimelineEvent(
        icon="phone" if visit.kind == Visit.Kind.CALL else "map-pin",
        title=visit.get_kind_display(),
        detail=" · ".join(part for part in parts if part),
        day=day,
        url=reverse("collections:visit_detail", args=[visit.pk]),
    )


def _promise(promise: Promise, day: dt.date) -> TimelineEvent:
    icon, kind = _MARKS.get(Promise.State(promise.state), ("circle-dashed", "skip"))
    amount = f"{promise.currency} {money_text(promise.amount, promise.currency)}"
    return TimelineEvent(
        icon=icon,
        title=_("Promise of %(amount)s for %(day)s")
        % {"amount": amount, "day": short_day_text(promise.promised_on, day)},
        detail=promise.get_state_display(),
        day=day,
        url=reverse("collections:promise_detail", args=[promise.pk]),
        kind=kind,
    )
