"""What a customer's page shows of his points: a figure, entries in the timeline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arcollect.core import timeline
from arcollect.core.customer_figures import CustomerFigure, register_figure
from arcollect.core.templatetags.number_text import count_text
from arcollect.core.timeline import TimelineEvent, TimelineSource
from collection.models import PointsEntry
from collection.selectors.points import find_account

if TYPE_CHECKING:
    from customers.models import Customer

CHIP = "points"
LABEL = gettext_lazy("Points")
_ICONS = {
    PointsEntry.Kind.EARN: ("circle-check", "ink"),
    PointsEntry.Kind.REDEEM: ("package", ""),
    PointsEntry.Kind.EXPIRE: ("hourglass-low", "skip"),
    PointsEntry.Kind.REVERSE: ("arrow-back-up", "skip"),
    PointsEntry.Kind.RETURN: ("arrow-back-up", ""),
}


def register() -> None:
    """Called once, when the apps are ready."""
    register_figure("points", points_figure)
    timeline.register_source(
        TimelineSource(
            kind="points",
            chip=CHIP,
            label=LABEL,
            model=PointsEntry,
            day=F("entered_on"),
            fields=(
                "kind",
                "points",
                "customer_id",
                "campaign__name",
                "redemption__prize__name",
                "allocation__due_item__invoice__number",
            ),
            words=_words,
        )
    )


def points_figure(customer: Customer) -> CustomerFigure | None:
    """What the customer may spend; nothing where he never had points."""
    account = find_account(customer_id=customer.pk)
    if account is None:
        return None
    detail = _("to be redeemed")
    if account.owed:
        detail = _("owes %(points)s") % {"points": count_text(account.owed)}
    return CustomerFigure(
        label=LABEL,
        value=count_text(account.balance),
        detail=detail,
        url=reverse("collections:points_account", args=[customer.pk]),
    )


def _words(entry: PointsEntry, day: dt.date) -> TimelineEvent:
    icon, kind = _ICONS[PointsEntry.Kind(entry.kind)]
    sign = "+" if entry.points > 0 else ""
    parts = [
        entry.get_kind_display(),
        entry.allocation.due_item.invoice.number if entry.allocation else "",
        entry.campaign.name if entry.campaign else "",
        entry.redemption.prize.name if entry.redemption else "",
    ]
    return TimelineEvent(
        icon=icon,
        title=_("%(points)s points") % {"points": f"{sign}{count_text(entry.points)}"},
        detail=" · ".join(part for part in parts if part),
        day=day,
        url=reverse("collections:points_account", args=[entry.customer_id]),
        kind=kind,
    )
