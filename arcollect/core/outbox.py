"""Messages that must leave the house: queued, claimed, handed over, settled.

`enqueue` belongs into the transaction of the cause. Workers take a message by
compare-and-set. A crash before the second mark costs nothing; after it the message is
parked as "probably sent", because nobody can know, and is never sent again by itself.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop

from arcollect.core import clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, OutboxMessage

log = logging.getLogger(__name__)
State = OutboxMessage.State
# Longer than one message can take; nobody takes over from a living worker.
LEASE = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 5
# After the first, second, ... attempt that failed for a while.
GAPS = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=10),
    dt.timedelta(hours=1),
    dt.timedelta(hours=6),
)
ERROR_LENGTH = 500


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the owner of a kind of message answers for.

    `prepare` renders the payload before the first claim, outside of transactions.
    `why_not` reads everything again in the claiming transaction; a text calls the
    message off. `called_off` tells the owner so in the same transaction.
    """

    prepare: Callable[[OutboxMessage], Mapping[str, Any]]
    why_not: Callable[[OutboxMessage], str]
    called_off: Callable[[OutboxMessage, str], object] = lambda _message, _why: None


_kinds: dict[str, Kind] = {}


def register_kind(name: str, kind: Kind) -> None:
    """Let messages of that kind be sent; apps register in `AppConfig.ready`."""
    _kinds[name] = kind


def kind_of(message: OutboxMessage) -> Kind:
    """The owner of a message. Raises `KeyError` for a kind nobody registered."""
    return _kinds[message.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message to be queued. `payload` may be empty: `prepare` fills it later."""

    company: Company
    kind: str
    unique_key: str
    recipient: str
    not_before: dt.datetime
    payload: Mapping[str, Any] | None = None


def enqueue(posts: Iterable[Post]) -> int:
    """Queue messages in the caller's transaction; how many were new.

    A key that is there already changes nothing. Raises `TransactionManagementError`
    outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "A message is queued in the transaction of its cause."
        )
    now = clock.now()
    wanted = [
        OutboxMessage(
            company=post.company,
            kind=post.kind,
            unique_key=post.unique_key,
            recipient=post.recipient,
            payload=dict(post.payload or {}),
            prepared_at=now if post.payload else None,
            not_before=post.not_before,
            message_id=f"<{uuid.uuid4()}@{settings.MAIL_DOMAIN}>",
            recorded_at=now,
        )
        for post in posts
    ]
    keys = [message.unique_key for message in wanted]
    before = OutboxMessage.objects.filter(unique_key__in=keys).count()
    OutboxMessage.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500)
    return len(wanted) - before


def due_messages(*, now: dt.datetime, limit: int) -> list[int]:
    """Ids of waiting messages whose time has come, oldest first."""
    rows = OutboxMessage.objects.filter(state=State.QUEUED, not_before__lte=now)
    return list(rows.order_by("not_before", "pk").values_list("pk", flat=True)[:limit])


def has_work(*, now: dt.datetime) -> bool:
    """Whether anything is due, or was left behind by a worker that ended."""
    waiting = OutboxMessage.objects.filter(state=State.QUEUED, not_before__lte=now)
    in_hand = OutboxMessage.objects.filter(
        state__in=[State.CLAIMED, State.HANDING_OVER], lease_until__lte=now
    )
    return waiting.exists() or in_hand.exists()


def freeze_payload(message: OutboxMessage, payload: Mapping[str, Any]) -> OutboxMessage:
    """Keep what was rendered; whoever was first decides. Returns the row as it is."""
    OutboxMessage.objects.filter(pk=message.pk, prepared_at=None).update(
        payload=dict(payload), prepared_at=clock.now()
    )
    return OutboxMessage.objects.select_related("company").get(pk=message.pk)


