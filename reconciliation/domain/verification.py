"""The judgement on a sealed letter: VALID, INVALID or INDETERMINATE (domain rule 4.7).

Pure: what the file holds (`FileFacts`) and what the company's register says
(`Register`, None where it cannot be asked) go in, a `Verdict` comes out. Order of
judgement: INVALID for no seal signature, a signature that is not intact or breaks a rule,
a damaged structure, or a sealer of the register whose first revision is no issued letter;
else INDETERMINATE where the sealer is not in the register; else VALID.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from reconciliation.domain.verification_facts import (
    FileFacts,
    LetterRecord,
    Register,
    SealRecord,
    SignatureFacts,
)


class Result(StrEnum):
    """Words of ETSI EN 319 102-1."""

    VALID = "VALID"
    INVALID = "INVALID"
    INDETERMINATE = "INDETERMINATE"


class State(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


class Name(StrEnum):
    """The checks, in the order they are shown."""

    STRUCTURE = "structure"
    SEAL_SIGNATURE = "seal_signature"
    INTEGRITY = "integrity"
    COVERAGE = "coverage"
    LATER_CHANGES = "later_changes"
    CONTENTS = "contents"
    CERTIFICATE = "certificate"
    REGISTER_HASH = "register_hash"
    LETTER_STATUS = "letter_status"
    ATTACHMENTS = "attachments"
    TOTALS = "totals"
    TIME_STAMP = "time_stamp"
    REVOCATION = "revocation"
    COUNTERSIGNATURE = "countersignature"


# What makes a file INVALID when it fails. The rest is about the letter, not the seal.
DECISIVE = frozenset(
    {
        Name.STRUCTURE,
        Name.SEAL_SIGNATURE,
        Name.INTEGRITY,
        Name.COVERAGE,
        Name.LATER_CHANGES,
        Name.CONTENTS,
        Name.REGISTER_HASH,
    }
)


@dataclass(frozen=True)
class Check:
    """`reason` is a word that the edge turns into a sentence with `details`."""

    name: Name
    state: State
    reason: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Signer:
    """Who signed; `identity` is `register`, `test` or `not_checked`."""

    signature: SignatureFacts
    role: str  # seal or countersignature
    identity: str
    name: str


@dataclass(frozen=True)
class Verdict:
    result: Result
    number: str | None
    checks: tuple[Check, ...]
    signers: tuple[Signer, ...]
    letter: LetterRecord | None = None


def judge(file: FileFacts, register: Register | None) -> Verdict:
    """The verdict on a file, each check with its reason."""
    if file.unreadable:
        return _nothing(
            Check(Name.STRUCTURE, State.FAILED, "unreadable", {"why": file.unreadable})
        )
    structure = Check(Name.STRUCTURE, State.PASSED, "readable")
    if not file.signatures:
        seal = Check(Name.SEAL_SIGNATURE, State.FAILED, "no_signature")
        return _nothing(structure, seal, number=_claimed_number(file))
    first = file.signatures[0]
    known = register.seals.get(first.signer.fingerprint) if register else None
    letter = register.letters.get(first.revision_sha256) if register else None
    if known and letter and known.company_id != letter.company_id:
        letter = None
    checks = (
        structure,
        Check(Name.SEAL_SIGNATURE, State.PASSED, "signed", {"field": first.field}),
        _integrity(file.signatures),
        _coverage(file),
        _later_changes(file),
        _contents(file.signatures, known),
        _certificate(first, register, known),
        _register_hash(first, register, known, letter),
        _status(letter),
        _attachments(file, letter),
        _totals(file, letter),
        _time_stamp(first),
        Check(Name.REVOCATION, State.NOT_CHECKED, "offline"),
        _countersignature(file.signatures[1:]),
    )
    return Verdict(
        result=_result(checks, known),
        number=letter.number if letter else _claimed_number(file),
        checks=checks,
        signers=_signers(file.signatures, register),
        letter=letter,
    )


def _result(checks: Iterable[Check], known: SealRecord | None) -> Result:
    if any(each.state == State.FAILED and each.name in DECISIVE for each in checks):
        return Result.INVALID
    return Result.VALID if known else Result.INDETERMINATE


def _nothing(*checks: Check, number: str | None = None) -> Verdict:
    """INVALID at once: what was not reached is listed as not checked."""
    reached = {each.name for each in checks}
    rest = (
        Check(name, State.NOT_CHECKED, "not_reached")
        for name in Name
        if name not in reached
    )
    return Verdict(
        result=Result.INVALID, number=number, checks=(*checks, *rest), signers=()
    )


def _claimed_number(file: FileFacts) -> str | None:
    """The number the file itself names; nobody vouches for it."""
    return file.claims.number if file.claims else None


def _integrity(signatures: tuple[SignatureFacts, ...]) -> Check:
    for each in signatures:
        if not each.is_intact or not each.is_whole_range:
            why = {"field": each.field, "why": each.problem}
            return Check(Name.INTEGRITY, State.FAILED, "not_intact", why)
    return Check(
        Name.INTEGRITY, State.PASSED, "intact", {"level": _level(signatures[0])}
    )


def _level(signature: SignatureFacts) -> str:
    if signature.sub_filter != "/ETSI.CAdES.detached":
        return "no PAdES"
    return "PAdES B-T" if signature.has_time_stamp else "PAdES B-B"


def _coverage(file: FileFacts) -> Check:
    *earlier, newest = file.signatures
    if newest.coverage != "entire_file" or newest.end != file.size:
        changes: dict[str, object] = {
            "changes": file.later_changes,
            "field": newest.field,
        }
        return Check(Name.COVERAGE, State.FAILED, "not_whole_file", changes)
    for each in earlier:
        if each.coverage != "entire_revision":
            return Check(
                Name.COVERAGE, State.FAILED, "not_whole_revision", {"field": each.field}
            )
    return Check(Name.COVERAGE, State.PASSED, "whole_file")


def _later_changes(file: FileFacts) -> Check:
    """After each signature only form filling and signing, in fields it left open."""
    *earlier, _newest = file.signatures
    if file.later_changes:
        details = {"changes": file.later_changes}
        return Check(Name.LATER_CHANGES, State.FAILED, "unsigned_changes", details)
    for each in earlier:
        if not each.later_changes_allowed:
            why = {"field": each.field, "why": each.later_changes_problem}
            return Check(Name.LATER_CHANGES, State.FAILED, "not_permitted", why)
    for each in file.signatures[1:]:
        if not each.field_is_permitted:
            return Check(
                Name.LATER_CHANGES, State.FAILED, "foreign_field", {"field": each.field}
            )
    if not earlier:
        return Check(Name.LATER_CHANGES, State.PASSED, "none")
    fields = [each.field for each in file.signatures[1:]]
    return Check(Name.LATER_CHANGES, State.PASSED, "permitted", {"fields": fields})


def _contents(
    signatures: tuple[SignatureFacts, ...], known: SealRecord | None
) -> Check:
    """Our seals are written in lower case, other makers also in capitals throughout: a
    mixture, or our own seal in capitals, was respelt where no digest reaches."""
    for index, each in enumerate(signatures):
        problem = each.contents_problem
        if not problem and known and not index and each.contents_case != "lower":
            problem = "not lower-case hexadecimal"
        if problem:
            details = {"field": each.field, "why": problem}
            return Check(Name.CONTENTS, State.FAILED, "loose_bytes", details)
    return Check(Name.CONTENTS, State.PASSED, "one_object")


def _certificate(
    first: SignatureFacts, register: Register | None, known: SealRecord | None
) -> Check:
    details = {"subject": first.signer.subject}
    if register is None:
        return Check(Name.CERTIFICATE, State.NOT_CHECKED, "no_register", details)
    if known is None:
        return Check(Name.CERTIFICATE, State.NOT_CHECKED, "not_in_register", details)
    details = {"holder": known.holder, "subject": first.signer.subject}
    reason = "test_certificate" if known.is_test else "in_register"
    return Check(Name.CERTIFICATE, State.PASSED, reason, details)


def _register_hash(
    first: SignatureFacts,
    register: Register | None,
    known: SealRecord | None,
    letter: LetterRecord | None,
) -> Check:
    details = {"sha256": first.revision_sha256}
    if register is None:
        return Check(Name.REGISTER_HASH, State.NOT_CHECKED, "no_register", details)
    if known is None:
        return Check(Name.REGISTER_HASH, State.NOT_CHECKED, "foreign_sealer", details)
    if letter is None:
        return Check(Name.REGISTER_HASH, State.FAILED, "no_such_letter", details)
    return Check(Name.REGISTER_HASH, State.PASSED, "as_sealed", details)


def _status(letter: LetterRecord | None) -> Check:
    if letter is None:
        return Check(Name.LETTER_STATUS, State.NOT_CHECKED, "no_letter")
    details = {"superseded_by": letter.superseded_by, "on": letter.withdrawn_on}
    if letter.status in ("withdrawn", "superseded"):
        return Check(Name.LETTER_STATUS, State.FAILED, letter.status, details)
    return Check(Name.LETTER_STATUS, State.PASSED, "issued")


def _attachments(file: FileFacts, letter: LetterRecord | None) -> Check:
    """The ledger's hash is printed on the letter, named in letter.json and stored."""
    claims = file.claims
    if claims is None or file.ledger is None:
        return Check(Name.ATTACHMENTS, State.NOT_CHECKED, "no_attachments")
    sha256 = file.ledger.sha256
    details = {"sha256": sha256}
    named = claims.ledger_sha256
    stored = letter.ledger_sha256 if letter else sha256
    if sha256 != (named or sha256) or sha256 != stored:
        return Check(Name.ATTACHMENTS, State.FAILED, "other_ledger", details)
    if file.text is None:
        return Check(Name.ATTACHMENTS, State.NOT_CHECKED, "text_unread", details)
    if sha256 not in file.text.lower():
        return Check(Name.ATTACHMENTS, State.FAILED, "not_printed", details)
    return Check(Name.ATTACHMENTS, State.PASSED, "as_printed", details)


