"""Work on one batch in the background: claiming it, showing how far it is."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from arcollect.core import clock
from arcollect.core.models import ImportBatch
from invoices.importers.sources import SourceFile

log = logging.getLogger(__name__)
State = ImportBatch.State
# Longer than a task may run: nobody takes over from a living worker.
LEASE = dt.timedelta(minutes=15)
WORKING = (State.CHECKING, State.APPLYING)
TASKS = {
    State.CHECKING: "invoices.tasks.check_import",
    State.APPLYING: "invoices.tasks.apply_import",
}


class ImportRefusedError(Exception):
    """The batch is not in a state for this act; the text says why."""


def change_state(
    batch: ImportBatch, *, was: Collection[str], to: str, **fields: Any
) -> bool:
    """Compare-and-set: of two who try the same move, one succeeds."""
    changed = ImportBatch.objects.filter(pk=batch.pk, state__in=list(was)).update(
        state=to, state_changed_at=clock.now(), **fields
    )
    batch.refresh_from_db()
    return bool(changed)


def batch_folder(batch: ImportBatch) -> Path:
    """Where the findings of the last check lie until the batch is finished."""
    return Path(settings.VAR_DIR) / "imports" / f"batch-{batch.pk}"


def staging_path(batch: ImportBatch) -> Path:
    """The staging file of the last check."""
    return batch_folder(batch) / "staging.sqlite3"


def fresh_folder(batch: ImportBatch) -> Path:
    """The batch's folder, emptied of an earlier check."""
    forget_findings(batch)
    folder = batch_folder(batch)
    folder.mkdir(parents=True)
    return folder


def forget_findings(batch: ImportBatch) -> None:
    """Remove the staging file; counts and first findings stay in the batch."""
    shutil.rmtree(batch_folder(batch), ignore_errors=True)


def sources_of(batch: ImportBatch) -> list[SourceFile]:
    """The uploaded files under the names people gave them."""
    return [
        SourceFile(Path(file.path), file.name) for file in batch.files.order_by("pk")
    ]


def wake_worker(batch: ImportBatch) -> None:
    """Tell a worker after the commit. Without a broker the next tick finds the batch."""
    task = TASKS[State(batch.state)]

    def send() -> None:
        try:
            current_app.send_task(task, args=(batch.pk,), retry=False)
        except OperationalError:
            log.warning("No broker: import %s waits for the next tick.", batch.pk)

    transaction.on_commit(send)


class Heartbeat:
    """Shows phase and rows to whoever looks, and keeps the lease alive."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self._shown: tuple[str, int] = ("", -1)

    def __call__(self, phase: str, rows: int) -> None:
        """Write at most once per phase and 2,000 rows."""
        if self._shown[0] == phase and rows - self._shown[1] < 2_000:
            return
        self._shown = (phase, rows)
        ImportBatch.objects.filter(pk=self.batch.pk, state__in=WORKING).update(
            phase=phase, rows_done=rows, state_changed_at=clock.now()
        )
