"""Signs what two people approved; reads both approvals anew before each signature.

Nothing is half done: the file is written under its own hash first, then request, register
and letter change in one transaction. Whoever is killed in between leaves a file that no
row names, and the request waits for the next round.
"""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.permissions import has_permission
from arcollect.core.roles import Permission
from reconciliation.models import LetterFile, Seal, SealRequest, SealUse
from reconciliation.seal_drawing import SealKind, diameter_mm
from reconciliation.services.render_letter import (
    LetterFileDamagedError,
    read_letter_file,
)
from reconciliation.services.request_seal import unusable_reason
from reconciliation.services.withdraw_letter import IN_FORCE
from reconciliation.signing.keys import KeyRefusedError, open_key
from reconciliation.signing.signer import LetterSigner, LetterUnfitError

log = logging.getLogger(__name__)
FOLDER = "letters/sealed"


class NotApprovedError(Exception):
    """What the database says does not allow the signature; a word for the register."""


@dataclass
class Tally:
    """What a round did."""

    signed: int = 0
    failed: int = 0
    overtaken: int = 0


def sign_approved() -> Tally:
    """Sign every approved request; each key is loaded once. Safe to run twice at once."""
    tally, signers = Tally(), dict[int, LetterSigner]()
    waiting = SealRequest.objects.filter(state=SealRequest.State.APPROVED)
    for key in waiting.order_by("pk").values_list("pk", flat=True):
        _one(key, signers, tally)
    return tally


def _one(key: int, signers: dict[int, LetterSigner], tally: Tally) -> None:
    request = _read(key)
    if request is None:
        tally.overtaken += 1
        return
    try:
        _check_people(request)
        sealed = _signed(request, signers)
    except (NotApprovedError, LetterUnfitError, KeyRefusedError) as error:
        log.warning("Letter %s was not sealed: %s", request.letter_id, error)
        tally.failed += _fail(request, _word(error))
        return
    if _record(request, sealed):
        tally.signed += 1
    else:
        tally.overtaken += 1


def _read(key: int) -> SealRequest | None:
    return (
        SealRequest.objects.filter(pk=key, state=SealRequest.State.APPROVED)
        .select_related(
            "company", "letter", "seal__company", "requested_by", "decided_by"
        )
        .first()
    )


def _check_people(request: SealRequest) -> None:
    """Two different people, who may do it still, one of them proved anew."""
    first, second = request.requested_by, request.decided_by
    if second is None or request.second_factor_at is None or first.pk == second.pk:
        raise NotApprovedError("not_approved_by_two")
    if not has_permission(first, request.company_id, Permission.REQUEST_SEAL):
        raise NotApprovedError("requester_may_not")
    if not has_permission(second, request.company_id, Permission.SEAL_LETTERS):
        raise NotApprovedError("approver_may_not")


def _signed(request: SealRequest, signers: dict[int, LetterSigner]) -> bytes:
    if unusable_reason(request.seal):
        raise NotApprovedError("seal_unusable")
    signer = signers.get(request.seal_id)
    if signer is None:
        signer = signers[request.seal_id] = _signer_of(request.seal)
    pdf = _issued_bytes(request)
    with translation.override(_language(request.letter.language)):
        return signer.sign(
            pdf,
            reason=_("Letter %(number)s") % {"number": request.letter.number},
            field_title=_("Seal and signature of %(name)s")
            % {"name": request.seal.holder_name},
            customer_field_title=_("Countersignature of the customer"),
        )


def _language(language: str) -> str:
    return "zh-hans" if language == "bilingual" else language


def _signer_of(seal: Seal) -> LetterSigner:
    return LetterSigner(
        key=open_key(seal.key_name, fingerprint=seal.fingerprint, at=clock.now()),
        artwork=bytes(seal.artwork),
        diameter_mm=diameter_mm(SealKind(seal.kind)),
        holder=seal.holder_name,
    )


def _issued_bytes(request: SealRequest) -> bytes:
    """The file both people meant: its bytes still have the approved hash."""
    issued = LetterFile.objects.filter(
        letter=request.letter_id,
        kind=LetterFile.Kind.ISSUED,
        sha256=request.pdf_sha256,
    ).first()
    if issued is None:
        raise NotApprovedError("other_file")
    try:
        return read_letter_file(issued)
    except LetterFileDamagedError as error:
        raise NotApprovedError("file_changed") from error


def _record(request: SealRequest, sealed: bytes) -> bool:
    """Write file and rows; False when another worker was first or the letter is off."""
    digest = hashlib.sha256(sealed).hexdigest()
    path = f"{FOLDER}/{request.company_id}/{request.letter_id}-{digest[:16]}.pdf"
    target = Path(settings.VAR_DIR) / path
    _write(target, sealed)
    try:
        recorded = _rows(request, digest, path, len(sealed))
    except IntegrityError:
        recorded = False
    if not recorded:
        target.unlink(missing_ok=True)
        _give_up_withdrawn(request)
    return recorded


@retried_transaction
def _rows(request: SealRequest, digest: str, path: str, size: int) -> bool:
    now = clock.now()
    changed = SealRequest.objects.filter(
        pk=request.pk,
        state=SealRequest.State.APPROVED,
        letter__state__state__in=IN_FORCE,
        seal__state=Seal.State.IN_USE,
    ).update(state=SealRequest.State.SIGNED)
    if not changed:
        return False
    LetterFile.objects.create(
        letter_id=request.letter_id,
        kind=LetterFile.Kind.SEALED,
        path=path,
        sha256=digest,
        size=size,
        recorded_at=now,
    )
    SealUse.objects.create(
        company_id=request.company_id,
        letter_id=request.letter_id,
        seal_id=request.seal_id,
        request=request,
        requested_by_id=request.requested_by_id,
        sealed_by_id=request.decided_by_id,  # type: ignore[misc]
        second_factor_at=request.second_factor_at,
        sha256_before=request.pdf_sha256,
        sha256_after=digest,
        signer_fingerprint=request.seal.fingerprint,
        at=now,
    )
    audit.record(
        actor=request.decided_by,
        action="reconciliation.seal.used",
        target=request.letter,
        company=request.company_id,
        after={"seal": request.seal.holder_name, "sha256": digest},
    )
    return True


def _give_up_withdrawn(request: SealRequest) -> None:
    """A letter withdrawn meanwhile must not wait for ever."""
    still = _read(request.pk)
    if still is not None:
        _fail(still, "letter_or_seal_not_in_force")


@retried_transaction
def _fail(request: SealRequest, word: str) -> int:
    changed = SealRequest.objects.filter(
        pk=request.pk, state=SealRequest.State.APPROVED
    ).update(state=SealRequest.State.FAILED, failure=word)
    if changed:
        audit.record(
            actor=None,
            action="reconciliation.seal.failed",
            target=request.letter,
            company=request.company_id,
            after={"failure": word},
        )
    return changed


def _word(error: Exception) -> str:
    if isinstance(error, KeyRefusedError):
        return error.reason.value
    return "unfit_file" if isinstance(error, LetterUnfitError) else str(error)[:40]


def _write(target: Path, content: bytes) -> None:
    """The whole file or none, on the disk before any row names it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
