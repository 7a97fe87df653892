"""What a customer's page shows of claims: deductions, extensions, goods, and buttons."""

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
from invoices.models import Deduction

CHIP = "claims"
CHIP_LABEL = gettext_lazy("Deductions and goods")


def register() -> None:
    """Called once, when the apps are ready."""
    timeline.register_source(
        TimelineSource(
            kind="deduction",
            chip=CHIP,
            label=CHIP_LABEL,
            model=Deduction,
            day=F("claimed_on"),
            fields=("number", "kind", "currency", "amount", "state", "approved_amount"),
            words=_deduction,
        )
    )
    timeline.register_action(
        CustomerAction(
            permission=Permission.KEEP_CLAIMS,
            label=gettext_lazy("Note a deduction"),
            icon="file-minus",
            url_name="invoices:deduction_new",
        )
    )


def _amount(row: Deduction) -> str:
    return f"{row.currency} {money_text(row.amount, row.currency)}"


def _deduction(row: Deduction, day: dt.date) -> TimelineEvent:
    return TimelineEvent(
        icon="file-minus",
        title=_("Kept back: %(kind)s, %(amount)s")
        % {"kind": row.get_kind_display(), "amount": _amount(row)},
        detail=f"{row.number} · {row.get_state_display()}",
        day=day,
        url=reverse("invoices:deduction_detail", args=[row.pk]),
        kind="seal" if row.state == Deduction.State.REJECTED else "",
    )
