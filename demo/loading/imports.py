"""The book's canonical files, through the import that everybody's files go through."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from arcollect.core.models import Company, User
from demo.generator.book import Book
from invoices.importers.problems import Level
from invoices.importers.report import list_problems
from invoices.importers.sources import SourceFile
from invoices.services.import_ledger import imported

MASTERS = ("customers", "contracts")
DOCUMENTS = ("invoices", "payments", "allocations")
PROBLEMS_SHOWN = 3


class BookRefusedError(AssertionError):
    """The import refuses the generator's rows: one of the two has a fault."""


def import_masters(company: Company, book: Book, *, clerk: User) -> None:
    """Import customers and contracts."""
    _import(company, book, MASTERS, clerk=clerk)


def import_documents(company: Company, book: Book, *, clerk: User) -> None:
    """Import invoices, credit notes, payments and allocations."""
    _import(company, book, DOCUMENTS, clerk=clerk)


def _import(company: Company, book: Book, kinds: Iterable[str], *, clerk: User) -> None:
    files = book.csv_files()
    sources = [_write_file(kind, files[kind]) for kind in kinds]
    with imported(company=company, sources=sources, actor=clerk) as outcome:
        if outcome.refused:
            problems = list_problems(outcome.staging, Level.ERROR, limit=PROBLEMS_SHOWN)
            raise BookRefusedError(list(problems))


def _write_file(kind: str, content: bytes) -> SourceFile:
    # Kept where uploads are kept, as those of an import in the browser.
    folder = Path(settings.VAR_DIR) / "uploads" / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}.csv"
    path.write_bytes(content)
    return SourceFile(path, path.name)
