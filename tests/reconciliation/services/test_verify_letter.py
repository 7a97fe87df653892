"""The judgement on whole files, with the register at hand."""

from __future__ import annotations

import pytest

from reconciliation.services.verify_letter import verdict_as_json, verify_letter
from tests.reconciliation import sealed

pytestmark = pytest.mark.django_db


def checks(verdict) -> dict[str, str]:
    return {each.name.value: each.state.value for each in verdict.checks}


def reason(verdict, name: str) -> str:
    found = verdict_as_json(verdict)["checks"]
    return next(each["reason"] for each in found if each["check"] == name)


def test_a_sealed_letter_is_valid():
    letter, pdf = sealed.seal_letter()

    verdict = verify_letter(pdf)

    assert verdict.result == "VALID"
    assert verdict.number == letter.number
    assert checks(verdict) == {
        "structure": "passed",
        "seal_signature": "passed",
        "integrity": "passed",
        "coverage": "passed",
        "later_changes": "passed",
        "contents": "passed",
        "certificate": "passed",
        "register_hash": "passed",
        "letter_status": "passed",
        "attachments": "passed",
        "totals": "passed",
        "time_stamp": "not_checked",
        "revocation": "not_checked",
        "countersignature": "not_checked",
    }
    assert "no identity" in reason(verdict, "certificate")
    assert [(each.role, each.identity) for each in verdict.signers] == [
        ("seal", "test")
    ]
