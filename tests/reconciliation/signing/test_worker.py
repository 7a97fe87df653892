"""The signing worker reads both approvals anew and signs only what they mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from arcollect.core.models import AuditEvent, Membership
from arcollect.core.roles import Role
from reconciliation.models import LetterFile, SealRequest, SealUse
from reconciliation.services.put_seal_in_use import retire_seal
from reconciliation.services.withdraw_letter import withdraw_letter
from reconciliation.signing import keys
from reconciliation.signing.worker import sign_approved
from tests import factories
from tests.factories import letters, seals
from tests.reconciliation import sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(db) -> SealRequest:
    company = factories.company()
    letter = letters.letter(customer=factories.customer(company=company))
    request = seals.seal_request(letter=letter, seal=seals.seal(company=company))
    return seals.approved(request)


def nothing_sealed(request: SealRequest) -> str:
    """A round seals nothing; the word that is kept for people."""
    sign_approved()
    request.refresh_from_db()
    assert request.state != SealRequest.State.SIGNED
    assert not LetterFile.objects.filter(kind=LetterFile.Kind.SEALED).exists()
    assert not SealUse.objects.exists()
    return request.failure


def test_a_letter_is_sealed_and_the_register_says_by_whom(request_):
    before = request_.pdf_sha256

    tally = sign_approved()

    assert tally.signed == 1
    use = SealUse.objects.get()
    assert (use.requested_by, use.sealed_by) == (
        request_.requested_by,
        request_.decided_by,
    )
    assert use.sha256_before == before
    assert use.sha256_after == request_.letter.files.get(kind="sealed").sha256
    assert use.signer_fingerprint == request_.seal.fingerprint
    assert AuditEvent.objects.filter(action="reconciliation.seal.used").count() == 1
    request_.refresh_from_db()
    assert request_.state == SealRequest.State.SIGNED


def test_a_second_round_does_nothing(request_):
    sign_approved()

    assert sign_approved().signed == 0
    assert SealUse.objects.count() == 1


def test_what_nobody_approved_is_not_signed(request_):
    SealRequest.objects.update(
        state="requested", decided_by=None, decided_at=None, second_factor_at=None
    )

    assert nothing_sealed(request_) == ""


def test_a_file_that_was_changed_is_not_signed(request_):
    file = request_.letter.files.get()
    path = Path(settings.VAR_DIR) / file.path
    path.write_bytes(path.read_bytes() + b"\n")

    assert nothing_sealed(request_) == "file_changed"


def test_an_approval_of_other_bytes_is_not_an_approval(request_):
    SealRequest.objects.update(pdf_sha256="0" * 64)

    assert nothing_sealed(request_) == "other_file"


def test_a_letter_withdrawn_meanwhile_is_not_sealed(request_):
    withdraw_letter(actor=request_.decided_by, letter=request_.letter, reason="Wrong")

    assert nothing_sealed(request_) == "letter_or_seal_not_in_force"


def test_a_seal_retired_meanwhile_is_not_used(request_):
    retire_seal(actor=request_.decided_by, seal=request_.seal, reason="Lost")

    assert nothing_sealed(request_) == "seal_unusable"


def test_a_role_taken_away_meanwhile_counts(request_):
    Membership.objects.filter(user=request_.decided_by).update(role=Role.SALES_REP)

    assert nothing_sealed(request_) == "approver_may_not"


def test_a_requester_who_may_no_more_counts(request_):
    Membership.objects.filter(user=request_.requested_by).update(role=Role.AUDITOR)

    assert nothing_sealed(request_) == "requester_may_not"


def test_a_missing_key_is_said(request_):
    (keys.keys_folder() / request_.seal.key_name).unlink()

    assert nothing_sealed(request_) == "missing"


def test_a_letter_that_failed_can_be_asked_for_again(request_):
    path = keys.keys_folder() / request_.seal.key_name
    content = path.read_bytes()
    path.unlink()
    sign_approved()
    path.write_bytes(content)
    path.chmod(0o600)

    again = seals.seal_request(letter=request_.letter, seal=request_.seal)
    seals.approved(again)

    assert sign_approved().signed == 1


def test_two_rounds_at_once_seal_once(request_, monkeypatch):
    """Both have signed; the one that records second leaves nothing behind."""
    from reconciliation.signing import worker

    record = worker._record

    def overtaken(request: SealRequest, content: bytes) -> bool:
        assert record(request, content)
        return record(request, content + b"\n")

    monkeypatch.setattr(worker, "_record", overtaken)
    folder = Path(settings.VAR_DIR) / worker.FOLDER / str(request_.company_id)
    before = set(folder.glob("*"))
    tally = sign_approved()

    assert tally.overtaken == 1
    assert SealUse.objects.count() == 1
    assert set(folder.glob("*")) - before == {_path(request_)}


def test_the_signature_stands_over_date_and_name(request_):
    """The field lies where the letter's template asks for it, at true size."""
    import pikepdf

    sign_approved()
    with pikepdf.open(_path(request_)) as pdf:
        fields = {str(each.T): each for each in pdf.Root.AcroForm.Fields}
        left, bottom, right, top = map(float, fields["seal"].Rect)
    assert right - left == pytest.approx(38 / 25.4 * 72, abs=0.1)
    assert top - bottom == pytest.approx(right - left, abs=0.01)
    assert left > 300  # the right half of the page
    assert "V" not in [key.strip("/") for key in fields["countersignature"]]


def _path(request: SealRequest) -> Path:
    return Path(settings.VAR_DIR) / request.letter.files.get(kind="sealed").path


def test_sealed_letters_of_a_round_are_all_valid(request_):
    from reconciliation.domain.verification import judge
    from reconciliation.selectors.seal_register import find_register

    for number in range(3):
        letter = letters.letter(
            customer=factories.customer(company=request_.company, name=f"K {number}")
        )
        seals.approved(seals.seal_request(letter=letter, seal=request_.seal))

    assert sign_approved().signed == 4
    for file in LetterFile.objects.filter(kind=LetterFile.Kind.SEALED):
        facts = sealed.facts((Path(settings.VAR_DIR) / file.path).read_bytes())
        assert judge(facts, find_register(facts)).result == "VALID"
