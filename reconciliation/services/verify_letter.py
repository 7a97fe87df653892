"""Verify a sealed letter: read the file, ask the register, judge (domain rule 4.7)."""

from __future__ import annotations

from typing import Any

from reconciliation.domain.verification import Signer, Verdict, judge
from reconciliation.selectors.seal_register import find_register
from reconciliation.services.read_foreign_pdf import read_foreign_pdf
from reconciliation.services.verification_sentences import sentence


def verify_letter(content: bytes) -> Verdict:
    """The verdict on the bytes of a PDF; changes nothing and never raises for a file.

    Without a database, or before its first migration, the register's checks are not
    checked and the best result is INDETERMINATE.
    """
    file = read_foreign_pdf(content)
    return judge(file, find_register(file))


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict for programs; reasons in the active language."""
    return {
        "result": verdict.result.value,
        "number": verdict.number,
        "checks": [
            {
                "check": each.name.value,
                "state": each.state.value,
                "reason": sentence(each),
            }
            for each in verdict.checks
        ],
        "signers": [_signer(each) for each in verdict.signers],
    }


def _signer(signer: Signer) -> dict[str, Any]:
    signature = signer.signature
    return {
        "name": signer.name,
        "role": signer.role,
        "field": signature.field,
        "identity": signer.identity,
        "intact": signature.is_intact,
        "signed_at": signature.signed_at,
        "subject": signature.signer.subject,
        "issuer": signature.signer.issuer,
        "serial": signature.signer.serial,
        "fingerprint": signature.signer.fingerprint,
    }
