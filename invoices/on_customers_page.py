"""What a customer's page shows of claims: deductions, extensions, goods, and buttons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arcollect.core import timeline
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import money_text
from arcollect.core.templatetags.date_text import short_day_text
from arcollect.core.timeline import CustomerAction, TimelineEvent, TimelineSource
from invoices.models import Deduction, Dispute, Extension, GoodsMovement

CHIP = "claims"
CHIP_LABEL = gettext_lazy("Deductions and goods")


def register() -> None:
    """Called once, when the apps are ready."""
    for source in _sources():
        timeline.register_source(source)
    for permission, label, icon, url_name in _ACTIONS:
        timeline.register_action(
            CustomerAction(
                permission=permission,
                label=label,
                icon=icon,
                url_name=url_name,
            )
        )


_ACTIONS = (
    (
        Permission.KEEP_CLAIMS,
        gettext_lazy("Record goods"),
        "package",
        "invoices:goods_new",
    ),
    (
        Permission.KEEP_CLAIMS,
        gettext_lazy("Note a deduction"),
        "file-minus",
        "invoices:deduction_new",
    ),
    (
        Permission.PROPOSE_DECISIONS,
        gettext_lazy("Decide about claims"),
        "gavel",
        "invoices:decision_choose",
    ),
)


def _sources() -> Iterator[TimelineSource]:
    shared: dict[str, Any] = {"chip": CHIP, "label": CHIP_LABEL}
    money = ("currency", "amount")
    yield TimelineSource(
        kind="deduction",
        model=Deduction,
        day=F("claimed_on"),
        fields=("number", "kind", *money, "state"),
        words=_deduction,
        **shared,
    )
    yield TimelineSource(
        kind="dispute",
        model=Dispute,
        day=F("opened_on"),
        fields=("reason", *money, "state", "due_item"),
        words=_dispute,
        **shared,
    )
    yield TimelineSource(
        kind="extension",
        model=Extension,
        day=F("requested_on"),
        fields=("state", "new_due_on", "due_item__invoice__number"),
        words=_extension,
        **shared,
    )
    yield TimelineSource(
        kind="goods",
        model=GoodsMovement,
        whose=lambda customer_id: Q(customer=customer_id, reverses=None),
        day=F("moved_on"),
        fields=("number", "kind", *money),
        words=_goods,
        **shared,
    )


def _amount(row: Any) -> str:
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


def _dispute(row: Dispute, day: dt.date) -> TimelineEvent:
    return TimelineEvent(
        icon="scale",
        title=_("Contested: %(reason)s, %(amount)s")
        % {"reason": row.get_reason_display(), "amount": _amount(row)},
        detail=str(row.get_state_display()),
        day=day,
        url=reverse("invoices:item_class", args=[row.due_item_id]),
    )


def _extension(row: Extension, day: dt.date) -> TimelineEvent:
    return TimelineEvent(
        icon="calendar-due",
        title=_("Extension of %(number)s to %(day)s")
        % {
            "number": row.due_item.invoice.number,
            "day": short_day_text(row.new_due_on, day),
        },
        detail=str(row.get_state_display()),
        day=day,
        url=reverse("invoices:extension_detail", args=[row.pk]),
    )


def _goods(row: GoodsMovement, day: dt.date) -> TimelineEvent:
    return TimelineEvent(
        icon="package",
        title=f"{row.get_kind_display()} {row.number}",
        detail=_amount(row),
        day=day,
        url=reverse("invoices:goods_detail", args=[row.pk]),
    )
