"""A few child processes that turn HTML into PDF, kept alive between letters.

They are plain programs at the end of two pipes, started when first needed: that works
the same in a web server, in a worker's threads, in a worker that may not have children
of `multiprocessing`, and in tests. A child ends after a number of letters, when it takes
too long, or when this process ends and closes the pipe.
"""

from __future__ import annotations

import json
import os
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_CHILD = Path(__file__).with_name("pdf_child.py")
_LENGTH = struct.Struct(">Q")
_DONE = b"+"
LETTERS_PER_CHILD = 50
SECONDS = 60
MEMORY_BYTES = 2 << 30
# No secret of this process is handed down.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "FONTCONFIG_PATH", "FONTCONFIG_FILE")


class PdfRenderError(Exception):
    """The document could not be rendered; the text is for the log."""


class _ChildGoneError(Exception):
    """The child ended before it answered."""


class Child:
    """One rendering process; not for two threads at once."""

    def __init__(self, *, seconds: int, fonts: Path) -> None:
        self.served = 0
        self._seconds = seconds
        environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        # -P keeps this folder's modules out of the child's search path.
        command = [sys.executable, "-P", str(_CHILD), str(MEMORY_BYTES), str(seconds)]
        command.append(str(fonts))
        self.process = subprocess.Popen(  # noqa: S603 - fixed program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "HOME": "/nonexistent", "PYTHONHASHSEED": "0"},
        )

    def render(self, job: Mapping[str, Any]) -> bytes:
        """Raises `PdfRenderError`, or `_ChildGoneError` where a new child may help."""
        self.served += 1
        body = json.dumps(job).encode()
        stdin = self.process.stdin
        if stdin is None:
            raise _ChildGoneError
        try:
            stdin.write(_LENGTH.pack(len(body)) + body)
            stdin.flush()
        except OSError as error:
            raise _ChildGoneError from error
        deadline = time.monotonic() + self._seconds
        size = _LENGTH.unpack(self._read(_LENGTH.size, deadline))[0]
        reply = self._read(size, deadline)
        if reply[:1] != _DONE:
            raise PdfRenderError(reply[1:].decode(errors="replace"))
        return reply[1:]

    def _read(self, size: int, deadline: float) -> bytes:
        stdout = self.process.stdout
        if stdout is None:
            raise _ChildGoneError
        parts = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while len(parts) < size:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    message = f"Not rendered within {self._seconds} seconds."
                    raise PdfRenderError(message)
                block = os.read(stdout.fileno(), min(size - len(parts), 1 << 20))
                if not block:
                    raise _ChildGoneError
                parts += block
        return bytes(parts)

    @property
    def is_usable(self) -> bool:
        return self.served < LETTERS_PER_CHILD and self.process.poll() is None

    def end(self) -> None:
        """Kill it and wait, so that nothing is left behind."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        self.process.kill()
        self.process.wait()


class Pool:
    """At most `size` children at work at once; a caller waits for a free one."""

    def __init__(self, *, size: int, fonts: Path, seconds: int = SECONDS) -> None:
        self._fonts = fonts
        self._free: list[Child] = []
        self._seats = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._seconds = seconds

    def render(self, job: Mapping[str, Any]) -> bytes:
        """Render in a child; one that died is replaced once. Raises `PdfRenderError`."""
        with self._seats:
            for _attempt in range(2):
                child = self._take()
                try:
                    result = child.render(job)
                except _ChildGoneError:
                    child.end()
                    continue
                except BaseException:
                    # Late, interrupted or refused: its state is not to be trusted.
                    child.end()
                    raise
                self._give_back(child)
                return result
        raise PdfRenderError("The rendering process ended twice without an answer.")

    def _take(self) -> Child:
        with self._lock:
            while self._free:
                child = self._free.pop()
                if child.is_usable:
                    return child
                child.end()
        return Child(seconds=self._seconds, fonts=self._fonts)

    def _give_back(self, child: Child) -> None:
        if not child.is_usable:
            child.end()
            return
        with self._lock:
            self._free.append(child)

    def close(self) -> None:
        """End the children that are free; the others end after their letter."""
        with self._lock:
            free, self._free = self._free, []
        for child in free:
            child.end()
