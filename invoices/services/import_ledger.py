"""Import files into a company's books: what the command and the browser both call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.models import Company, ImportBatch, ImportFile, User
from arcollect.core.raw_bytes import file_hash
from arcollect.core.services.create_company import (
    DEFAULT_CODE,
    DEFAULT_CURRENCY,
    DEFAULT_NAME,
    DEFAULT_TIME_ZONE,
    create_company,
)
from invoices.importers.apply import applied_imports, lock_imports, write_all
from invoices.importers.plan import changes_anything
from invoices.importers.posting import BooksMovedError, Posting
from invoices.importers.profile import Profile
from invoices.importers.report import Counts
from invoices.importers.run import Outcome, run_import, staging_folder
from invoices.importers.sources import SourceFile
from invoices.importers.staging import Staging
from invoices.services.classify import classify_again
from invoices.services.publish_policy import ensure_default_policy


def company_for_import(found: Company | None) -> Company:
    """The company, or one not saved yet: the import that posts anything creates it.

    The first-run page then completes it.
    """
    return found or Company(
        code=DEFAULT_CODE,
        name=DEFAULT_NAME,
        base_currency=DEFAULT_CURRENCY,
        time_zone=DEFAULT_TIME_ZONE,
    )


def _is_new(company: Company) -> bool:
    return not Company.objects.filter(pk=company.pk).exists()


def _open_books(company: Company, actor: User | None) -> Company:
    """Create the first company; where somebody just did, `company` becomes that one.

    Raises `BooksMovedError` then, so that the files are checked against its books.
    """
    if not Company.objects.exists():
        with suppress(IntegrityError), transaction.atomic():
            return create_company(actor=actor)
    company.pk = Company.objects.earliest("pk").pk
    company.refresh_from_db()
    raise BooksMovedError


@contextmanager
def imported(
    *,
    company: Company,
    sources: Sequence[SourceFile],
    profile: Profile | None = None,
    profile_name: str = "",
    encoding: str = "",
    dry_run: bool = False,
    actor: User | None = None,
) -> Iterator[Outcome]:
    """Import `sources` at once, wholly or not at all; a dry run writes nothing.

    The outcome lists what is wrong and can be read until the block ends. An import
    that finds everything posted already writes nothing, not even a batch. Books that
    had a night before have the classes of its day for the new items as well.
    """
    if not _is_new(company):
        ensure_default_policy(company=company)
    write = partial(
        _write_new_batch,
        company=company,
        actor=actor,
        sources=sources,
        profile_name=profile_name,
        encoding=encoding,
    )
    with staging_folder() as folder:
        outcome = run_import(
            company=company,
            sources=sources,
            folder=folder,
            profile=profile,
            encoding=encoding,
            write=None if dry_run else write,
        )
        if not dry_run and not outcome.refused and not _is_new(company):
            classify_again(company=company)
        try:
            yield outcome
        finally:
            outcome.staging.close()


def _write_new_batch(
    staging: Staging,
    counts: Counts,
    *,
    seen: int,
    company: Company,
    actor: User | None,
    sources: Sequence[SourceFile],
    profile_name: str,
    encoding: str,
) -> None:
    if not changes_anything(staging):
        return
    if _is_new(company):
        company = _open_books(company, actor)
        ensure_default_policy(company=company)
    batch = ImportBatch.objects.create(
        company=company,
        created_by=actor,
        state=ImportBatch.State.APPLYING,
        state_changed_at=clock.now(),
        profile_name=profile_name,
        encoding=encoding,
        rows_done=counts.rows,
        rows_total=counts.rows,
    )
    ImportFile.objects.bulk_create(
        ImportFile(
            batch=batch,
            name=source.name[:200],
            path=str(source.path)[:300],
            sha256=file_hash(source.path),
            size=source.path.stat().st_size,
        )
        for source in sources
        if not source.left_out
    )
    write_batch(staging, counts, seen=seen, batch=batch, actor=actor)


def write_batch(
    staging: Staging,
    counts: Counts,
    *,
    seen: int,
    batch: ImportBatch,
    actor: User | None,
) -> None:
    """Post everything staged for the batch, in the caller's transaction.

    Raises `BooksMovedError` where another import was faster since the check, and
    `IntegrityError` where somebody posted the same number.
    """
    company = batch.company
    lock_imports(company.pk)
    if applied_imports(company.pk) != seen:
        raise BooksMovedError
    now = clock.now()
    write_all(
        staging, Posting(company=company, actor=actor, batch=batch, recorded_at=now)
    )
    batch.state = ImportBatch.State.APPLIED
    batch.state_changed_at = now
    batch.phase = ""
    batch.result = {**batch.result, **counts_dict(counts), "dry_run": False}
    batch.save()
    audit.record(
        actor=actor,
        action="invoices.import.applied",
        target=batch,
        company=company,
        label=_("Import %(number)d") % {"number": batch.pk},
        after={
            **counts_dict(counts),
            "files": [
                {"name": file.name, "sha256": file.sha256} for file in batch.files.all()
            ],
        },
    )


def counts_dict(counts: Counts) -> dict[str, Any]:
    """The counts as the batch and the audit log keep them."""
    return {
        "rows": counts.rows,
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "warning_count": counts.warnings,
        "error_count": counts.errors,
        "by_kind": counts.by_kind,
        "marked": counts.marked,
        "openings": counts.openings,
    }
