"""Worker and schedule inside the web process, for the one-command default.

The memory broker only wakes the worker: what is due lies in the database, so nothing
is lost when the process ends in the middle of a task.
"""

from __future__ import annotations

import threading
from typing import Any

from celery import current_app, signals
from celery.beat import Scheduler, Service
from celery.worker import WorkController
from django.db import close_old_connections

WORKER_THREADS = 2
STOP_SECONDS = 5.0


def _close_old_connections(**_: Any) -> None:
    close_old_connections()


class EmbeddedWorker:
    """One Celery worker on threads, and beat; both are daemon threads."""

    def __init__(self) -> None:
        signals.task_prerun.connect(_close_old_connections)
        signals.task_postrun.connect(_close_old_connections)
        self._worker = WorkController(
            app=current_app,
            pool_cls="threads",
            concurrency=WORKER_THREADS,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
        )
        self._beat = Service(current_app, scheduler_cls=Scheduler)
        self._threads = [
            threading.Thread(target=self._worker.start, name="worker", daemon=True),
            threading.Thread(
                target=self._beat.start,
                kwargs={"embedded_process": True},
                name="schedule",
                daemon=True,
            ),
        ]

    def start(self) -> None:
        """Start both threads and return at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no more tasks; wait at most `STOP_SECONDS` for each thread to end."""
        self._beat.stop(wait=False)
        self._worker.stop()
        for thread in self._threads:
            thread.join(STOP_SECONDS)
