"""Prepare everything arcollect needs, and start nothing: `make setup`.

Runs on the standard library of any Python 3.8 or newer, so that an unsupported
interpreter is told by name instead of failing on an import. Safe to run any number
of times: a stamp keyed on the lock files makes the next run take no time.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from front_end import SERVED, install_front_end
from interpreter import find_python, is_wanted
from problem import ROOT, SetupError, run_quietly, say
from python_packages import VENV, VENV_PYTHON, build_environment
from system_packages import install_system_packages, list_missing

STAMP = VENV / ".setup-stamp"
KEYED_ON = (
    "requirements-dev.lock",
    "requirements-setup.lock",
    "package.json",
    "package-lock.json",
    "scripts/python_packages.py",
    "scripts/front_end.py",
    "scripts/build_sprite.py",
    "scripts/icons.txt",
)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name in KEYED_ON:
        digest.update(name.encode())
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _is_prepared(fingerprint: str) -> bool:
    return (
        STAMP.is_file()
        and STAMP.read_text(encoding="utf-8") == fingerprint
        and SERVED.is_dir()
        and is_wanted(VENV_PYTHON)
    )


def _stale_catalogues() -> list[Path]:
    stale = []
    for source in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            stale.append(source)
    return stale


def _compile_catalogues() -> None:
    if _stale_catalogues():
        say("Translations into their compiled form")
        run_quietly(
            [VENV_PYTHON, "manage.py", "compile_catalogues"],
            purpose="compile the translations",
        )


def prepare() -> list[str]:
    """Do what is left to do; return a sentence for each thing that is missing."""
    missing = list_missing()
    reasons = install_system_packages(missing)
    fingerprint = _fingerprint()
    if not _is_prepared(fingerprint):
        build_environment(find_python())
        install_front_end()
        STAMP.write_text(fingerprint, encoding="utf-8")
    _compile_catalogues()
    return reasons


def main() -> int:
    """Exit status 0 when arcollect can run, 1 with a sentence when it cannot."""
    try:
        reasons = prepare()
    except SetupError as problem:
        print(f"Set-up stopped. {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up stopped on request; run it again to go on.", file=sys.stderr)
        return 130
    for reason in reasons:
        print(f"Not complete, some parts will not work. {reason}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
