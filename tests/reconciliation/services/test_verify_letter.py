"""The judgement on whole files, through the reading child and with the register."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reconciliation.models import LetterFile
from reconciliation.services.verify_letter import verdict_as_json, verify_letter
from reconciliation.services.withdraw_letter import withdraw_letter
from tests import factories
from tests.factories import seals
from tests.reconciliation import sealed

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]


def checks(verdict) -> dict[str, str]:
    return {each.name.value: each.state.value for each in verdict.checks}


def reason(verdict, name: str) -> str:
    found = verdict_as_json(verdict)["checks"]
    return next(each["reason"] for each in found if each["check"] == name)


def signers(verdict) -> list[tuple[str, str, str]]:
    return [
        (each["role"], each["identity"], each["field"])
        for each in verdict_as_json(verdict)["signers"]
    ]


def issued_bytes(letter) -> bytes:
    file = letter.files.get(kind=LetterFile.Kind.ISSUED)
    return (Path(settings.VAR_DIR) / file.path).read_bytes()


def test_a_sealed_letter_is_valid(once):
    verdict = verify_letter(once.pdf)

    assert verdict.result == "VALID"
    assert verdict.number == once.letter.number
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
    assert signers(verdict) == [("seal", "test", "seal")]


def test_a_lawful_countersignature_is_valid_with_both_signers(once):
    verdict = verify_letter(sealed.countersigned(once.pdf))

    assert verdict.result == "VALID"
    assert checks(verdict)["register_hash"] == "passed"
    assert checks(verdict)["countersignature"] == "passed"
    assert signers(verdict) == [
        ("seal", "test", "seal"),
        ("countersignature", "not_checked", "countersignature"),
    ]


def test_an_unsigned_revision_is_invalid_and_listed(once):
    verdict = verify_letter(sealed.with_unsigned_revision(once.pdf))

    assert verdict.result == "INVALID"
    assert checks(verdict)["integrity"] == "passed"
    assert checks(verdict)["coverage"] == "failed"
    assert "revision 3: objects" in reason(verdict, "later_changes")
    assert "Catalog" in reason(verdict, "later_changes")


def test_an_unsigned_revision_after_the_countersignature_is_invalid(once):
    both = sealed.countersigned(once.pdf)

    assert verify_letter(sealed.with_unsigned_revision(both)).result == "INVALID"


def test_an_unsigned_change_that_the_customer_signs_is_invalid(once):
    """A later signature must not launder what was changed before it."""
    changed = sealed.countersigned(sealed.with_unsigned_revision(once.pdf))

    verdict = verify_letter(changed)

    assert verdict.result == "INVALID"
    assert checks(verdict)["coverage"] == "passed"
    assert checks(verdict)["later_changes"] == "failed"


def test_a_signature_in_a_field_of_its_own_is_invalid(once):
    verdict = verify_letter(sealed.signed_elsewhere(once.pdf))

    assert verdict.result == "INVALID"
    assert checks(verdict)["later_changes"] == "failed"


def test_a_foreign_sealer_is_indeterminate(once):
    # Other software writes the digits in capitals, our seals are in lower case.
    foreign = sealed.signed_by_someone(issued_bytes(once.letter))
    assert verify_letter(sealed.in_lower_case(foreign)).result == "INDETERMINATE"

    verdict = verify_letter(foreign)

    assert verdict.result == "INDETERMINATE"
    assert checks(verdict)["register_hash"] == "not_checked"
    assert verdict.number == once.letter.number  # as the file says of itself


def test_our_own_seal_on_a_file_that_nobody_sealed_is_invalid(once):
    """Whoever stole the key still has no line in the register."""
    forged = sealed.with_our_key(once, issued_bytes(once.letter))

    verdict = verify_letter(forged)

    assert checks(verdict)["certificate"] == "passed"
    assert checks(verdict)["register_hash"] == "failed"
    assert verdict.result == "INVALID"


def test_an_unsealed_letter_is_invalid(once):
    verdict = verify_letter(issued_bytes(once.letter))

    assert verdict.result == "INVALID"
    assert checks(verdict)["seal_signature"] == "failed"
    assert checks(verdict)["coverage"] == "not_checked"


def test_a_withdrawn_letter_is_told_of(once):
    manager = factories.user(company=once.letter.company)
    withdraw_letter(actor=manager, letter=once.letter, reason="Wrong balance")

    verdict = verify_letter(once.pdf)

    assert verdict.result == "VALID"  # the seal is; the letter is not in force
    assert checks(verdict)["letter_status"] == "failed"
    assert "withdrawn" in reason(verdict, "letter_status")


def test_a_retired_seal_still_vouches_for_what_it_sealed(once):
    seals.seal(company=once.letter.company, kind=once.letter.seal_use.seal.kind)

    assert verify_letter(once.pdf).result == "VALID"


def test_a_seal_that_never_came_into_use_vouches_for_nothing(once):
    type(once.letter.seal_use.seal).objects.update(
        state="registered", put_in_use_at=None
    )

    assert verify_letter(once.pdf).result == "INDETERMINATE"


def run(path: Path, *options: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_letter", str(path), *options, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_ends_with_0_only_for_valid(once, tmp_path):
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(once.pdf)
    bad.write_bytes(once.pdf + b"\n")

    status, text = run(good, "--json")
    answer = json.loads(text)
    assert status == 0
    assert set(answer) == {"result", "number", "checks", "signers"}
    assert answer["result"] == "VALID"
    assert all(set(each) == {"check", "state", "reason"} for each in answer["checks"])
    assert run(bad, "--json")[0] == 1
    assert run(bad)[1].startswith("INVALID")
    with pytest.raises(CommandError) as wrong:
        run(tmp_path / "none.pdf")
    assert wrong.value.returncode == 1
