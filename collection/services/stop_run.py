"""Stop a run that was released: what has not left stays here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock, outbox
from arcollect.core.locking import retried_transaction
from arcollect.core.models import OutboxMessage, User
from collection.models import DunningLetter, DunningRun
from collection.services.retract_letter import retract_letters

State = DunningRun.State


class StopRefusedError(Exception):
    """The run was not stopped; the text says why."""


@retried_transaction
def stop_run(*, actor: User | None, run: DunningRun) -> int:
    """Call off everything of the run that still waits; how many letters that were.

    Letters that a worker has in hand go; their items keep their level. Raises
    `StopRefusedError` for a run that was not released or is stopped already.
    """
    stopped = DunningRun.objects.filter(
        pk=run.pk, state__in=[State.RELEASING, State.RELEASED]
    ).update(state=State.STOPPED, stopped_at=clock.now(), stopped_by=actor)
    if not stopped:
        raise StopRefusedError(_("Only a released run can be stopped."))
    why = _("The run was stopped.")
    called_off = outbox.call_off(
        OutboxMessage.objects.filter(dunning_letter__run=run), why=why
    )
    letters = DunningLetter.objects.filter(message__in=called_off)
    count = retract_letters(
        letters=list(letters.values_list("pk", flat=True)), why=why, actor=actor
    )
    planned = run.letters.filter(state=DunningLetter.State.PLANNED)
    count += planned.update(state=DunningLetter.State.LAPSED)
    audit.record(
        actor=actor,
        action="collections.dunning_run.stopped",
        target=run,
        company=run.company_id,
        after={"called_off": count},
    )
    return count
