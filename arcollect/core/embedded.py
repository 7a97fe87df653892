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
        self._worker_thread = threading.Thread(
            target=self._worker.start, name="worker", daemon=True
        )
        self._beat_thread = threading.Thread(
            target=self._beat.start,
            kwargs={"embedded_process": True},
            name="schedule",
            daemon=True,
        )

    def start(self) -> None:
        """Start both threads and return at once."""
        self._worker_thread.start()
        self._beat_thread.start()

    def stop(self) -> None:
        """Take no more tasks; wait at most `STOP_SECONDS` for those that run.

        Beat only sleeps between two ticks: there is nothing to wait for.
        """
        self._beat.stop(wait=False)
        self._worker.stop()
        self._worker_thread.join(STOP_SECONDS)
