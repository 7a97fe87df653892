"""Reasons for holding a letter back, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collection.domain.suppression import Reason

WORDS: dict[Reason, str | Promise] = {
    Reason.LEGAL: _("Counsel in charge: only counsel writes"),
    Reason.HOLD: _("On hold"),
    Reason.DO_NOT_CONTACT: _("Do not contact"),
    Reason.NO_ADDRESS: _("No e-mail address"),
    Reason.ALLOCATE_FIRST: _("Allocate first: money on account covers it"),
    Reason.DISPUTED: _("Disputed"),
    Reason.PROMISED: _("Promise pending"),
    Reason.PLAN: _("Plan on schedule"),
    Reason.BILL: _("Covered by a bill"),
    Reason.CREDIT_BALANCE: _("Nothing owed on balance"),
    Reason.SMALL_BALANCE: _("Below the small balance"),
    Reason.GAP: _("A letter went too short a while ago"),
    Reason.DIFFERENCES: _("Open differences of a reconciliation"),
    Reason.CAP: _("As many letters as allowed have gone"),
}
ICONS: dict[Reason, str] = {
    Reason.LEGAL: "gavel",
    Reason.HOLD: "clock-pause",
    Reason.DO_NOT_CONTACT: "mail",
    Reason.NO_ADDRESS: "mail",
    Reason.ALLOCATE_FIRST: "cash",
    Reason.DISPUTED: "scale",
    Reason.PROMISED: "calendar-check",
    Reason.PLAN: "list-check",
    Reason.GAP: "clock",
    Reason.CAP: "clock",
}


def reason_text(reason: str) -> str:
    """The reason in the active language; an unknown one as it is."""
    try:
        return str(WORDS[Reason(reason)])
    except ValueError:
        return reason


def reason_icon(reason: str) -> str:
    """The symbol beside it."""
    try:
        return ICONS.get(Reason(reason), "info-circle")
    except ValueError:
        return "info-circle"
