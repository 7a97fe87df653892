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
from collection.models import Promise, Visit

CHIP = "visits"
CHIP_LABEL = gettext_lazy("Visits and promises")
_MARKS = {
    Promise.State.PENDING: ("clock", ""),
    Promise.State.KEPT: ("circle-check", "ink"),
    Promise.State.PARTIALLY_KEPT: ("circle-half-2", ""),
    Promise.State.BROKEN: ("circle-x", "seal"),
}


def register() -> None:
    """Called once, when the apps are ready."""
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
