"""System packages: installed through apt where we may, else named in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from problem import SetupError, run_quietly, say

# Letters and statements: text shaping, and faces for Latin and Chinese.
RUNTIME = (
    "fontconfig",
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-noto-cjk",
    "fonts-inter",
)
# Package -> a program that does as well, where one was installed another way.
TESTS = {
    "gettext": "msgfmt",
    "poppler-utils": "pdftotext",
    "redis-server": "redis-server",
    "chromium": "chromium",
    "postgresql": "",
}
CLUSTER_SETTINGS = "/etc/postgresql-common/createcluster.conf"
SERVICE_POLICY = "/usr/sbin/policy-rc.d"


def find_postgres_programs() -> Path | None:
    """Folder of the newest PostgreSQL server programs, or None."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    numbered = [path.parent for path in folders if path.parent.parent.name.isdigit()]
    return max(numbered, key=lambda path: int(path.parent.name), default=None)


def _installed(packages: tuple[str, ...]) -> set[str]:
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = (line.split() for line in done.stdout.splitlines())
    return {row[0] for row in rows if len(row) == 2 and row[1] == "installed"}


def _present_program(package: str) -> bool:
    if package == "postgresql":
        return find_postgres_programs() is not None
    if package == "chromium" and os.environ.get("CHROME_PATH"):
        return True
    return shutil.which(TESTS[package]) is not None


def list_missing() -> list[str]:
    """Debian packages that are not there, those for tests last."""
    has_dpkg = shutil.which("dpkg-query") is not None
    installed = _installed(RUNTIME) if has_dpkg else set()
    runtime = [name for name in RUNTIME if name not in installed] if has_dpkg else []
    return runtime + [name for name in TESTS if not _present_program(name)]


def _as_root() -> list[str] | None:
    """Prefix that makes a command run as root, or None when we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        allowed = subprocess.run(
            ["sudo", "-n", "true"], capture_output=True, check=False
        )
        if allowed.returncode == 0:
            return ["sudo", "-n"]
    return None


def _write_if_absent(prefix: list[str], path: str, text: str, mode: str) -> bool:
    if Path(path).exists():
        return False
    script = 'mkdir -p "$(dirname "$1")" && printf %s "$2" > "$1" && chmod "$3" "$1"'
    run_quietly(
        [*prefix, "sh", "-c", script, "sh", path, text, mode], purpose=f"write {path}"
    )
    return True


def _install(prefix: list[str], packages: list[str]) -> None:
    # The tests start their own throw-away servers: neither a default PostgreSQL
    # cluster nor a running Redis is wanted on this machine.
    _write_if_absent(prefix, CLUSTER_SETTINGS, "create_main_cluster = false\n", "644")
    silenced = _write_if_absent(prefix, SERVICE_POLICY, "#!/bin/sh\nexit 101\n", "755")
    settings = ["env", "DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1"]
    keep = ["-o", "Dpkg::Options::=--force-confold", "-o", "Dpkg::Use-Pty=0"]
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *keep]
    try:
        run_quietly(
            [*prefix, *settings, "apt-get", "update", "-q"],
            purpose="refresh the package lists",
        )
        run_quietly(
            [*prefix, *settings, *install, *packages],
            purpose=f"install {' '.join(packages)}",
        )
    finally:
        if silenced:
            run_quietly(
                [*prefix, "rm", "-f", SERVICE_POLICY],
                purpose=f"remove {SERVICE_POLICY}",
            )


def install_system_packages(packages: list[str]) -> list[str]:
    """Install what can be installed; return a sentence for each thing that cannot.

    Tries all at once, then one by one, so that one package that the mirror does not
    have costs only itself.
    """
    if not packages:
        return []
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        return [f"Please install what your system calls these packages: {names}."]
    prefix = _as_root()
    if prefix is None:
        command = f"sudo apt-get install --no-install-recommends {names}"
        return [f"System packages are missing and need root to install: {command}"]
    say(f"Installing system packages: {names}")
    try:
        _install(prefix, packages)
    except SetupError as problem:
        return [str(problem)] if len(packages) == 1 else _one_by_one(prefix, packages)
    return []


def _one_by_one(prefix: list[str], packages: list[str]) -> list[str]:
    reasons: list[str] = []
    for package in packages:
        try:
            _install(prefix, [package])
        except SetupError as problem:
            reasons.append(str(problem))
    return reasons
