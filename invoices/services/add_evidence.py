"""Keep a file as evidence of a customer or of one document about him."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.services.keep_evidence import (
    EvidenceRefusedError,
    FrozenFile,
    freeze_evidence,
    record_file,
)
from invoices.models import Evidence
from invoices.selectors.evidence import Subject, evidence_of
from invoices.services.errors import LedgerRefusedError


class EvidenceNotTakenError(LedgerRefusedError):
    """The file is not kept; the text says why."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is said of a file: its kind, who gave it, of which day it is, and who holds
    the original where (empty where nobody said)."""

    kind: str
    origin: str
    taken_on: dt.date
    custody: str = ""


def freeze_upload(*, name: str, chunks: Iterable[bytes]) -> FrozenFile:
    """Store the bytes of an upload before anything is written about them.

    Raises `EvidenceNotTakenError` for what is too large, empty, or of no type that
    is kept.
    """
    try:
        return freeze_evidence(name=name, chunks=chunks)
    except EvidenceRefusedError as error:
        raise EvidenceNotTakenError(str(error)) from error


@retried_transaction
def add_evidence(
    *, actor: User | None, subject: Subject, frozen: FrozenFile, facts: FileFacts
) -> tuple[Evidence, bool]:
    """Note a frozen file as evidence of `subject`; returns the row and whether it is new.

    The same bytes for the same thing are kept once: a second upload gives the first
    one's row, unless that was withdrawn. Of two at once the unique key decides. Raises
    `EvidenceNotTakenError` for a day to come and for bytes that are not on the disk.
    """
    last = _last(subject, frozen)
    if last is not None and last.file.state.withdrawn_at is None:
        return last, False
    occurrence = last.occurrence + 1 if last else 1
    try:
        with transaction.atomic():
            made = _insert(actor, subject, frozen, facts, occurrence)
    except IntegrityError:
        first = _last(subject, frozen)
        if first is None:
            raise
        return first, False
    except EvidenceRefusedError as error:
        raise EvidenceNotTakenError(str(error)) from error
    _record(actor, made)
    return made, True


def _last(subject: Subject, frozen: FrozenFile) -> Evidence | None:
    """The newest row about the same bytes, withdrawn or not."""
    same = evidence_of(subject).filter(about=subject.about, sha256=frozen.sha256)
    return same.order_by("-occurrence").first()


def _insert(
    actor: User | None,
    subject: Subject,
    frozen: FrozenFile,
    facts: FileFacts,
    occurrence: int,
) -> Evidence:
    file = record_file(
        actor=actor,
        company=subject.customer.company,
        frozen=frozen,
        kind=facts.kind,
        origin=facts.origin,
        taken_on=facts.taken_on,
        custody=facts.custody,
    )
    return Evidence.objects.create(
        company_id=subject.customer.company_id,
        customer=subject.customer,
        file=file,
        about=subject.about,
        sha256=frozen.sha256,
        occurrence=occurrence,
        **subject.document,
    )


def _record(actor: User | None, made: Evidence) -> None:
    file = made.file
    audit.record(
        actor=actor,
        action="invoices.evidence.added",
        target=made,
        company=made.company_id,
        label=file.name,
        after={
            "customer": made.customer_id,
            "about": made.about,
            "document": made.document_id,
            "file_kind": file.kind,
            "sha256": file.sha256,
            "size": file.size,
            "origin": file.origin,
            "taken_on": file.taken_on,
            "custody": file.custody,
        },
    )
