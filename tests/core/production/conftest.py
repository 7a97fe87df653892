from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def run(var_dir: Path) -> Run:
    """Run python in a process of its own with production settings.

    Named variables change the environment; None takes one out.
    """
    production: dict[str, str] = {
        "PATH": os.environ["PATH"],
        "ARCOLLECT_ENV": "production",
        "ARCOLLECT_VAR": str(var_dir),
        "ARCOLLECT_ALLOWED_HOSTS": "ar.example",
        "ARCOLLECT_SECRET_KEY": secrets.token_urlsafe(64),
        "ARCOLLECT_SQLITE_IN_PRODUCTION": "yes",
        "DATABASE_URL": f"sqlite:///{var_dir / 'production.sqlite3'}",
    }

    def call(*command: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
        given = {**production, **changes}
        return subprocess.run(
            [sys.executable, "-W", "ignore", *command],
            cwd=ROOT,
            env={name: value for name, value in given.items() if value is not None},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return call
