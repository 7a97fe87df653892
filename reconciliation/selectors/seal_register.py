"""What the register knows of the certificates and hashes in a file, or of a code."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DatabaseError

from reconciliation.domain import letter_codes
from reconciliation.domain.verification_facts import (
    FileFacts,
    LetterRecord,
    Register,
    SealRecord,
)
from reconciliation.models import ConfirmationLetter, LetterFile, LetterState, Seal


def find_register(file: FileFacts) -> Register | None:
    """The register's rows for this file; None where there is no register to ask.

    Sealed letters of every company count: the certificate says whose letter it is.
    """
    fingerprints = {each.signer.fingerprint for each in file.signatures}
    hashes = {each.revision_sha256 for each in file.signatures[:1]}
    try:
        return Register(seals=_seals(fingerprints), letters=_letters(hashes))
    except DatabaseError:
        return None  # no database, or not migrated: judged offline


def _seals(fingerprints: Iterable[str]) -> dict[str, SealRecord]:
    """Seals once in use; a retired one still vouches for the letters it sealed."""
    rows = Seal.objects.filter(
        fingerprint__in=fingerprints, put_in_use_at__isnull=False
    ).only("company_id", "holder_name", "fingerprint", "is_test")
    return {
        row.fingerprint: SealRecord(
            company_id=row.company_id, holder=row.holder_name, is_test=row.is_test
        )
        for row in rows
    }


def _letters(hashes: Iterable[str]) -> dict[str, LetterRecord]:
    files = LetterFile.objects.filter(
        sha256__in=hashes, kind=LetterFile.Kind.SEALED
    ).select_related("letter__company", "letter__state")
    return {file.sha256: letter_record(file.letter) for file in files}


def find_letter_by_code(code: str) -> ConfirmationLetter | None:
    """The letter with this code, typed with or without hyphens, in any case."""
    plain = letter_codes.read_code(code)
    if not plain:
        return None
    return (
        ConfirmationLetter.objects.filter(code=plain)
        .select_related("company", "state")
        .prefetch_related("files")
        .first()
    )


def letter_record(letter: ConfirmationLetter) -> LetterRecord:
    """The letter as the judgement wants it; needs `company` and `state`."""
    state: LetterState = letter.state
    next_one = ConfirmationLetter.objects.filter(supersedes=letter).first()
    return LetterRecord(
        company_id=letter.company_id,
        number=letter.number,
        issuer=letter.company.name,
        cut_off=letter.cut_off,
        status=state.state,
        balance=letter.balance,
        currency=letter.currency,
        ledger_sha256=letter.ledger_sha256,
        superseded_by=next_one.number if next_one else "",
        withdrawn_on=state.withdrawn_at.date() if state.withdrawn_at else None,
    )
