"""The product as a new user starts it: one process, an empty folder, a console."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
STARTED = "Press Ctrl-C"


@dataclass
class Product:
    """A running product and what its console said."""

    address: str
    environment: dict[str, str]
    console: list[str] = field(default_factory=list)

    def code(self) -> str:
        """The one-time code of the first run."""
        found = re.search(r"code: (\S+)", "\n".join(self.console))
        assert found is not None, self.console
        return found.group(1)

    def manage(self, *arguments: str) -> str:
        """Standard output of a command on the same books."""
        return _run(self.environment, *arguments)


def manage(folder: Path, *arguments: str) -> str:
    """Standard output of a command on the books in `folder`, which nobody serves."""
    return _run(_environment(folder), *arguments)


def _run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [*MANAGE, *arguments],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def _environment(folder: Path) -> dict[str, str]:
    dropped = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"ARCOLLECT_VAR": str(folder), "PYTHONUNBUFFERED": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_product(folder: Path) -> Iterator[Product]:
    """Migrate the SQLite database under `folder`, or a new one, and serve it."""
    port = _free_port()
    environment = _environment(folder)
    product = Product(f"http://127.0.0.1:{port}", environment)
    product.manage("migrate", "-v", "0")
    process = subprocess.Popen(
        [*MANAGE, "serve", "--port", str(port)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    ready = threading.Event()
    reader = threading.Thread(target=_read, args=(process, product, ready), daemon=True)
    reader.start()
    try:
        assert ready.wait(120), product.console
        yield product
    finally:
        process.terminate()
        process.wait(30)


def _read(
    process: subprocess.Popen[str], product: Product, ready: threading.Event
) -> None:
    for line in process.stdout or ():
        product.console.append(line.rstrip())
        if line.startswith(STARTED):
            ready.set()
