"""A second submit of the same form or call finds the first one's effect."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
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
