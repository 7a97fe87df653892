"""Find a Python that arcollect supports, or say by name what was found instead."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from problem import SetupError

SUPPORTED = ((3, 11), (3, 12), (3, 13))
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3", "python")
WANTED = "Python 3.11, 3.12 or 3.13"


def find_version(executable: str) -> tuple[int, int] | None:
    """(major, minor) of an interpreter, or None when it does not answer."""
    try:
        done = subprocess.run(
            [executable, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    words = done.stdout.split()
    if done.returncode != 0 or len(words) != 2:
        return None
    return int(words[0]), int(words[1])


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _chosen_by_hand(name: str) -> str:
    version = find_version(name)
    if version is None:
        raise SetupError(
            f"PYTHON={name} does not start. Point it at {WANTED}, or leave it out."
        )
    if version not in SUPPORTED:
        raise SetupError(
            f"PYTHON={name} is Python {_dotted(version)}; arcollect needs {WANTED}."
        )
    return shutil.which(name) or name


def find_python() -> str:
    """Path of the interpreter to build `.venv` with.

    `PYTHON` in the environment decides; otherwise the first supported one of
    `CANDIDATES` on PATH. Raises `SetupError` naming what was found.
    """
    by_hand = os.environ.get("PYTHON", "").strip()
    if by_hand:
        return _chosen_by_hand(by_hand)
    refused: list[str] = []
    for name in CANDIDATES:
        path = shutil.which(name)
        version = find_version(path) if path else None
        if path and version in SUPPORTED:
            return path
        if version is not None:
            refused.append(f"{name} is Python {_dotted(version)}")
    found = "; ".join(refused) if refused else "no Python on PATH answers"
    raise SetupError(
        f"arcollect needs {WANTED}, but {found}. Install one of them, or name it: "
        "make setup PYTHON=/path/to/python3.12"
    )


def is_wanted(venv_python: Path) -> bool:
    """True when `.venv` starts, is supported, and is what PYTHON asks for if set."""
    version = find_version(str(venv_python))
    by_hand = os.environ.get("PYTHON", "").strip()
    return version in SUPPORTED and (not by_hand or find_version(by_hand) == version)
