"""Waking the workers of the outbox; a broker that sleeps only costs a minute."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from arcollect.core import clock, outbox

log = logging.getLogger(__name__)


def wake_workers(*, in_seconds: int = 0) -> None:
    """Ask a worker to look at the outbox, if there is anything to do or to come."""
    from arcollect.core.tasks import deliver_outbox

    if not in_seconds and not outbox.has_work(now=clock.now()):
        return
    try:
        deliver_outbox.apply_async(countdown=in_seconds, retry=False)
    except OperationalError:
        # The minutely tick finds the message in the database.
        log.warning("The broker does not answer; the outbox waits for the next minute.")


def wake_after_commit(*, in_seconds: int = 0) -> None:
    """Wake a worker once the caller's transaction is in the books."""
    transaction.on_commit(partial(wake_workers, in_seconds=in_seconds), robust=True)
