"""Killed in the middle: nothing is there, and the next import is a clean one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.invoices.importers.books import ALLOCATIONS, INVOICES, PAYMENTS
from tests.levels import at_level

ROOT = Path(__file__).resolve().parents[3]
ROWS = 4_000
COUNT = """
import django; django.setup()
from django.apps import apps
labels = ["customers.customer", "invoices.invoice", "invoices.dueitemstate",
          "invoices.payment", "invoices.onaccount", "invoices.allocation"]
print([apps.get_model(label).objects.count() for label in labels])
"""


def ledger(folder: Path) -> None:
    numbers = range(ROWS)
    days = "2026-01-10"
    (folder / "invoices.csv").write_text(
        INVOICES
        + "".join(f"I-{n},D{n % 50},,{days},,30,CNY,{n + 1}\n" for n in numbers)
    )
    (folder / "payments.csv").write_text(
        PAYMENTS + "".join(f"P-{n},D{n % 50},{days},CNY,{n + 1}\n" for n in numbers)
    )
    (folder / "allocations.csv").write_text(
        ALLOCATIONS + "".join(f"P-{n},I-{n},{n + 1},{days}\n" for n in numbers)
    )


def environment(var: Path) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return {
        **kept,
        "ARCOLLECT_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "arcollect.settings",
        "PYTHONPATH": str(ROOT),
    }


def manage(var: Path, *arguments: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    subprocess.run(command, env=environment(var), check=True, capture_output=True)


def counts(var: Path) -> str:
    command = [sys.executable, "-c", COUNT]
    done = subprocess.run(
        command, env=environment(var), check=True, capture_output=True
    )
    return done.stdout.decode().strip()


def kill_while_posting(var: Path, folder: Path, *, after: int) -> bool:
    """Kill the import once the write-ahead log has grown; whether it was still alive."""
    command = [sys.executable, str(ROOT / "manage.py"), "import_ledger", str(folder)]
    process = subprocess.Popen(command, env=environment(var), stdout=subprocess.DEVNULL)
    log = var / "arcollect.sqlite3-wal"
    # SQLite spills a large transaction into the log long before it commits.
    while process.poll() is None:
        if log.exists() and log.stat().st_size > after:
            break
        time.sleep(0.002)
    alive = process.poll() is None
    if alive:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return alive


@pytest.mark.faults
@pytest.mark.parametrize("attempt", range(at_level(ci=2, everything=20)))
def test_killed_while_it_posts(tmp_path: Path, attempt: int):
    var, folder = tmp_path / "var", tmp_path / "ledger"
    var.mkdir()
    folder.mkdir()
    ledger(folder)
    manage(var, "migrate", "--verbosity", "0")
    empty = counts(var)
    killed = kill_while_posting(var, folder, after=200_000 + attempt * 60_000)
    assert counts(var) in ((empty, str([50, *[ROWS] * 5])) if not killed else (empty,))
    manage(var, "import_ledger", str(folder))
    assert counts(var) == str([50, *[ROWS] * 5])
