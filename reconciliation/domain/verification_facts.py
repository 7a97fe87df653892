"""What the judgement on a sealed letter goes by: the file's facts, the register's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True, kw_only=True)
class CertificateNamed:
    """A signer's certificate as the file holds it."""

    subject: str
    issuer: str = ""
    serial: str = ""
    fingerprint: str
    not_before: str = ""
    not_after: str = ""
    self_signed: bool = False


@dataclass(frozen=True, kw_only=True)
class SignatureFacts:
    """One signature; `end` is the number of bytes from the beginning it stands for."""

    field: str
    end: int
    revision: int = 1
    revision_sha256: str
    is_whole_range: bool = True
    is_intact: bool
    problem: str = ""
    coverage: str  # entire_file, entire_revision, or less
    contents_case: str = "lower"
    contents_problem: str = ""
    later_changes_allowed: bool = True
    later_changes_problem: str = ""
    field_is_permitted: bool = True
    docmdp: int | None = None
    sub_filter: str = ""
    signed_at: str = ""
    has_time_stamp: bool = False
    signer: CertificateNamed


@dataclass(frozen=True, kw_only=True)
class AttachedLedger:
    """ledger.csv: its hash, its last balance, and whether its lines lead there."""

    sha256: str
    closing: Decimal | None
    adds_up: bool = True


@dataclass(frozen=True, kw_only=True)
class Claims:
    """letter.json: what the letter says of itself."""

    number: str
    balance: Decimal
    ledger_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """A PDF as read. `unreadable` says why there is nothing else."""

    unreadable: str = ""
    size: int = 0
    signatures: tuple[SignatureFacts, ...] = ()
    # Revisions and bytes after the newest signature, described.
    later_changes: tuple[str, ...] = ()
    claims: Claims | None = None
    ledger: AttachedLedger | None = None
    # All words without their spaces; None where they could not be read.
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class SealRecord:
    """A seal of the register, by its certificate's fingerprint."""

    company_id: int
    holder: str
    is_test: bool


@dataclass(frozen=True, kw_only=True)
class LetterRecord:
    """An issued letter, by the SHA-256 of its sealed file."""

    company_id: int
    number: str
    issuer: str
    cut_off: dt.date
    status: str
    balance: Decimal
    currency: str
    ledger_sha256: str
    superseded_by: str = ""
    withdrawn_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Register:
    """What the company's books say of the certificates and hashes in one file."""

    seals: Mapping[str, SealRecord] = field(default_factory=dict)
    letters: Mapping[str, LetterRecord] = field(default_factory=dict)


def facts_from(answer: Mapping[str, Any]) -> FileFacts:
    """The facts that the reading process printed; nonsense makes a file unreadable."""
    if answer.get("unreadable"):
        return FileFacts(unreadable=str(answer["unreadable"]))
    try:
        attached = {each["name"]: each for each in answer["attachments"] or []}
        return FileFacts(
            size=answer["size"],
            signatures=tuple(_signature(each) for each in answer["signatures"]),
            later_changes=tuple(_described(each) for each in answer["later_changes"]),
            claims=_claims(attached.get("letter.json")),
            ledger=_ledger(attached.get("ledger.csv")),
            text=answer["text"],
        )
    except (KeyError, TypeError, ValueError) as error:
        return FileFacts(unreadable=f"facts are incomplete: {error!r}")


def _signature(given: Mapping[str, Any]) -> SignatureFacts:
    names = {each.name for each in fields(SignatureFacts)} - {"signer"}
    values = {name: given[name] for name in names if name in given}
    return SignatureFacts(**values, signer=CertificateNamed(**given["signer"]))


def _described(change: Mapping[str, Any]) -> str:
    if change["revision"] is None:
        return f"{change['bytes']} bytes"
    return f"revision {change['revision']}: objects {', '.join(change['objects'])}"


def _claims(attached: Mapping[str, Any] | None) -> Claims | None:
    letter = attached.get("letter") if attached else None
    if not isinstance(letter, Mapping):
        return None
    try:
        return Claims(
            number=str(letter["number"]),
            balance=Decimal(str(letter["balance"])),
            ledger_sha256=_named_hash(letter),
        )
    except (KeyError, InvalidOperation):
        return None


def _named_hash(letter: Mapping[str, Any]) -> str:
    for each in letter.get("files") or ():
        if each.get("name") == "ledger.csv":
            return str(each.get("sha256", ""))
    return ""


def _ledger(attached: Mapping[str, Any] | None) -> AttachedLedger | None:
    if attached is None:
        return None
    sums = attached.get("ledger")
    if not sums:
        return AttachedLedger(sha256=attached["sha256"], closing=None)
    return AttachedLedger(
        sha256=attached["sha256"],
        closing=Decimal(sums["closing"]),
        adds_up=bool(sums.get("adds_up", True)),
    )
