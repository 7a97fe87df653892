"""How long a session lasts: so long after the last click, and so long after the login.

When a person came and was last seen stands in a signed cookie beside the session's, and
not in the session: a click then writes nothing, so that no page waits for a database
that is busy with the night or an import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from arcollect.core import clock

# Seconds before a click is worth a new cookie.
RENEWED_AFTER = 60


@dataclass(frozen=True, slots=True)
class SessionAge:
    """Seconds since 1970: the login, and the last click."""

    began: int
    seen: int

    def is_over(self, now: int) -> bool:
        """Whether nothing was clicked for too long, or the login is too long ago."""
        idle = now - self.seen > settings.SESSION_IDLE.total_seconds()
        return idle or now - self.began > settings.SESSION_COOKIE_AGE


def seconds_now() -> int:
    """The present instant in seconds since 1970."""
    return int(clock.now().timestamp())


def read_age(request: HttpRequest) -> SessionAge | None:
    """The age of the request's session; None where the cookie is missing or forged.

    The signature covers the session's key: the cookie of one session is worth nothing
    in another.
    """
    text = request.get_signed_cookie(
        settings.SESSION_SEEN_COOKIE_NAME, default=None, salt=_salt(request)
    )
    if text is None:
        return None
    began, _colon, seen = text.partition(":")
    return SessionAge(int(began), int(seen))


def write_age(
    request: HttpRequest, response: HttpResponse | Any, age: SessionAge
) -> None:
    """Send the cookie for the session that the request now has."""
    response.set_signed_cookie(
        settings.SESSION_SEEN_COOKIE_NAME,
        f"{age.began}:{age.seen}",
        salt=_salt(request),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_click(request: HttpRequest) -> bool:
    """Whether a person asks; fragments, whose names start with `_`, ask by themselves."""
    return not request.path.rstrip("/").rpartition("/")[2].startswith("_")


def _salt(request: HttpRequest) -> str:
    return f"arcollect.core.session_age.{request.session.session_key}"
