"""Sentences after an act that several screens share."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.utils.translation import gettext as _

from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.requests import SignedInRequest


def say_already_done(request: SignedInRequest, done: AlreadyDoneError) -> None:
    """The second submit of a form: say who did it and when, on the company's clocks."""
    at = done.done_at.astimezone(ZoneInfo(request.company.time_zone))
    messages.warning(
        request,
        _("Already done by %(person)s at %(time)s. Nothing was booked twice.")
        % {"person": request.user, "time": f"{at:%H:%M}"},
    )
