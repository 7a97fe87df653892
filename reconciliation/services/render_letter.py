"""Render a letter's file once and keep it; later downloads give the same bytes."""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from reconciliation.models import ConfirmationLetter, LetterFile
from reconciliation.services.letter_document import letter_pdf

FOLDER = "letters"


class LetterFileDamagedError(Exception):
    """The stored bytes are not those that were recorded."""


def render_letter(letter: ConfirmationLetter) -> LetterFile:
    """The file of the letter as issued; rendered now if nobody has done it yet.

    Two who render at once give one file: the first row counts, and both made it from
    the same frozen data. Raises `PdfRenderError`.
    """
    found = find_file(letter, LetterFile.Kind.ISSUED)
    if found is not None:
        return found
    content = letter_pdf(letter)
    digest = hashlib.sha256(content).hexdigest()
    path = f"{FOLDER}/{letter.company_id}/{letter.number}-{digest[:12]}.pdf"
    _write_once(Path(settings.VAR_DIR) / path, content)
    file = LetterFile(
        letter=letter,
        kind=LetterFile.Kind.ISSUED,
        path=path,
        sha256=digest,
        size=len(content),
        recorded_at=clock.now(),
    )
    try:
        with transaction.atomic():
            file.save(force_insert=True)
            audit.record(
                actor=None,
                action="reconciliation.letter.rendered",
                target=letter,
                company=letter.company_id,
                label=letter.number,
                after={"sha256": digest, "size": len(content)},
            )
    except IntegrityError:
        return LetterFile.objects.get(letter=letter, kind=LetterFile.Kind.ISSUED)
    return file


def find_file(letter: ConfirmationLetter, kind: str) -> LetterFile | None:
    """The recorded file of that kind, or None."""
    return LetterFile.objects.filter(letter=letter, kind=kind).first()


def read_letter_file(file: LetterFile) -> bytes:
    """The bytes as they were recorded. Raises `LetterFileDamagedError` for any others."""
    try:
        content = (Path(settings.VAR_DIR) / file.path).read_bytes()
    except OSError as error:
        raise LetterFileDamagedError(
            _("The file of this letter is missing from the folder of letters.")
        ) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise LetterFileDamagedError(
            _("The stored file of this letter was changed: its SHA-256 is another one.")
        )
    return content


def _write_once(path: Path, content: bytes) -> None:
    """Whole or not at all, whatever happens to this process meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    with part.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    part.replace(path)
