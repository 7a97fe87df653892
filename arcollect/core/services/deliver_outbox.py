"""Send what is due: the worker's side of the outbox."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from arcollect.core import clock, outbox
from arcollect.core.models import OutboxMessage
from arcollect.core.outbound import mail as mail_door
from arcollect.core.stored_files import read_stored

log = logging.getLogger(__name__)
BATCH = 100


def deliver_due(*, limit: int = BATCH) -> int:
    """Send at most `limit` messages whose time has come; how many were looked at.

    What dead workers left is put back or parked first. Safe to run at once with others.
    """
    outbox.sweep(now=clock.now())
    ids = outbox.due_messages(now=clock.now(), limit=limit)
    for message_id in ids:
        deliver(message_id)
    return len(ids)


def deliver(message_id: int) -> None:
    """Prepare, claim and hand over one message, whatever goes wrong with it."""
    message = (
        OutboxMessage.objects.select_related("company")
        .filter(pk=message_id, state=OutboxMessage.State.QUEUED)
        .first()
    )
    if message is None:
        return
    failure = ""
    if message.prepared_at is None:
        try:
            payload = outbox.kind_of(message).prepare(message)
            message = outbox.freeze_payload(message, payload)
        except Exception as error:
            # One poisoned message must not keep the others waiting.
            log.exception("Outbox message %s cannot be prepared.", message_id)
            failure = f"{type(error).__name__}: {error}"
    claimed = outbox.claim(message_id)
    if claimed is None:
        return
    if failure:
        outbox.mark_failed(claimed, failure, for_good=False)
        return
    _hand_over(claimed)


def _hand_over(message: OutboxMessage) -> None:
    try:
        mail_door.hand_over(
            mail_of(message),
            before_body=lambda: outbox.mark_handing_over(message),
            # Nothing of the demo company leaves the house.
            into_files=message.company.is_demo,
        )
    except mail_door.NotHandedOverError as error:
        outbox.mark_failed(message, str(error), for_good=error.for_good)
    except mail_door.OutcomeUnknownError as error:
        outbox.mark_unknown(message, str(error))
    except mail_door.CalledOffError:
        return
    except OSError as error:
        # The file or its place is missing: nothing was handed over yet.
        outbox.mark_failed(message, str(error), for_good=False)
    else:
        outbox.mark_sent(message)


def mail_of(message: OutboxMessage) -> mail_door.Mail:
    """The mail behind a prepared message. Raises `OSError` where a file is gone."""
    payload: Mapping[str, Any] = message.payload
    return mail_door.Mail(
        message_id=message.message_id,
        recipient=message.recipient,
        sender_name=message.company.name,
        subject=payload["subject"],
        text=payload["text"],
        html=payload.get("html", ""),
        reply_to=payload.get("reply_to", ""),
        language=payload.get("language", ""),
        files=[
            mail_door.File(
                name=each["name"], content=read_stored(each["path"], each["sha256"])
            )
            for each in payload.get("files", ())
        ],
    )
