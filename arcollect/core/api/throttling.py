"""Slows down whoever tries wrong tokens: by token, else by address."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from rest_framework.exceptions import Throttled

MOST_WRONG = 20
WINDOW_SECONDS = 60


def refuse_guessing(subject: str) -> None:
    """Raise `Throttled` (429) after 20 wrong tokens for `subject` within a minute.

    A token that nobody guesses at is not slowed down by its neighbours. The counts
    are those of one process: 256 random bits need no more.
    """
    if cache.get(_key(subject), 0) >= MOST_WRONG:
        raise Throttled(wait=WINDOW_SECONDS)


def count_wrong(subject: str) -> None:
    """Note one wrong token for `subject`."""
    key = _key(subject)
    cache.add(key, 0, timeout=WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # ran out in between
        cache.set(key, 1, timeout=WINDOW_SECONDS)


def _key(subject: str) -> str:
    return "api-wrong-" + hashlib.sha256(subject.encode()).hexdigest()[:32]
