"""Keep files as evidence: first the bytes, then the row that points at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.file_names import clean_name
from arcollect.core.media_types import ENDINGS, media_type_of
from arcollect.core.models import Company, EvidenceFile, EvidenceState, User
from arcollect.core.stored_files import (
    StoredFileError,
    TooLargeError,
    freeze,
    is_stored,
    read_stored,
    staged,
    stored_path,
)

FOLDER = "evidence"
MAX_BYTES = 20 << 20
# Told by the row alone: nothing of a name or a type ever becomes part of a path.
_ENDING = "bin"


class EvidenceRefusedError(Exception):
    """The file is not taken, given out or withdrawn; the text says why."""


class EvidenceChangedError(EvidenceRefusedError):
    """What lies on the disk is not what was handed in."""


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """Bytes on the disk that no row points at yet."""

    name: str
    sha256: str
    size: int
    media_type: str


def freeze_evidence(*, name: str, chunks: Iterable[bytes]) -> FrozenFile:
    """Store the bytes of an upload under their hash; the database is not touched.

    A file of at most 20 MB whose bytes are those of a type in
    `media_types.ENDINGS`; the same bytes are stored once. Raises
    `EvidenceRefusedError`, and then nothing is kept.
    """
    try:
        with staged(FOLDER, chunks, most=MAX_BYTES) as file:
            if not file.size:
                raise EvidenceRefusedError(_("The file is empty."))
            media_type = media_type_of(file.path, name=name)
            if media_type is None:
                raise EvidenceRefusedError(_refusal())
            freeze(FOLDER, file, ending=_ENDING)
    except TooLargeError:
        raise EvidenceRefusedError(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES >> 20}
        ) from None
    return FrozenFile(
        name=clean_name(name, endings=ENDINGS[media_type]),
        sha256=file.sha256,
        size=file.size,
        media_type=media_type,
    )


def _refusal() -> str:
    known = ", ".join(endings[0].upper() for endings in ENDINGS.values())
    return _(
        "This is none of the files that are kept as evidence: %(known)s. What the file "
        "holds decides, not its name."
    ) % {"known": known}


def record_file(
    *,
    actor: User | None,
    company: Company,
    frozen: FrozenFile,
    kind: str,
    origin: str,
    taken_on: dt.date,
    custody: str = "",
) -> EvidenceFile:
    """Insert the row of a frozen file, in the transaction of the caller, who audits.

    `taken_on` is the day on which the paper was signed, the photo taken or the file
    received; `custody` says who holds the original and where. Raises
    `EvidenceRefusedError` for a day to come and where the bytes are not on the disk:
    no row without its bytes.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "A file belongs into the transaction of what it is evidence of."
        )
    if taken_on > clock.today(company.time_zone):
        raise EvidenceRefusedError(_("That day has not come yet."))
    if not is_stored(_path(frozen.sha256)):
        raise EvidenceRefusedError(
            _("The file did not reach the store. Send it again.")
        )
    file = EvidenceFile.objects.create(
        company=company,
        kind=kind,
        name=frozen.name,
        sha256=frozen.sha256,
        size=frozen.size,
        media_type=frozen.media_type,
        origin=origin,
        taken_on=taken_on,
        custody=custody,
        uploaded_at=clock.now(),
        uploaded_by=actor,
    )
    EvidenceState.objects.create(file=file)
    return file


def withdraw_file(*, actor: User | None, file: EvidenceFile, reason: str) -> None:
    """Say that a file counts no longer; it and its bytes stay. The caller audits.

    Of two at once one is told who was first. Raises `EvidenceRefusedError`.
    """
    if not reason.strip():
        raise EvidenceRefusedError(_("Say why."))
    open_state = EvidenceState.objects.filter(file=file, withdrawn_at=None)
    if open_state.update(
        withdrawn_at=clock.now(), withdrawn_by=actor, reason=reason.strip()
    ):
        return
    first = EvidenceState.objects.select_related("withdrawn_by").get(file=file)
    raise EvidenceRefusedError(
        _("%(who)s has withdrawn it already.")
        % {"who": first.withdrawn_by or _("system")}
    )


def read_evidence(file: EvidenceFile) -> bytes:
    """The bytes as they were handed in. Raises `EvidenceChangedError` where they differ."""
    try:
        return read_stored(_path(file.sha256), file.sha256)
    except StoredFileError as error:
        raise EvidenceChangedError(
            _(
                "%(name)s is not given out: what lies in the store is not the file that "
                "was handed in. Ask the administrator for the backup of that day."
            )
            % {"name": file.name}
        ) from error


def _path(sha256: str) -> str:
    return stored_path(FOLDER, sha256, ending=_ENDING)
