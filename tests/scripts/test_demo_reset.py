"""`make demo-reset` deletes the demo and never somebody's own books."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "demo_reset.py"


def _database(folder: Path, *companies: tuple[str, int]) -> Path:
    path = folder / "arcollect.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE core_company (name TEXT, is_demo INTEGER)")
    connection.executemany("INSERT INTO core_company VALUES (?, ?)", companies)
    connection.commit()
    connection.close()
    return path


def _reset(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT)],
        env={
            "PATH": os.environ["PATH"],
            "ARCOLLECT_VAR": str(folder),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_deletes_database_and_files_of_the_demo(tmp_path: Path) -> None:
    path = _database(tmp_path, ("Demo", 1))
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "scan.csv").write_text("x", encoding="utf-8")
    (tmp_path / "keys").mkdir()
    done = _reset(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert not path.exists()
    assert sorted(child.name for child in tmp_path.iterdir()) == ["keys"]


def test_refuses_a_database_with_own_books(tmp_path: Path) -> None:
    path = _database(tmp_path, ("Demo", 1), ("Hua Xin", 0))
    before = path.read_bytes()
    done = _reset(tmp_path)
    assert done.returncode == 1
    assert "holds your own data (Hua Xin)" in done.stderr
    assert path.read_bytes() == before


def test_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "arcollect.sqlite3"
    path.write_text("not a database at all, but somebody's notes", encoding="utf-8")
    done = _reset(tmp_path)
    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.exists()


def test_refuses_another_database(tmp_path: Path) -> None:
    path = _database(tmp_path, ("Demo", 1))
    done = _reset(tmp_path, DATABASE_URL="postgres://localhost/books")
    assert done.returncode == 1
    assert "DATABASE_URL names a database of yours" in done.stderr
    assert path.exists()


def test_nothing_there_is_fine(tmp_path: Path) -> None:
    assert _reset(tmp_path).returncode == 0
