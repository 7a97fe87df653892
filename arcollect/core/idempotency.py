"""A second submit of the same form or call finds the first one's effect."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.models import IdempotencyKey, User


class AlreadyDoneError(Exception):
    """The same key was used before; nothing was done again."""

    def __init__(self, *, action: str, done_at: dt.datetime, result: Any) -> None:
        self.action = action
        self.done_at = done_at
        self.result = result
        super().__init__(
            _("This was already done at %(time)s. Nothing was booked twice.")
            % {"time": done_at.strftime("%H:%M")}
        )


def claim_key(*, user: User | None, key: str, action: str) -> IdempotencyKey | None:
    """Take `key` for one write, inside the transaction of that write.

    Without a user or key nothing is claimed. Raises `AlreadyDoneError` if the key
    was used; the unique constraint decides between two at once.
    """
    if user is None or not key:
        return None
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(
                user=user, key=key, action=action, created_at=clock.now()
            )
    except IntegrityError:
        first = IdempotencyKey.objects.get(user=user, key=key)
        raise AlreadyDoneError(
            action=first.action, done_at=first.created_at, result=first.result
        ) from None


# --- calls of the API ---------------------------------------------------------------

# How long an answer can be asked for again.
KEPT = dt.timedelta(hours=24)
# Longer than any call may take: after it the caller is taken for dead.
LEASE = dt.timedelta(seconds=60)
_CALL = "api:"


class KeyReusedError(Exception):
    """The key was used for another request within the last 24 hours."""

    def __init__(self) -> None:
        super().__init__(_("This key was used for another request. Make a new one."))


class StillRunningError(Exception):
    """The first request with this key has not been answered yet."""

    def __init__(self) -> None:
        super().__init__(
            _("The first call with this key is still running. Ask again in a moment.")
        )


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What the first call with the key was answered."""

    status: int
    body: str
    location: str


def call_key(*, company_id: int, key: str) -> str:
    """The stored form of a caller's key; keys of forms and companies never meet."""
    return _CALL + hashlib.sha256(f"{company_id}:{key}".encode()).hexdigest()


def begin_call(
    *, user: User, key: str, fingerprint: str, action: str
) -> IdempotencyKey | StoredAnswer:
    """Claim `key` (of `call_key`) for one call, or give the answer stored under it.

    The claim is committed before the work begins, so that a second call sees it. A
    claim older than a day, or whose caller died, is taken over by one conditional
    UPDATE. Raises `KeyReusedError` and `StillRunningError`.
    """
    now = clock.now()
    running = {"state": IdempotencyKey.State.RUNNING, "lease_until": now + LEASE}
    fresh = {"fingerprint": fingerprint, "action": action, "created_at": now}
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(user=user, key=key, **fresh, **running)
    except IntegrityError:
        first = IdempotencyKey.objects.filter(user=user, key=key).first()
    if first is None:
        # The other one failed and let go of the key in this very moment.
        raise StillRunningError
    is_over = first.created_at <= now - KEPT
    if not is_over and first.fingerprint != fingerprint:
        raise KeyReusedError
    if not is_over and first.state == IdempotencyKey.State.DONE:
        return StoredAnswer(**first.result)
    if not is_over and first.lease_until and first.lease_until > now:
        raise StillRunningError
    taken = IdempotencyKey.objects.filter(
        pk=first.pk, attempt=first.attempt, state=first.state
    ).update(**fresh, **running, attempt=F("attempt") + 1, result={})
    if not taken:
        raise StillRunningError
    first.refresh_from_db()
    return first


def finish_call(claim: IdempotencyKey, answer: StoredAnswer) -> None:
    """Store the answer in the transaction of the effect: both are kept, or none.

    Raises `StillRunningError` where another call took the claim over meanwhile; the
    effect must be rolled back then.
    """
    stored = IdempotencyKey.objects.filter(
        pk=claim.pk, attempt=claim.attempt, state=IdempotencyKey.State.RUNNING
    ).update(
        state=IdempotencyKey.State.DONE,
        lease_until=None,
        result=asdict(answer),
    )
    if not stored:
        raise StillRunningError


def drop_call(claim: IdempotencyKey) -> None:
    """Let go of the key: nothing was done, so the call may be repeated or mended."""
    IdempotencyKey.objects.filter(
        pk=claim.pk, attempt=claim.attempt, state=IdempotencyKey.State.RUNNING
    ).delete()


def forget_calls() -> int:
    """Delete keys of calls older than a day; those of forms stay. The number."""
    deleted, _rows = IdempotencyKey.objects.filter(
        key__startswith=_CALL, created_at__lte=clock.now() - KEPT
    ).delete()
    return deleted
