"""Child process: reads statement files from standard input under hard limits.

    python -m invoices.importers.statements.child MEMORY_BYTES SECONDS

Run as a program so that a hostile file can only take this process down; it knows no
Django. A job is a line of JSON (`size`, `profiles`, `digits`) and then the file's bytes;
the answer is a line of JSON, `{"file": ...}` or `{"refused": code, "facts": {...}}`.
Serves jobs until standard input ends, each within SECONDS.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from typing import Any

from invoices.importers.statements.shape import RawFile, RefusedError, to_wire

STEPS = 2_000


class _LateError(Exception):
    """The job took longer than it may."""


def _ring(*_args: Any) -> None:
    raise _LateError


def limit(memory: int) -> None:
    """Cap memory and depth; no file may be written."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(STEPS)


def peak_kilobytes() -> int:
    """The most memory this process ever held."""
    with open("/proc/self/status") as lines:  # noqa: PTH123 - keeps pathlib out
        for line in lines:
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def read(content: bytes, job: dict[str, Any]) -> RawFile:
    """The statements of a file, by its content. Raises `RefusedError`."""
    from invoices.importers.statements.detect import format_of

    kind = format_of(content)
    if kind == "swift":
        from invoices.importers.statements.swift import read_swift

        return read_swift(content)
    if kind == "xml":
        from invoices.importers.statements.camt import read_camt

        return read_camt(content)
    if kind == "ofx":
        from invoices.importers.statements.ofx import read_ofx

        return read_ofx(content)
    if kind == "bai2":
        from invoices.importers.statements.bai import read_bai

        return read_bai(content, digits=job["digits"])
    from invoices.importers.statements.table import read_table

    return read_table(content, kind=kind, profiles=job["profiles"])


def answer(content: bytes, job: dict[str, Any], seconds: float) -> dict[str, Any]:
    """What is said about one file; nothing it holds raises."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        file = read(content, job)
        file.check_size()
        return {"file": to_wire(file)}
    except RefusedError as error:
        return {"refused": error.code, "facts": error.facts}
    except _LateError:
        return {"refused": "too_slow", "facts": {"limit": int(seconds)}}
    except MemoryError:
        return {"refused": "too_large", "facts": {}}
    except Exception as error:
        return {"refused": "unreadable", "facts": {"error": type(error).__name__}}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main(memory: str, seconds: str) -> None:
    limit(int(memory))
    signal.signal(signal.SIGALRM, _ring)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not end up among the answers.
    sys.stdout = sys.stderr
    while line := source.readline():
        job = json.loads(line)
        content = source.read(job["size"])
        said = answer(content, job, float(seconds))
        said["peak_kilobytes"] = peak_kilobytes()
        target.write(json.dumps(said).encode() + b"\n")
        target.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
