"""Delete the demo company's database and files, and nothing else: `make demo-reset`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "arcollect.sqlite3"
# Keys stay: they open nothing that is deleted, and close nothing that is made anew.
FOLDERS = ("uploads", "mail")


class ResetError(Exception):
    """Deleting would take what is not the demo's; the message says what to do."""


def list_own_companies(database: Path) -> list[str]:
    """Names of companies in the file that are not the demo company.

    Raises `ResetError` when the file cannot be read as arcollect's database.
    """
    try:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            known = connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'core_company'"
            ).fetchone()
            if known is None:
                return []
            rows = connection.execute("SELECT name FROM core_company WHERE NOT is_demo")
            return [row[0] for row in rows]
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ResetError(
            f"{database} cannot be read ({error}), so it may not be the demo's. "
            "Delete it by hand if you are sure."
        ) from error


def reset(*, folder: Path) -> None:
    """Delete database, uploads and mail files in `folder`; raises `ResetError`."""
    database = folder / DATABASE
    if database.exists():
        own = list_own_companies(database)
        if own:
            raise ResetError(
                f"{database} holds your own data ({', '.join(own)}), not only the "
                "demo company. Move it away, or delete it by hand if you are sure."
            )
    for suffix in ("", "-wal", "-shm", "-queue"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    for name in FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)


def main() -> int:
    """Exit status 1 with a sentence when there is something to lose."""
    if os.environ.get("DATABASE_URL", "").strip():
        print(
            "DATABASE_URL names a database of yours; make demo-reset only deletes the "
            "demo's SQLite file. Unset DATABASE_URL, or empty that database yourself.",
            file=sys.stderr,
        )
        return 1
    try:
        reset(folder=Path(os.environ.get("ARCOLLECT_VAR") or ROOT / "var"))
    except ResetError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
