"""One import from files to books: read, check, apply; wholly or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.closed_books import closed_through
from arcollect.core.models import Company
from customers.selectors.contracts import rules_of_contracts
from invoices.importers.apply import applied_imports
from invoices.importers.check_allocations import check_allocations
from invoices.importers.check_documents import check_documents, list_oddities
from invoices.importers.check_gate import check_gate
from invoices.importers.check_masters import check_contracts, check_customers
from invoices.importers.check_openings import check_openings
from invoices.importers.check_period import check_period
from invoices.importers.columns import Kind
from invoices.importers.fallbacks import fill_currencies
from invoices.importers.known import fetch_known
from invoices.importers.plan import lay_out
from invoices.importers.posting import BooksMovedError
from invoices.importers.problems import error
from invoices.importers.profile import Profile
from invoices.importers.reading import Reader
from invoices.importers.report import Counts, count
from invoices.importers.sources import SourceFile
from invoices.importers.staging import Staging

ATTEMPTS = 3


class Phase(Protocol):
    """Told which phase an import is in and how many rows are behind it."""

    def __call__(self, phase: str, rows: int) -> None: ...


class Write(Protocol):
    """Writes the checked rows, all in one transaction of its own.

    `seen` is the number of imports the books held when the rows were checked.
    """

    def __call__(self, staging: Staging, counts: Counts, *, seen: int) -> None: ...


def ignore_phase(phase: str, rows: int) -> None:
    """For callers that show no progress."""


@dataclass(slots=True)
class Outcome:
    """What was found and done; `staging` holds the findings until it is closed."""

    staging: Staging
    counts: Counts
    applied: bool
    encodings: dict[str, Any]

    @property
    def refused(self) -> bool:
        """Whether anything is in error, so that nothing was written."""
        return self.counts.errors > 0


@contextmanager
def staging_folder() -> Iterator[Path]:
    """A folder of this import's own, gone when the block ends."""
    parent = Path(settings.VAR_DIR) / "imports"
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="staging-", dir=parent) as folder:
        yield Path(folder)


def run_import(
    *,
    company: Company,
    sources: Sequence[SourceFile],
    folder: Path,
    profile: Profile | None = None,
    encoding: str = "",
    write: Write | None = None,
    phase: Phase = ignore_phase,
) -> Outcome:
    """Read and check `sources`, and write them if nothing is in error.

    `folder` is an empty folder for staging. Without `write` it is a dry run. Nothing
    is raised for what is wrong in the files: the outcome lists it.
    """
    staging = Staging(folder / "staging.sqlite3")
    staging.create()
    reader = Reader(
        staging,
        profile=profile,
        encoding=encoding,
        scratch=folder,
        progress=lambda rows: phase("reading", rows),
    )
    for source in sources:
        reader.read(source)
    reader.finish()
    counts, applied = _check_and_write(
        staging, company=company, rows=reader.rows, write=write, phase=phase
    )
    return Outcome(staging, counts, applied, reader.encodings)


def _check_and_write(
    staging: Staging,
    *,
    company: Company,
    rows: int,
    write: Write | None,
    phase: Phase,
) -> tuple[Counts, bool]:
    fill_currencies(staging, base_currency=company.base_currency)
    read_problems = staging.value("SELECT coalesce(max(id), 0) FROM problem")
    for _attempt in range(ATTEMPTS):
        phase("checking", rows)
        seen = applied_imports(company.pk)
        check(staging, company=company)
        counts = count(staging, rows=rows)
        if counts.errors or write is None:
            return counts, False
        lay_out(staging)
        phase("posting", rows)
        try:
            with transaction.atomic():
                write(staging, counts, seen=seen)
        except (BooksMovedError, IntegrityError):
            _forget_checks(staging, read_problems)
            continue
        return counts, True
    reason = _(
        "The books changed while the files were posted, several times in a row. "
        "Nothing was posted; try again."
    )
    staging.report(error("books.moved", 0, reason))
    return count(staging, rows=rows), False


def check(staging: Staging, *, company: Company) -> None:
    """Hold every staged row against the others and against the books."""
    fetch_known(staging, company_id=company.pk)
    check_customers(staging)
    check_contracts(staging, base_currency=company.base_currency)
    today = clock.today(company.time_zone)
    check_documents(staging)
    check_openings(staging, today=today)
    list_oddities(staging, today)
    check_gate(staging, blocks=rules_of_contracts(company.pk).gate == "block")
    check_allocations(staging)
    check_period(staging, through=closed_through(company.pk))


def _forget_checks(staging: Staging, read_problems: int) -> None:
    staging.execute("DELETE FROM problem WHERE id > ?", [read_problems])
    staging.execute("DELETE FROM customers WHERE at = 0")
    staging.execute("DELETE FROM invoices WHERE opening IS NOT NULL")
    for kind in Kind:
        staging.execute(f"UPDATE {kind} SET status = NULL")  # noqa: S608
