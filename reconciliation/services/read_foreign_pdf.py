"""Read a PDF that anybody may have sent, in a child process under hard limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

from django.conf import settings

from reconciliation.domain.verification_facts import FileFacts, facts_from

LARGEST_FILE = 10 * 1024 * 1024
MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 15
WALL_SECONDS = 40
# So many files are read at once in this process; the next ones wait.
_seats = threading.BoundedSemaphore(2)
# No secret of this process is handed down.
_PASSED_ON = ("PATH", "LANG", "LC_ALL")


def read_foreign_pdf(
    content: bytes, *, memory: int = MEMORY_BYTES, seconds: int = CPU_SECONDS
) -> FileFacts:
    """The facts of the file; one that is too large, hostile or no PDF is unreadable."""
    if len(content) > LARGEST_FILE:
        return FileFacts(unreadable="the file is too large for a letter")
    try:
        with _seats:
            done = _run_child(content, memory, seconds)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return FileFacts(unreadable="reading it takes too long")
    except ValueError:
        return FileFacts(unreadable="reading it takes more than a letter may take")
    return facts_from(answer)


def _run_child(
    content: bytes, memory: int, seconds: int
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own program
        [
            sys.executable,
            "-m",
            "reconciliation.reading.child",
            str(memory),
            str(seconds),
        ],
        input=content,
        capture_output=True,
        timeout=WALL_SECONDS,
        check=False,
        cwd=settings.BASE_DIR,
        env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
    )
