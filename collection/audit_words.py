"""Words for what collection work writes into the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from collection.models import Hold, Promise, Visit

ACTIONS = {
    "collections.dunning_run.prepared": _("Reminders prepared"),
    "collections.dunning_run.released": _("Reminders released"),
    "collections.dunning_run.stopped": _("Reminders stopped"),
    "collections.dunning_letter.skipped": _("Reminder skipped"),
    "collections.dunning_letter.called_off": _("Reminder called off"),
    "collections.dunning_letter.tested": _("Reminder sent to oneself as a test"),
    "collections.dunning_sending.switched_on": _("Sending of reminders switched on"),
    "collections.dunning_sending.switched_off": _("Sending of reminders switched off"),
    "collections.dunning_limits.changed": _("Limits of reminders changed"),
    "collections.dunning_text.saved": _("Text of reminders changed"),
    "collections.dunning_text.reset": _("Text of reminders back as shipped"),
    "collections.hold.placed": _("Reminders put on hold"),
    "collections.hold.lifted": _("Hold lifted"),
    "collections.visit.logged": _("Visit logged"),
    "collections.promise.recorded": _("Promise recorded"),
    "collections.promise.replaced": _("Promise replaced by another"),
    "collections.promise.cancelled": _("Promise cancelled"),
    "collections.promise.judged": _("Promise judged"),
    "collections.step.done": _("Planned contact done"),
}
OBJECTS = {
    "collections.dunningrun": _("Run of reminders"),
    "collections.dunningletter": _("Reminder"),
    "collections.dunningsettings": _("Settings of reminders"),
    "collections.dunningtext": _("Text of reminders"),
    "collections.hold": _("Hold"),
    "collections.visit": _("Visit"),
    "collections.promise": _("Promise"),
    "collections.cadencestep": _("Planned contact"),
}
FIELDS = {
    "business_day": _("business day"),
    "letters": _("letters"),
    "recipients": _("recipients"),
    "called_off": _("called off"),
    "sending": _("sending"),
    "small_balance": _("small balance"),
    "start_level": _("first level of old items"),
    "subject": _("subject"),
    "text": _("text"),
    "visited_on": _("on"),
    "state": _("state"),
    "to_check": _("to be checked"),
    "received": _("received"),
    "step": _("step"),
    "done_on": _("done on"),
}
VALUES = {
    "kind": {**dict(Visit.Kind.choices), **dict(Hold.Kind.choices)},
    "outcome": dict(Visit.Outcome.choices),
    "state": dict(Promise.State.choices),
}
