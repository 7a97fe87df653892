"""A signing worker that is killed with -9 at a chosen point; run as a program.

python -m tests.reconciliation.signing.killed_worker POINT [unguarded]
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import django

POINTS = ("signed", "file_begun", "file_written", "request_changed", "register_written")


def die(*_args: Any, **_more: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def after(act: Any) -> Any:
    def done_then_die(*args: Any, **more: Any) -> Any:
        act(*args, **more)
        die()

    return done_then_die


def arm(point: str, *, guarded: bool) -> None:
    """Put the end of the process where it is asked for."""
    from reconciliation.models import LetterFile
    from reconciliation.signing import worker

    if not guarded:
        worker._rows = worker._rows.__wrapped__
    if point == "signed":
        worker._record = die
    elif point == "file_begun":
        worker.os.fsync = die
    elif point == "file_written":
        worker._write = after(worker._write)
    elif point == "request_changed":
        LetterFile.objects.create = die
    else:
        worker.audit.record = die


def main(point: str, guard: str = "guarded") -> None:
    django.setup()
    from reconciliation.signing.worker import sign_approved

    if point != "none":
        arm(point, guarded=guard == "guarded")
    sign_approved()


if __name__ == "__main__":
    main(*sys.argv[1:])
