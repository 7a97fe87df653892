"""What an import takes of a folder, and what it leaves lying there."""

from __future__ import annotations

from pathlib import Path

import pytest

from invoices.models import Invoice
from tests.invoices.importers.books import (
    INVOICES,
    MONEY,
    SALE,
    run_command,
    write,
)

OLD = INVOICES + "I-0,D001,,2025-01-10,,30,CNY,1.00\n"

pytestmark = pytest.mark.django_db


def test_only_the_five_names_are_taken_and_the_rest_is_listed(tmp_path: Path) -> None:
    left = ["invoices_old_backup.csv", "notes.txt", "payments (2).csv"]
    write(tmp_path, {"Invoices.CSV": SALE, "payments.csv": MONEY})
    write(tmp_path, dict.fromkeys(left, OLD))
    result = run_command(tmp_path)
    assert (result.status, result.json["rows"], result.json["created"]) == (0, 2, 2)
    assert [each["file"] for each in result.warnings] == left
    assert all("left out" in each["reason"] for each in result.warnings)
    assert [str(invoice) for invoice in Invoice.objects.all()] == ["I-1"]
    again = run_command(tmp_path)
    assert (again.json["unchanged"], len(again.warnings)) == (2, 3)


def test_a_folder_without_any_of_the_names_is_wrong_usage(tmp_path: Path) -> None:
    write(tmp_path, {"invoices_2026.csv": SALE})
    result = run_command(tmp_path)
    assert result.status == 2
    assert "invoices" in result.json["usage"]
    assert not Invoice.objects.exists()


def test_a_file_asked_for_by_name_may_add_to_its_kind(tmp_path: Path) -> None:
    """Beside its folder too: what somebody names is not left out."""
    write(tmp_path, {"invoices.csv": SALE, "invoices_2025.csv": OLD})
    for paths in (
        (tmp_path, tmp_path / "invoices_2025.csv"),
        (tmp_path / "invoices_2025.csv", tmp_path),
    ):
        result = run_command(*paths, dry_run=True)
        assert (result.status, result.json["rows"]) == (0, 2)
        assert result.warnings == []


def test_hidden_files_are_nobodys_ledger(tmp_path: Path) -> None:
    write(tmp_path, {"invoices.csv": SALE, ".~lock.invoices.csv#": "somebody"})
    assert run_command(tmp_path).warnings == []