def _totals(file: FileFacts, letter: LetterRecord | None) -> Check:
    """Visible total = sum of the attached ledger = stored letter."""
    claims = file.claims
    if claims is None or file.ledger is None or file.ledger.closing is None:
        return Check(Name.TOTALS, State.NOT_CHECKED, "no_attachments")
    if not file.ledger.adds_up:
        return Check(Name.TOTALS, State.FAILED, "ledger_off")
    if file.ledger.closing != claims.balance:
        return Check(Name.TOTALS, State.FAILED, "totals_differ")
    if letter is not None and letter.balance != claims.balance:
        return Check(Name.TOTALS, State.FAILED, "totals_differ")
    if file.text is None:
        return Check(Name.TOTALS, State.NOT_CHECKED, "text_unread")
    if not shows_amount(file.text, claims.balance):
        return Check(Name.TOTALS, State.FAILED, "total_not_visible")
    return Check(Name.TOTALS, State.PASSED, "totals_equal" if letter else "totals_own")


def shows_amount(text: str, amount: Decimal) -> bool:
    """Whether the words of the pages (without spaces) show the amount, unsigned."""
    figure = abs(amount)
    forms = {
        f"{figure:,.{digits}f}"
        for digits in (0, 2, 3)
        if figure == round(figure, digits)
    }
    plain = text.replace("，", ",")
    return any(_stands_alone(plain, form) for form in forms)


