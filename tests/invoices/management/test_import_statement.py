"""`import_statement`: what it prints and with which status it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from invoices.models import BankEntry
from tests import factories
from tests.invoices.importers.statements import samples

KEYS = [
    "file", "format", "statements", "entries", "currency", "credit", "debit",
    "created", "status", "reason",
]  # fmt: skip


def run(path: Path, *args: str) -> tuple[int, Any]:
    """The exit status and the JSON."""
    out = io.StringIO()
    status = 0
    try:
        call_command("import_statement", str(path), "--json", *args, stdout=out)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, json.loads(out.getvalue())


@pytest.mark.django_db
def test_imported_then_already_imported(tmp_path: Path):
    factories.company()
    path = tmp_path / "paypal.csv"
    path.write_text(samples.CSV["paypal"], encoding="utf-8")
    status, printed = run(path)
    assert list(printed) == KEYS
    assert (status, printed["status"], printed["created"]) == (0, "imported", 2)
    # Two currencies: the sums are control figures over all entries.
    assert (printed["currency"], printed["credit"], printed["debit"]) == (
        None,
        "1079.75",
        "10.00",
    )
    status, printed = run(path)
    assert (status, printed["status"], printed["created"]) == (0, "already_imported", 0)
    assert printed["entries"] == 2


@pytest.mark.django_db
def test_refused_ends_with_1_and_the_reason(tmp_path: Path):
    path = tmp_path / "day.sta"
    path.write_bytes(samples.MT940.replace(b"EUR1337,50", b"EUR1,50"))
    status, printed = run(path)
    assert (status, printed["status"], printed["entries"]) == (1, "refused", 3)
    assert "do not tie" in printed["reason"]
    assert not BankEntry.objects.exists()


@pytest.mark.django_db
def test_a_database_that_was_only_migrated_gets_its_company(tmp_path: Path):
    path = tmp_path / "day.sta"
    path.write_bytes(samples.MT940)
    assert run(path)[0] == 0
    assert BankEntry.objects.count() == 3


@pytest.mark.django_db
def test_a_profile_by_path_and_by_shipped_name(tmp_path: Path):
    factories.company()
    path = tmp_path / "sheet.csv"
    path.write_text(samples.CSV["sheet"], encoding="utf-8")
    assert run(path, "--profile", "cmb")[0] == 1
    assert run(path, "--profile", "sheet")[1]["created"] == 2
    own = tmp_path / "own.toml"
    own.write_text("nonsense = 1", encoding="utf-8")
    for name in (str(own), "nobody"):
        with pytest.raises(CommandError) as wrong:
            run(path, "--profile", name)
        assert wrong.value.returncode == 2


@pytest.mark.django_db
def test_the_words_for_people(tmp_path: Path):
    factories.company()
    path = tmp_path / "day.sta"
    path.write_bytes(samples.MT940)
    out = io.StringIO()
    call_command("import_statement", str(path), stdout=out)
    assert "3 entries, 3 of them new; credit 350.00, debit 12.50 EUR" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("import_statement", str(tmp_path / "absent"))
