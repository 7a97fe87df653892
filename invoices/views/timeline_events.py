"""Happenings at a customer in words, for `components/_timeline.html`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from arcollect.core.audit_text import name_and_value, read
from arcollect.core.templatetags.arcollect import class_name, money_text
from arcollect.core.timeline import TimelineEvent, find_source
from customers.services.versions import VERSION
from invoices.selectors.customer_timeline import Happening


def timeline_events(happenings: Iterable[Happening]) -> list[TimelineEvent]:
    """The events in their order."""
    return [_event(one) for one in happenings]


def _event(one: Happening) -> TimelineEvent:
    source = find_source(one.kind)
    words = source.words if source else _WORDS[one.kind]
    return words(one.row, one.day)


def _amount(row: Any) -> str:
    return f"{row.currency} {money_text(abs(row.amount), row.currency)}"


def _invoice(row: Any, day: dt.date) -> TimelineEvent:
    return TimelineEvent(
        icon="file-invoice",
        title=_("Invoice %(number)s") % {"number": row.number},
        detail=_amount(row),
        day=day,
        url=reverse("invoices:invoice_detail", args=[row.pk]),
    )


def _credit_note(row: Any, day: dt.date) -> TimelineEvent:
    if row.reverses_id:
        title = _("Credit note %(number)s reverses another") % {"number": row.number}
    else:
        title = _("Credit note %(number)s") % {"number": row.number}
    return TimelineEvent(
        icon="receipt-refund",
        title=title,
        detail=f"{_amount(row)} · {row.get_reason_display()}",
        day=day,
        url=reverse("invoices:credit_note_detail", args=[row.pk]),
    )


def _payment(row: Any, day: dt.date) -> TimelineEvent:
    is_counter = row.reverses_id is not None
    words = {"amount": _amount(row)}
    return TimelineEvent(
        icon="arrow-back-up" if is_counter else "cash",
        title=_("Payment of %(amount)s taken back") % words
        if is_counter
        else _("Payment of %(amount)s") % words,
        detail=row.reference,
        day=day,
        url=reverse("invoices:payment_detail", args=[row.pk]),
        kind="seal" if is_counter else "ink",
    )


def _class_change(row: Any, day: dt.date) -> TimelineEvent:
    return TimelineEvent(
        icon="scale",
        title=_("%(number)s became %(cls)s")
        % {"number": row.due_item.invoice.number, "cls": class_name(row.to_severity)},
        detail=_("before: %(cls)s") % {"cls": class_name(row.from_severity)},
        day=day,
        url=reverse("invoices:item_class", args=[row.due_item_id]),
    )


def _edit(row: Any, day: dt.date) -> TimelineEvent:
    reading = read(row)
    fields = dict.fromkeys([*row.before, *row.after])
    changes = [
        name_and_value(
            change.field,
            f"{change.before or '–'} → {change.after or '–'}"
            if row.before
            else change.after or "–",
        )
        for change, field in zip(reading.changes, fields, strict=True)
        if change.before != change.after and field != VERSION
    ]
    detail = " · ".join([reading.who, *changes, *([row.reason] if row.reason else [])])
    return TimelineEvent(
        icon="edit",
        title=reading.action
        if row.object_type == "customers.customer"
        else f"{reading.action} · {row.object_label}",
        detail=detail,
        day=day,
    )


_WORDS: dict[str, Callable[[Any, dt.date], TimelineEvent]] = {
    "invoice": _invoice,
    "credit_note": _credit_note,
    "payment": _payment,
    "class": _class_change,
    "edit": _edit,
}
