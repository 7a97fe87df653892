"""A throw-away mail server that keeps nothing but a list of what it took."""

from __future__ import annotations

import signal
import smtplib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import (
    clean_environment,
    find_free_port,
    stop_process,
    temporary_folder,
    wait_until_ready,
)

SCRIPT = Path(__file__).with_name("smtp_sink.py")


@dataclass(frozen=True)
class Sink:
    """Where the server listens, and what it took."""

    port: int
    file: Path

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=no"

    def taken(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return Counter(line.split(" ", 1)[0] for line in lines)


@contextmanager
def throwaway_smtp() -> Iterator[Sink]:
    """Yield a running server; it is gone when the block ends."""
    port = find_free_port()
    with temporary_folder("arcollect-smtp-") as folder:
        sink = Sink(port, folder / "taken")
        log = folder / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, str(SCRIPT), str(port), str(sink.file)],
                cwd=folder,
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            wait_until_ready(process=process, log=log, ready=lambda: _answers(port))
            yield sink
        finally:
            stop_process(process, signal_number=signal.SIGTERM)


def _answers(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=1) as server:
            return server.noop()[0] == 250
    except OSError:
        return False
