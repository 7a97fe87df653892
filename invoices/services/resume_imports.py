"""Batches whose worker died: somebody else goes on."""

from __future__ import annotations

import datetime as dt
import logging

from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.models import ImportBatch
from invoices.services.check_import import run_check
from invoices.services.commit_import import TakenError, run_apply
from invoices.services.import_work import (
    LEASE,
    WORKING,
    State,
    change_state,
    wake_worker,
)

log = logging.getLogger(__name__)
WAITING = dt.timedelta(minutes=2)


def resume_stale_batches(now: dt.datetime | None = None) -> int:
    """Start work again on batches without a sign of life; how many that were.

    A batch still waiting after two minutes was lost on its way to a worker, one being
    worked on is left alone for the length of the lease. Posting is one transaction
    that also changes the state, so doing it again is harmless.
    """
    now = now or clock.now()
    resumed = 0
    for batch in ImportBatch.objects.filter(
        state__in=WORKING, state_changed_at__lte=now - WAITING
    ):
        patience = WAITING if batch.phase == "waiting" else LEASE
        last_sign = batch.state_changed_at
        if last_sign > now - patience:
            continue
        # Whoever moves the time first has the batch; the others see nothing stale.
        claimed = ImportBatch.objects.filter(
            pk=batch.pk, state=batch.state, state_changed_at=last_sign
        ).update(state_changed_at=now)
        if claimed:
            wake_worker(batch)
            resumed += 1
    return resumed


def work_on(batch_id: int, *, state: str) -> None:
    """Check or post a batch that is in `state`; a batch that moved on is left alone.

    What goes wrong unexpectedly stops the batch with a sentence, and is logged.
    """
    batch = (
        ImportBatch.objects.filter(pk=batch_id, state=state)
        .select_related("company", "created_by")
        .first()
    )
    if batch is None:
        return
    try:
        run_check(batch) if state == State.CHECKING else run_apply(batch)
    except TakenError:
        log.info("Import %s was posted by another worker.", batch_id)
    except Exception:
        log.exception("Import %s stopped.", batch_id)
        reason = _("The import stopped for a reason of ours. Nothing was posted.")
        change_state(
            batch,
            was=(state,),
            to=State.FAILED,
            phase="",
            result={**batch.result, "stopped": reason},
        )
