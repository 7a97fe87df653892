"""Lock files install from whatever registry a machine uses: they name no host."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted([*ROOT.glob("*.lock"), ROOT / "package-lock.json"])
# A word with a dot and a top-level domain that is followed by a path, or any scheme.
HOST = re.compile(
    r"\bhttps?:|://|\b[\w-]+(\.[\w-]+)*\.(com|org|net|io|dev|cn|internal)\b"
)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_names_no_host(path: Path) -> None:
    named = [
        f"{number}: {line.strip()}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if HOST.search(line)
    ]
    assert named == [], f"{path.name} names a host; run `make locks`."


def test_all_locks_are_looked_at() -> None:
    assert [path.name for path in LOCKS] == [
        "package-lock.json",
        "requirements-dev.lock",
        "requirements-setup.lock",
        "requirements.lock",
    ]
    assert not (ROOT / "uv.lock").exists()


def test_npm_is_told_to_leave_addresses_out() -> None:
    settings = (ROOT / ".npmrc").read_text(encoding="utf-8").splitlines()
    assert "omit-lockfile-registry-resolved=true" in settings


def test_every_python_package_is_pinned_and_hashed() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        packages = re.split(r"\n(?=\S)", text.strip())
        loose = [
            package.splitlines()[0]
            for package in packages
            if not package.startswith("#")
            and ("==" not in package or "--hash=sha256:" not in package)
        ]
        assert loose == [], path.name


def test_every_front_end_package_is_checked_by_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    loose = [
        name
        for name, package in lock["packages"].items()
        if name and "integrity" not in package
    ]
    assert loose == []
