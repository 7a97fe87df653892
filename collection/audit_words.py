"""Words for what collection work writes into the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "collections.visit.logged": _("Visit logged"),
    "collections.promise.recorded": _("Promise recorded"),
    "collections.promise.replaced": _("Promise replaced by another"),
    "collections.promise.cancelled": _("Promise cancelled"),
    "collections.promise.judged": _("Promise judged"),
    "collections.step.done": _("Planned contact done"),
}
OBJECTS = {
    "collections.visit": _("Visit"),
    "collections.promise": _("Promise"),
    "collections.cadencestep": _("Planned contact"),
}
FIELDS = {
    "visited_on": _("on"),
    "state": _("state"),
    "to_check": _("to be checked"),
    "received": _("received"),
    "step": _("step"),
    "done_on": _("done on"),
}
