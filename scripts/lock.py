"""Write the lock files anew from `pyproject.toml` and `package.json`: `make locks`.

No lock may name the host of a registry, so that every machine uses its own: the
Python locks hold names and hashes only, and npm's also loses its funding addresses.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from problem import ROOT, SetupError, run_quietly, say

PACKAGE_LOCK = ROOT / "package-lock.json"


def _lock_python() -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "pyproject.toml"
        copy.write_bytes((ROOT / "pyproject.toml").read_bytes())
        run_quietly(
            ["uv", "lock", "-q", "--project", folder],
            purpose="resolve the Python packages",
        )
        export = ["uv", "export", "-q", "--frozen", "--project", folder, "--no-header"]
        for name, group in (
            ("requirements.lock", "--no-dev"),
            ("requirements-dev.lock", "--dev"),
        ):
            run_quietly(
                [*export, group, "--no-emit-project", "-o", ROOT / name],
                purpose=f"write {name}",
            )


def _lock_front_end() -> None:
    run_quietly(
        ["npm", "install", "--package-lock-only", "--no-audit", "--no-fund"],
        purpose="resolve the front-end packages",
    )
    strip_hosts(PACKAGE_LOCK)


def strip_hosts(path: Path) -> None:
    """Remove from npm's lock what names a host and installs nothing."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    """Exit status 1 with a sentence when a resolver refuses."""
    try:
        say("requirements.lock, requirements-dev.lock")
        _lock_python()
        say("package-lock.json")
        _lock_front_end()
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