def _stands_alone(text: str, form: str) -> bool:
    """The figure, not a piece of a longer one such as 2,345 within 12,345."""
    at = text.find(form)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(form) :][:2]
        inside = before.isdigit() or (
            before in (",", ".") and text[at - 2 : at - 1].isdigit()
        )
        goes_on = after[:1].isdigit() or (
            after[:1] in (",", ".") and after[1:].isdigit()
        )
        if not inside and not goes_on:
            return True
        at = text.find(form, at + 1)
    return False


def _time_stamp(first: SignatureFacts) -> Check:
    details = {"at": first.signed_at}
    if first.has_time_stamp:
        return Check(Name.TIME_STAMP, State.NOT_CHECKED, "stamp_unchecked", details)
    return Check(Name.TIME_STAMP, State.NOT_CHECKED, "no_time_stamp", details)


def _countersignature(later: tuple[SignatureFacts, ...]) -> Check:
    if not later:
        return Check(Name.COUNTERSIGNATURE, State.NOT_CHECKED, "none_yet")
    names = [each.signer.subject for each in later]
    if all(each.is_intact and each.field_is_permitted for each in later):
        return Check(Name.COUNTERSIGNATURE, State.PASSED, "present", {"names": names})
    return Check(Name.COUNTERSIGNATURE, State.FAILED, "broken", {"names": names})


def _signers(
    signatures: tuple[SignatureFacts, ...], register: Register | None
) -> tuple[Signer, ...]:
    seals = register.seals if register else {}
    return tuple(
        _signer(each, seals.get(each.signer.fingerprint), index)
        for index, each in enumerate(signatures)
    )


def _signer(signature: SignatureFacts, known: SealRecord | None, index: int) -> Signer:
    identity = "not_checked"
    if known is not None:
        identity = "test" if known.is_test else "register"
    return Signer(
        signature=signature,
        role="seal" if index == 0 else "countersignature",
        identity=identity,
        name=known.holder if known else signature.signer.subject,
    )
