"""Runs the child that parses statement files, under limits of memory and time."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from arcollect.core.money import CURRENCIES, minor_digits
from invoices.importers.statements.shape import RawFile, RefusedError, from_wire

MAX_BYTES = 16 << 20
# Address space: what is resident stays below.
MEMORY_BYTES = 288 << 20
SECONDS = 20
# Past the child's own alarm, which a library written in C may not hear.
WALL_SECONDS = 30
CHILDREN = 2
# No secret of this process is handed down.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")
_seats = threading.BoundedSemaphore(CHILDREN)


class Reader:
    """One child; reads one file after another and is replaced when it dies."""

    def __init__(self, *, memory: int = MEMORY_BYTES, seconds: int = SECONDS) -> None:
        self._memory, self._seconds = memory, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self.peak_kilobytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def read(self, content: bytes, *, profiles: Sequence[dict[str, Any]]) -> RawFile:
        """What the file states. Raises `RefusedError`."""
        if len(content) > MAX_BYTES:
            raise RefusedError("too_large_file", limit=MAX_BYTES >> 20)
        job = {
            "size": len(content),
            "profiles": list(profiles),
            "digits": {code: minor_digits(code) for code in CURRENCIES},
        }
        said = self._ask(json.dumps(job).encode() + b"\n" + content)
        self.peak_kilobytes = max(self.peak_kilobytes, said["peak_kilobytes"])
        if "refused" in said:
            raise RefusedError(said["refused"], **said["facts"])
        return from_wire(said["file"])

    def _ask(self, question: bytes) -> dict[str, Any]:
        process = self._running()
        writer = threading.Thread(target=_write, args=(process, question), daemon=True)
        writer.start()
        try:
            line = self._line(process)
        except BaseException:
            self.end()
            raise
        finally:
            writer.join(timeout=1)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _line(self, process: subprocess.Popen[bytes]) -> bytes:
        if process.stdout is None:
            raise RefusedError("too_large")
        deadline = time.monotonic() + self._seconds + WALL_SECONDS - SECONDS
        found = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not found.endswith(b"\n"):
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise RefusedError("too_slow", limit=self._seconds)
                block = os.read(process.stdout.fileno(), 1 << 20)
                if not block:
                    # It ended without an answer: only memory does that.
                    raise RefusedError("too_large")
                found += block
        return bytes(found)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [
                    sys.executable,
                    "-m",
                    "invoices.importers.statements.child",
                    str(self._memory),
                    str(self._seconds),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
            )
        return self._process

    def end(self) -> None:
        """Kill the child and wait, so that nothing is left behind."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()


def _write(process: subprocess.Popen[bytes], question: bytes) -> None:
    if process.stdin is not None:
        # A child that ends early closes the pipe; its silence is the answer.
        with suppress(OSError, ValueError):
            process.stdin.write(question)
            process.stdin.flush()


def read_statements(
    content: bytes,
    *,
    profiles: Sequence[dict[str, Any]],
    reader: Reader | None = None,
) -> RawFile:
    """What one file states, read by a child of its own or by `reader`.

    Raises `RefusedError`.
    """
    if reader is not None:
        return reader.read(content, profiles=profiles)
    with _seats, Reader() as own:
        return own.read(content, profiles=profiles)
