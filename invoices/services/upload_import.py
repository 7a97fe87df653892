"""Take uploaded files in; they are kept as they came, with their hash."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.files import is_importable
from arcollect.core.models import Company, ImportBatch, ImportFile, User
from arcollect.core.raw_bytes import count_lines, file_hash
from invoices.services.import_work import ImportRefusedError

MAX_FILES = 20
MAX_BYTES = 300 << 20
_LONGEST_NAME = 120


def upload_import(
    *, actor: User, company: Company, uploads: Sequence[UploadedFile[Any]]
) -> ImportBatch:
    """Store `uploads` and open a batch for them; checking begins afterwards.

    Raises `ImportRefusedError` for no files, too many, too large ones, or a kind of
    file that holds no table; nothing is kept then.
    """
    _check(uploads)
    folder = Path(settings.VAR_DIR) / "uploads" / "imports" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    stored = list(_store(uploads, folder))
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            company=company,
            created_by=actor,
            state_changed_at=clock.now(),
            rows_total=sum(_lines(Path(file.path)) for file in stored),
        )
        for file in stored:
            file.batch = batch
        ImportFile.objects.bulk_create(stored)
        audit.record(
            actor=actor,
            action="invoices.import.uploaded",
            target=batch,
            company=company,
            label=_("Import %(number)d") % {"number": batch.pk},
            after={
                "files": [
                    {"name": file.name, "sha256": file.sha256, "size": file.size}
                    for file in stored
                ]
            },
        )
    return batch


def _check(uploads: Sequence[UploadedFile[Any]]) -> None:
    if not uploads:
        raise ImportRefusedError(_("Choose at least one file."))
    if len(uploads) > MAX_FILES:
        raise ImportRefusedError(
            _("Choose at most %(limit)d files.") % {"limit": MAX_FILES}
        )
    for upload in uploads:
        name = upload.name or ""
        if not is_importable(Path(name)):
            raise ImportRefusedError(
                _("%(name)s is neither .csv, .csv.gz nor .xlsx.") % {"name": name}
            )
        if (upload.size or 0) > MAX_BYTES:
            raise ImportRefusedError(
                _("%(name)s is larger than %(limit)d MB.")
                % {"name": name, "limit": MAX_BYTES >> 20}
            )


def _store(uploads: Iterable[UploadedFile[Any]], folder: Path) -> Iterable[ImportFile]:
    for number, upload in enumerate(uploads, start=1):
        name = Path((upload.name or "").replace("\\", "/")).name[-_LONGEST_NAME:]
        # The name on disk is ours; the person's name is only shown.
        ending = "".join(Path(name.lower()).suffixes[-2:])
        ending = ending if ending == ".csv.gz" else Path(name.lower()).suffix
        path = folder / f"{number}{ending}"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        yield ImportFile(
            name=name,
            path=str(path),
            sha256=file_hash(path),
            size=path.stat().st_size,
        )


def _lines(path: Path) -> int:
    """How many rows the file seems to have, for the progress bar only."""
    if path.suffix == ".xlsx":
        return 0
    try:
        return max(0, count_lines(path) - 1)
    except ValueError:
        return 0
