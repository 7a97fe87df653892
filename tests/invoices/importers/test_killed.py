"""Killed in the middle: nothing is there, and the next import is a clean one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invoices.importers.books import ALLOCATIONS, INVOICES, PAYMENTS
from tests.levels import at_level

ROOT = Path(__file__).resolve().parents[3]
ROWS = 500
EMPTY = str([0] * 6)
FULL = str([50, *[ROWS] * 5])
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


KILLED_AT = """
import os, signal, django; django.setup()
from invoices.importers import {module}
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
{module}.{function} = die
from django.core.management import call_command
call_command("import_ledger", {folder!r})
"""
# The last one is the last write before the commit.
STEPS = (
    ("apply_masters", "write_contracts"),
    ("apply_documents", "_write_payments"),
    ("apply_allocations", "take_amounts"),
)


@pytest.fixture
def place(tmp_path: Path, migrated_folder: Path) -> tuple[Path, Path]:
    """A migrated, empty database's folder, and a folder of files."""
    var, folder = tmp_path / "var", tmp_path / "ledger"
    shutil.copytree(migrated_folder, var)
    folder.mkdir()
    ledger(folder)
    return var, folder


def import_afterwards(var: Path, folder: Path) -> None:
    manage(var, "import_ledger", str(folder))
    assert counts(var) == FULL


@pytest.mark.parametrize(("module", "function"), STEPS)
def test_killed_between_two_writes(
    place: tuple[Path, Path], module: str, function: str
):
    var, folder = place
    code = KILLED_AT.format(module=module, function=function, folder=str(folder))
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(var), check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert counts(var) == EMPTY
    import_afterwards(var, folder)


@pytest.mark.faults
@pytest.mark.parametrize("attempt", range(at_level(ci=2, everything=30)))
def test_killed_at_any_moment(place: tuple[Path, Path], attempt: int):
    var, folder = place
    command = [sys.executable, str(ROOT / "manage.py"), "import_ledger", str(folder)]
    process = subprocess.Popen(command, env=environment(var), stdout=subprocess.DEVNULL)
    try:
        process.wait(timeout=0.5 + attempt * 0.1)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    # Wholly or not at all, also when the signal came during the commit.
    assert counts(var) in (EMPTY, FULL)
    import_afterwards(var, folder)
