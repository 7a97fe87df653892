"""Every statement under a folder of samples, beside what its manifest says of it.

    python bench/statements.py --data $ARCOLLECT_SHARED/data

Imports each file of `bank/manifest.json` into an empty scratch database and prints a
table: file, format, entries, credit, debit, the manifest's figures, status and reason.
A file ends imported with the manifest's figures, where it states them, or refused.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from invoices.services.import_statement import ImportedFile

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = "bank/manifest.json"
COLUMNS = (
    "file",
    "format",
    "entries",
    "credit",
    "debit",
    "manifest",
    "status",
    "reason",
)


@dataclass(frozen=True)
class Stated:
    """What the manifest says of a file; None where it says nothing."""

    entries: int | None = None
    credit: Decimal | None = None
    debit: Decimal | None = None
    # Credits less debits.
    net: Decimal | None = None

    def __str__(self) -> str:
        if self.net is not None:
            return f"{self.entries} / net {self.net}"
        return " / ".join(
            "-" if x is None else str(x)
            for x in (self.entries, self.credit, self.debit)
        )

    def differs(self, done: ImportedFile) -> list[str]:
        """The figures of an imported file that are not those of the manifest."""
        credit, debit = Decimal(done.credit or 0), Decimal(done.debit or 0)
        found = {
            "entries": done.entries,
            "credit": credit,
            "debit": debit,
            "net": credit - debit,
        }
        return [
            name
            for name, value in found.items()
            if getattr(self, name) not in (None, value)
        ]


def stated_by(facts: dict[str, Any]) -> Stated:
    """The manifest's facts, by the counting rules beside it."""
    if "tag61" in facts:
        if facts["tag61"] != facts["tag61_matched"]:
            # Its sums leave lines out.
            return Stated(facts["tag61"])
        return Stated(
            facts["tag61"], Decimal(facts["sum_credit"]), Decimal(facts["sum_debit"])
        )
    if "transactions" in facts:
        return Stated(facts["transactions"], net=Decimal(facts["sum_trnamt"]))
    if "tx_details" in facts:
        sums = {"CRDT": Decimal(0), "DBIT": Decimal(0)}
        for name, amount in facts["sums"].items():
            sums[name.split()[1]] += Decimal(amount)
        return Stated(facts["entries"], sums["CRDT"], sums["DBIT"])
    if "records" in facts:
        return Stated(facts["records"].get("16", 0))
    return Stated()


def import_all(data: Path) -> Iterator[tuple[str, Stated, ImportedFile]]:
    """Import every file of the manifest; Django must be set up and the database empty."""
    from arcollect.core.services.create_company import create_company
    from invoices.importers.statements.reading import Reader
    from invoices.services.import_statement import (
        StatementRefusedError,
        import_statement,
        refused,
    )

    company = create_company(actor=None)
    with Reader() as reader:
        for entry in json.loads((data / MANIFEST).read_text(encoding="utf-8")):
            path = data / entry["file"]
            try:
                done = import_statement(
                    actor=None,
                    company=company,
                    name=path.name,
                    content=path.read_bytes(),
                    reader=reader,
                )
            except StatementRefusedError as error:
                done = refused(path.name, error)
            yield entry["file"], stated_by(entry["facts"]), done


def row(file: str, stated: Stated, done: ImportedFile) -> list[str]:
    """One line of the table."""
    cells = (
        file.removeprefix("bank/"),
        done.format,
        done.entries,
        done.credit,
        done.debit,
        stated,
    )
    marked = done.status
    if done.status != "refused" and stated.differs(done):
        marked += f" (DIFFERS: {', '.join(stated.differs(done))})"
    return ["" if cell is None else str(cell) for cell in (*cells, marked, done.reason)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data.resolve()
    with tempfile.TemporaryDirectory(prefix="arcollect-bench-") as var:
        os.environ["ARCOLLECT_VAR"] = var
        os.environ["DATABASE_URL"] = f"sqlite:///{var}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcollect.settings")
        sys.path.insert(0, str(ROOT))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        started = time.monotonic()
        print(" | ".join(COLUMNS))
        counts: dict[str, int] = {}
        for file, stated, done in import_all(data):
            print(" | ".join(row(file, stated, done)))
            counts[done.status] = counts.get(done.status, 0) + 1
        print(f"{counts}, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
