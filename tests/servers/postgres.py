"""A throw-away PostgreSQL cluster in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers import (
    ServerError,
    clean_environment,
    find_free_port,
    stop_process,
    temporary_folder,
    wait_until_ready,
)

ROLE = "arcollect"
PACKAGED = Path("/usr/lib/postgresql")
# Nothing here outlives the tests: durability is switched off for speed.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
}


def find_programs() -> Path:
    """Folder of the newest PostgreSQL server programs; raises `ServerError`."""
    packaged = PACKAGED.glob("*/bin/initdb")
    numbered = [path.parent for path in packaged if path.parent.parent.name.isdigit()]
    if numbered:
        return max(numbered, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise ServerError(
        "PostgreSQL's server programs (initdb, postgres) are missing: install the "
        "package postgresql."
    )


def _owner() -> dict[str, Any]:
    """Arguments that make a child run as somebody else: initdb refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise ServerError("PostgreSQL refuses root, and there is no user to run it as.")


def _make_cluster(*, programs: Path, folder: Path, owner: dict[str, Any]) -> Path:
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    data = folder / "data"
    command = [str(programs / "initdb"), "-D", str(data), "-U", ROLE, "-A", "trust"]
    try:
        done = subprocess.run(
            [*command, "-E", "UTF8", "--locale=C", "--no-sync"],
            cwd=folder,
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
            **owner,
        )
    except PermissionError as refused:
        raise ServerError(
            f"The user that runs PostgreSQL may not start {refused.filename}: every "
            "folder on the way to it must be open to him."
        ) from refused
    if done.returncode != 0:
        raise ServerError(f"initdb failed:\n{done.stdout}{done.stderr}")
    return data


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Yield the URL of a running, empty server; it is gone when the block ends."""
    programs, owner, port = find_programs(), _owner(), find_free_port()
    with temporary_folder("arcollect-postgres-") as folder:
        data = _make_cluster(programs=programs, folder=folder, owner=owner)
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
        log = folder / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, "-k", str(folder), *settings],
                cwd=folder,
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **owner,
            )
        try:
            wait_until_ready(
                process=process,
                log=log,
                ready=lambda: _answers(programs=programs, port=port),
            )
            yield f"postgres://{ROLE}@127.0.0.1:{port}/postgres"
        finally:
            stop_process(process, signal_number=signal.SIGINT)


def _answers(*, programs: Path, port: int) -> bool:
    command = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command, env=clean_environment(), check=False).returncode == 0
