"""What a customer's page shows of collection work: visits, promises, a button."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arcollect.core import timeline
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import money_text
from arcollect.core.templatetags.date_text import short_day_text
from arcollect.core.timeline import CustomerAction, TimelineEvent, TimelineSource
from collection import points_on_page, queue_on_page
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
    points_on_page.register()
    queue_on_page.register()


def _register_visits() -> None:
    timeline.register_source(
        TimelineSource(
            kind="visit",
            chip=CHIP,
            label=CHIP_LABEL,
            model=Visit,
            day=F("visited_on"),
            fields=(
                "kind",
                "outcome",
                "observed",
                "heard",
                "concluded",
                "contact__name",
                "recorded_by__full_name",
                "recorded_by__username",
            ),
            words=_visit,
        )
    )
    timeline.register_source(
        TimelineSource(
            kind="promise",
            chip=CHIP,
            label=CHIP_LABEL,
            model=Promise,
            day=F("made_on"),
            fields=("state", "currency", "amount", "promised_on"),
            words=_promise,
        )
    )
    timeline.register_action(
        CustomerAction(
            permission=Permission.LOG_VISITS,
            label=gettext_lazy("Log visit"),
            icon="map-pin",
            url_name="collections:customer_visit",
            is_first=True,
        )
    )


def _register_reminders() -> None:
    timeline.register_source(
        TimelineSource(
            kind="dunning",
            chip=LETTERS,
            label=LETTERS_LABEL,
            model=DunningLetter,
            whose=lambda customer_id: Q(
                customer=customer_id, state__in=("released", "skipped", "called_off")
            ),
            day=F("business_day"),
            fields=(
                "state",
                "reason",
                "level",
                "number",
                "currency",
                "demanded",
                "message__state",
            ),
            words=_letter,
        )
    )
    timeline.register_source(
        TimelineSource(
            kind="held",
            chip=LETTERS,
            label=LETTERS_LABEL,
            model=SuppressionInterval,
            day=F("from_on"),
            fields=("reason", "until_on", "due_item__invoice__number"),
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
