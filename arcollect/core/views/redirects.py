"""Where to go after a form that may be sent from any page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The page named by `next`, if it is a path on this host; else `default`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    # Without the slash `redirect` would take it for the name of a route.
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else default