@retried_transaction
def claim(message_id: int) -> OutboxMessage | None:
    """Take a waiting message for the length of a lease; None if there is nothing to take.

    The first mark. In the same transaction the owner looks at the world again; what he
    says calls the message off.
    """
    now = clock.now()
    token = str(uuid.uuid4())
    taken = OutboxMessage.objects.filter(
        pk=message_id,
        state=State.QUEUED,
        not_before__lte=now,
        attempts__lt=MOST_ATTEMPTS,
    ).update(
        state=State.CLAIMED,
        claim_token=token,
        claimed_at=now,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    if not taken:
        return None
    message = OutboxMessage.objects.select_related("company").get(pk=message_id)
    return None if _called_off(message) else message


def _called_off(message: OutboxMessage) -> bool:
    why = kind_of(message).why_not(message)
    if not why:
        return False
    _of(message).update(state=State.CANCELLED, error=why[:ERROR_LENGTH])
    kind_of(message).called_off(message, why)
    return True


@retried_transaction
def mark_handing_over(message: OutboxMessage) -> bool:
    """The second mark, committed after the server's go-ahead and before the body.

    False if the claim is lost or the owner has called the message off meanwhile: then
    nothing may leave.
    """
    now = clock.now()
    marked = _of(message, state=State.CLAIMED).update(
        state=State.HANDING_OVER, handing_over_at=now, lease_until=now + LEASE
    )
    return bool(marked) and not _called_off(message)


def mark_sent(message: OutboxMessage) -> bool:
    """The server has taken it."""
    return bool(
        _of(message, state=State.HANDING_OVER).update(
            state=State.SENT, sent_at=clock.now(), error=""
        )
    )


def mark_unknown(message: OutboxMessage, error: str) -> None:
    """The line broke after the body went out: a person must look."""
    _of(message, state=State.HANDING_OVER).update(
        state=State.UNKNOWN, error=error[:ERROR_LENGTH]
    )


def mark_failed(message: OutboxMessage, error: str, *, for_good: bool) -> None:
    """It did not leave. Later again with a growing gap, unless `for_good` or too often."""
    fields: dict[str, Any] = {"error": error[:ERROR_LENGTH], "state": State.FAILED}
    if not for_good and message.attempts < MOST_ATTEMPTS:
        gap = GAPS[min(message.attempts, len(GAPS)) - 1]
        fields |= {"state": State.QUEUED, "not_before": clock.now() + gap}
    in_hand = (State.CLAIMED, State.HANDING_OVER)
    _of(message).filter(state__in=in_hand).update(**fields)


def call_off(messages: QuerySet[OutboxMessage], *, why: str) -> list[int]:
    """Cancel those that are still waiting, in the caller's transaction; their ids."""
    ids = messages.filter(state=State.QUEUED).values_list("pk", flat=True)
    # One by one: what a worker takes at this moment is no longer waiting.
    return [
        pk
        for pk in list(ids)
        if OutboxMessage.objects.filter(pk=pk, state=State.QUEUED).update(
            state=State.CANCELLED, error=why[:ERROR_LENGTH]
        )
    ]


def sweep(*, now: dt.datetime) -> None:
    """What dead workers left behind: claimed goes back, handing over becomes unknown."""
    left = OutboxMessage.objects.filter(lease_until__lte=now)
    left.filter(state=State.CLAIMED, attempts__lt=MOST_ATTEMPTS).update(
        state=State.QUEUED, claim_token=""
    )
    left.filter(state=State.CLAIMED).update(
        state=State.FAILED, error=gettext_noop("The worker ended in every attempt.")
    )
    left.filter(state=State.HANDING_OVER).update(
        state=State.UNKNOWN,
        error=gettext_noop("The worker ended while handing it over."),
    )


def _of(message: OutboxMessage, **state: str) -> QuerySet[OutboxMessage]:
    """The row as long as it is ours: the token decides."""
    return OutboxMessage.objects.filter(
        pk=message.pk, claim_token=message.claim_token, **state
    )
