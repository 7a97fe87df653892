"""How often an address may call what costs work or invites guessing.

Counted in this process alone: several web processes allow as many times the limit. The
table is small and forgets itself; nothing is written to the database.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from arcollect.core import clock

MOST_ADDRESSES = 10_000


@dataclass
class RateLimit:
    """At most `limit` calls per address in each window of `seconds`."""

    limit: int
    seconds: int
    _window: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, request: HttpRequest) -> bool:
        """Count this call; whether it is still within the limit."""
        address = client_address(request)
        window = int(clock.now().timestamp()) // self.seconds
        with self._lock:
            if window != self._window or len(self._counts) > MOST_ADDRESSES:
                self._window, self._counts = window, {}
            self._counts[address] = self._counts.get(address, 0) + 1
            return self._counts[address] <= self.limit

    def forget(self) -> None:
        """Begin anew; for tests."""
        with self._lock:
            self._counts = {}


def client_address(request: HttpRequest) -> str:
    """Who calls: behind our own proxy the last address it added, else the peer."""
    if settings.SECURE_PROXY_SSL_HEADER:
        chain = request.headers.get("X-Forwarded-For", "")
        if chain:
            return chain.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
