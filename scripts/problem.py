"""The one exception of the set-up: a sentence for the person at the keyboard."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAST_LINES = 15


class SetupError(Exception):
    """Set-up cannot go on; the message says why and what to do about it."""


def say(text: str) -> None:
    """Tell the person what is being done; flushed, as it may take a while."""
    print(f"  {text}", flush=True)


def run_quietly(
    command: Sequence[str | Path],
    *,
    purpose: str,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run `command` in the repository and return its output.

    Raises `SetupError` with the purpose and the end of the output when it fails.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise SetupError(f"Cannot {purpose}: {command[0]}: {error}.") from error
    if done.returncode != 0:
        end = "\n    ".join(done.stdout.strip().splitlines()[-LAST_LINES:])
        raise SetupError(
            f"Cannot {purpose}: `{Path(command[0]).name}` ended with status "
            f"{done.returncode} and said:\n    {end or '(nothing)'}"
        )
    return done.stdout
