"""Throw-away servers on free ports of the loopback address, for tests only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60.0
STOP_SECONDS = 20.0


class ServerError(Exception):
    """A server cannot be had here; the message says why and what to install."""


def find_free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A folder outside anybody's home, gone afterwards whatever happened."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(
    *, process: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool]
) -> None:
    """Return when `ready()` holds; raise `ServerError` with the log's end if not."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.05)
    end = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise ServerError(f"{process.args!r} did not start:\n{end}")


def stop_process(process: subprocess.Popen[bytes], *, signal_number: int) -> None:
    """Ask the process to end, and end it when it does not."""
    if process.poll() is None:
        process.send_signal(signal_number)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def clean_environment() -> dict[str, str]:
    """The environment without what would configure a client or server by accident."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_", "REDIS"))
    } | {"LC_ALL": "C"}
