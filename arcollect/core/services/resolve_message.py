"""Settle what the machine cannot know: did an unknown message arrive, shall a failed go again?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import OutboxMessage, User
from arcollect.core.outbox_wake import wake_after_commit

State = OutboxMessage.State


class ResolveRefusedError(Exception):
    """The message was not settled; the text says why."""


@retried_transaction
def confirm_sent(*, actor: User, message: OutboxMessage) -> None:
    """Note that a "probably sent" message did arrive.

    Raises `ResolveRefusedError` if it is settled already.
    """
    note = _("Confirmed by %(person)s.") % {"person": actor}
    settled = OutboxMessage.objects.filter(pk=message.pk, state=State.UNKNOWN).update(
        state=State.SENT, sent_at=clock.now(), error=note[:500]
    )
    _refuse_unless(settled)
    _record(actor, message, "core.outbox_message.confirmed")


@retried_transaction
def send_again(*, actor: User, message: OutboxMessage) -> None:
    """Queue a message anew that did not arrive, with all its attempts.

    Everything is read again before it leaves. Raises `ResolveRefusedError` if it is
    settled already.
    """
    settled = OutboxMessage.objects.filter(
        pk=message.pk, state__in=[State.UNKNOWN, State.FAILED]
    ).update(state=State.QUEUED, attempts=0, not_before=clock.now(), error="")
    _refuse_unless(settled)
    _record(actor, message, "core.outbox_message.sent_again")
    wake_after_commit()


@retried_transaction
def give_up(*, actor: User, message: OutboxMessage) -> None:
    """Close a failed message that shall not go any more. Raises `ResolveRefusedError`."""
    note = _("Given up by %(person)s.") % {"person": actor}
    settled = OutboxMessage.objects.filter(pk=message.pk, state=State.FAILED).update(
        state=State.CANCELLED, error=note[:500]
    )
    _refuse_unless(settled)
    _record(actor, message, "core.outbox_message.given_up")


def _refuse_unless(settled: int) -> None:
    if not settled:
        raise ResolveRefusedError(_("Somebody has settled this message already."))


def _record(actor: User, message: OutboxMessage, action: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=message,
        company=message.company_id,
        label=message.recipient,
        before={"state": message.state},
    )
