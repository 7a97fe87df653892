"""Signing a person out of other devices."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from arcollect.core import audit, clock
from arcollect.core.models import User
from arcollect.core.services.second_factor import company_of


def sessions_of(*, user: User, except_key: str | None = None) -> list[str]:
    """Keys of the user's running sessions, without the one he is in."""
    # A session's owner stands inside it, so all of them are opened. An office has
    # some hundreds at most, and this is asked on the profile page only.
    running = Session.objects.filter(expire_date__gt=clock.now())
    return [
        session.session_key
        for session in running.iterator()
        if session.session_key != except_key
        and session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]


@transaction.atomic
def end_sessions(
    *, actor: User | None, user: User, except_key: str | None = None
) -> int:
    """End the user's sessions, all but `except_key`; returns how many there were."""
    keys = sessions_of(user=user, except_key=except_key)
    if not keys:
        return 0
    Session.objects.filter(session_key__in=keys).delete()
    audit.record(
        actor=actor,
        action="core.user.sessions_ended",
        target=user,
        company=company_of(user),
        after={"sessions": len(keys)},
    )
    return len(keys)
