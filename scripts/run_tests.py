"""Every check and test, and one summary at the end: `make test`, `make test-all`.

Starts its own PostgreSQL and Redis on free ports in temporary folders and stops them
whatever happens. What leaves most of the machine idle, such as waiting for a browser, runs
beside the long suites and is printed after them. Exit status 0 only when every part passed.
"""

from __future__ import annotations

import argparse
import io
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.servers import ServerError, temporary_folder  # noqa: E402
from tests.servers.postgres import throwaway_postgres  # noqa: E402
from tests.servers.redis import throwaway_redis  # noqa: E402

PROGRAMS = ROOT / ".venv" / "bin"
MANAGE = (str(PROGRAMS / "python"), "manage.py")
# One more than cores: some tests wait for programs that they started.
PROCESSES = str((os.cpu_count() or 1) + 1)
# A developer's own settings must not decide what the tests see.
DROPPED = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTHON", "PORT")
KEPT = {"ARCOLLECT_TEST_LEVEL", "ARCOLLECT_ORACLES", "ARCOLLECT_SHARED"}


@dataclass(frozen=True)
class Part:
    """One line of the summary: a few commands that pass or fail together."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a part ended; `closing` is pytest's last line, or empty."""

    name: str
    passed: bool
    seconds: float
    closing: str = ""


def _program(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(PROGRAMS / name), *arguments)


def _pytest(expression: str, *arguments: str) -> tuple[str, ...]:
    return _program(
        "pytest", "-q", "-m", expression, "-p", "no:cacheprovider", *arguments
    )


def _checks() -> list[Part]:
    return [
        Part(
            "style (ruff)",
            (
                _program("ruff", "check", "."),
                _program("ruff", "format", "--check", "."),
            ),
        ),
        Part("types (mypy)", (_program("mypy"),)),
        Part("layers (import-linter)", (_program("lint-imports"),)),
        Part(
            "migrations are complete",
            ((*MANAGE, "makemigrations", "--check", "--dry-run"),),
        ),
    ]


def _production(*, postgres_url: str, redis_url: str) -> Part:
    return Part(
        "production settings",
        (
            (*MANAGE, "migrate", "-v", "0"),
            (
                *MANAGE,
                "check",
                "--deploy",
                "--fail-level=WARNING",
                "--database=default",
            ),
            (*MANAGE, "collectstatic", "--noinput", "-v", "0"),
        ),
        {
            "ARCOLLECT_ENV": "production",
            "ARCOLLECT_SECRET_KEY": secrets.token_urlsafe(64),
            "ARCOLLECT_ALLOWED_HOSTS": "arcollect.example",
            "DATABASE_URL": postgres_url,
            "REDIS_URL": redis_url,
        },
    )


def _suites(*, postgres_url: str) -> list[Part]:
    # The tests take between a hundredth and a hundred seconds: who is done takes over.
    both = ("-n", PROCESSES, "--dist", "worksteal")
    return [
        Part("suite on SQLite", (_pytest("not browser", *both),)),
        Part(
            "database suites on PostgreSQL",
            (_pytest("databases and not browser", *both),),
            {"DATABASE_URL": postgres_url},
        ),
    ]


def _beside(*, postgres_url: str, redis_url: str) -> list[Part]:
    return [
        _production(postgres_url=postgres_url, redis_url=redis_url),
        Part("browser (Chromium)", (_pytest("browser"),)),
    ]


# Programs under way, to be stopped with the run.
_children: set[subprocess.Popen[str]] = set()
_stopping = threading.Event()


