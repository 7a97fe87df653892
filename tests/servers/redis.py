"""A throw-away Redis that keeps nothing on disk."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers import (
    ServerError,
    clean_environment,
    find_free_port,
    stop_process,
    temporary_folder,
    wait_until_ready,
)


@contextmanager
def throwaway_redis() -> Iterator[str]:
    """Yield the URL of a running, empty server; it is gone when the block ends."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerError("redis-server is missing: install the package redis-server.")
    port = find_free_port()
    with temporary_folder("arcollect-redis-") as folder:
        log = folder / "log"
        where = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [program, *where, "--save", "", "--appendonly", "no"],
                cwd=folder,
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            wait_until_ready(process=process, log=log, ready=lambda: _answers(port))
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            stop_process(process, signal_number=signal.SIGTERM)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