def _run_command(
    command: Iterable[str], environment: dict[str, str], out: TextIO
) -> tuple[int, str]:
    """Exit status and last line that says something; the output goes to `out`."""
    last = ""
    process = subprocess.Popen(
        list(command),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    _children.add(process)
    try:
        for line in process.stdout or ():
            print(line, end="", flush=True, file=out)
            last = line.strip() or last
        return process.wait(), last
    except BaseException:
        process.terminate()
        process.wait()
        raise
    finally:
        _children.discard(process)


def run_part(
    part: Part, *, environment: dict[str, str], out: TextIO | None = None
) -> Outcome:
    """Run all commands of a part, also after one failed; `out` is the console."""
    out = out or sys.stdout
    print(f"\n== {part.name} ==", flush=True, file=out)
    started, passed, closing = time.monotonic(), True, ""
    for command in part.commands:
        if _stopping.is_set():
            return Outcome(part.name, passed=False, seconds=0.0)
        status, last = _run_command(command, {**environment, **part.environment}, out)
        passed = passed and status == 0
        if Path(command[0]).name == "pytest":
            closing = last
    return Outcome(part.name, passed, time.monotonic() - started, closing)


@contextmanager
def running_beside(
    parts: Sequence[Part], *, environment: dict[str, str], outcomes: list[Outcome]
) -> Iterator[None]:
    """Run `parts` one after the other beside the block; then print and add what came
    of them. A block that is left by an exception stops them."""
    said = io.StringIO()

    def run() -> list[Outcome]:
        return [run_part(part, environment=environment, out=said) for part in parts]

    with ThreadPoolExecutor(1) as lane:
        running = lane.submit(run)
        try:
            yield
        except BaseException:
            _stopping.set()
            for child in list(_children):
                child.terminate()
            raise
        outcomes.extend(running.result())
        print(said.getvalue(), end="", flush=True)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{seconds:.1f} s"


def print_summary(outcomes: list[Outcome], *, seconds: float) -> bool:
    """One table, pytest's own closing lines, one verdict. True when all passed.

    `seconds` is what the whole run took.
    """
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print("\n== Summary ==")
    for outcome in outcomes:
        verdict = "ok    " if outcome.passed else "FAILED"
        print(f"{verdict}  {outcome.name:<32} {_duration(outcome.seconds):>12}")
    if failed:
        print(f"{len(failed)} of {len(outcomes)} parts failed: {', '.join(failed)}.")
    else:
        print(f"All {len(outcomes)} parts passed.")
    print(f"In all {_duration(seconds)}.")
    for outcome in outcomes:
        if outcome.closing:
            print(f"{outcome.name}: {outcome.closing}")
    sys.stdout.flush()
    return bool(outcomes) and not failed


def _environment(*, folder: Path, postgres_url: str, redis_url: str) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in DROPPED and (not name.startswith("ARCOLLECT_") or name in KEPT)
    }
    return inherited | {
        "ARCOLLECT_VAR": str(folder),
        "ARCOLLECT_TEST_POSTGRES_URL": postgres_url,
        "ARCOLLECT_TEST_REDIS_URL": redis_url,
        "PYTHONUNBUFFERED": "1",
    }


def run_all(outcomes: list[Outcome]) -> None:
    """Start the servers, run every part, add each outcome to `outcomes`."""
    with ExitStack() as servers:
        postgres_url = servers.enter_context(throwaway_postgres())
        redis_url = servers.enter_context(throwaway_redis())
        folder = servers.enter_context(temporary_folder("arcollect-run-"))
        environment = _environment(
            folder=folder, postgres_url=postgres_url, redis_url=redis_url
        )
        outcomes.extend(run_part(part, environment=environment) for part in _checks())
        beside = _beside(postgres_url=postgres_url, redis_url=redis_url)
        with running_beside(beside, environment=environment, outcomes=outcomes):
            suites = _suites(postgres_url=postgres_url)
            outcomes.extend(run_part(part, environment=environment) for part in suites)


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """0 when all parts passed, 1 when one failed or a server is missing."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    signal.signal(signal.SIGTERM, _stop)
    outcomes: list[Outcome] = []
    started = time.monotonic()
    try:
        run_all(outcomes)
    except ServerError as problem:
        print(f"The tests cannot run. {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print_summary(outcomes, seconds=time.monotonic() - started)
        print("Stopped on request before the end.", file=sys.stderr)
        return 130
    return 0 if print_summary(outcomes, seconds=time.monotonic() - started) else 1


if __name__ == "__main__":
    sys.exit(main())
