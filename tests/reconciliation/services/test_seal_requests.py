"""Asking for a seal and deciding on it: two people, always."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from arcollect.core import clock
from arcollect.core.models import AuditEvent
from arcollect.core.roles import Role
from reconciliation.models import Seal, SealRequest
from reconciliation.services.decide_seal_request import (
    DecisionRefusedError,
    approve_seal,
    refuse_seal,
)
from reconciliation.services.put_seal_in_use import SealStateError, put_seal_in_use
from reconciliation.services.register_seal import SealRefusedError, register_seal
from reconciliation.services.request_seal import SealRequestRefusedError, request_seal
from reconciliation.services.withdraw_letter import withdraw_letter
from tests import factories
from tests.factories import letters, seals

pytestmark = pytest.mark.django_db
State = SealRequest.State


@pytest.fixture
def company(db):
    return factories.company(name="Lanyue Appliance")


@pytest.fixture
def asked(company) -> SealRequest:
    letter = letters.letter(customer=factories.customer(company=company))
    return seals.seal_request(letter=letter, seal=seals.seal(company=company))


@pytest.fixture
def manager(company):
    return factories.user(role=Role.FINANCE_MANAGER, company=company)


def code_of(user) -> str:
    """What the user's app shows now."""
    device = TOTPDevice.objects.get(user=user)
    device.last_t = -1
    device.throttling_failure_count = 0
    device.save()
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = clock.now().timestamp()
    return f"{totp.token():06d}"


def unchanged(request: SealRequest) -> bool:
    request.refresh_from_db()
    return request.state == State.REQUESTED and request.decided_by is None


def test_another_person_approves_with_the_code_of_his_app(asked, manager):
    approve_seal(actor=manager, request=asked, answer=code_of(manager))

    asked.refresh_from_db()
    assert asked.state == State.APPROVED
    assert asked.decided_by == manager
    assert asked.second_factor_at is not None
    assert AuditEvent.objects.filter(action="reconciliation.seal.approved").exists()


def test_a_wrong_code_changes_nothing(asked, manager):
    with pytest.raises(DecisionRefusedError, match="code"):
        approve_seal(actor=manager, request=asked, answer="000000")
    assert unchanged(asked)


def test_a_code_is_good_once(company, manager):
    seal = seals.seal(company=company)
    first, second = (
        seals.seal_request(
            letter=letters.letter(customer=factories.customer(company=company)),
            seal=seal,
        )
        for _ in range(2)
    )
    code = code_of(manager)
    approve_seal(actor=manager, request=first, answer=code)

    with pytest.raises(DecisionRefusedError):
        approve_seal(actor=manager, request=second, answer=code)
    assert unchanged(second)


def test_whoever_asked_cannot_approve(company, manager):
    letter = letters.letter(customer=factories.customer(company=company))
    request = seals.seal_request(
        letter=letter, seal=seals.seal(company=company), by=manager
    )

    with pytest.raises(DecisionRefusedError, match="Somebody else"):
        approve_seal(actor=manager, request=request, answer=code_of(manager))
    assert unchanged(request)


def test_the_database_refuses_one_person_for_both(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        seals.approved(asked, by=asked.requested_by)


def test_a_role_that_may_not_seal_is_refused(asked, company):
    clerk = factories.user(role=Role.FINANCE, company=company)

    with pytest.raises(DecisionRefusedError, match="role"):
        approve_seal(actor=clerk, request=asked, answer="")
    assert unchanged(asked)


def test_without_a_second_step_nobody_seals(asked, company):
    manager = factories.user(
        role=Role.FINANCE_MANAGER, company=company, second_factor=False
    )

    with pytest.raises(DecisionRefusedError, match="Set up"):
        approve_seal(actor=manager, request=asked, answer=factories.PASSWORD)
    assert unchanged(asked)


def test_the_demo_asks_for_the_password_instead():
    demo = factories.company(is_demo=True)
    letter = letters.letter(customer=factories.customer(company=demo))
    request = seals.seal_request(letter=letter, seal=seals.seal(company=demo))
    manager = factories.user(role=Role.FINANCE_MANAGER, company=demo)

    with pytest.raises(DecisionRefusedError, match="password"):
        approve_seal(actor=manager, request=request, answer="wrong")
    approve_seal(actor=manager, request=request, answer=factories.PASSWORD)
    request.refresh_from_db()
    assert request.state == State.APPROVED


def test_refusing_needs_a_reason_and_frees_the_letter(asked, manager):
    with pytest.raises(DecisionRefusedError, match="why"):
        refuse_seal(actor=manager, request=asked, reason="  ")
    refuse_seal(actor=manager, request=asked, reason="Wrong balance")

    asked.refresh_from_db()
    assert (asked.state, asked.refused_reason) == (State.REFUSED, "Wrong balance")
    assert seals.seal_request(letter=asked.letter, seal=asked.seal)


def test_whoever_asked_may_take_it_back(asked):
    refuse_seal(actor=asked.requested_by, request=asked, reason="Too early")

    asked.refresh_from_db()
    assert asked.state == State.REFUSED


def test_a_colleague_without_the_permission_cannot_refuse(asked, company):
    clerk = factories.user(role=Role.FINANCE, company=company)

    with pytest.raises(DecisionRefusedError):
        refuse_seal(actor=clerk, request=asked, reason="No")
    assert unchanged(asked)


def test_one_request_at_a_time(asked):
    with pytest.raises(SealRequestRefusedError, match="already"):
        seals.seal_request(letter=asked.letter, seal=asked.seal)
    assert SealRequest.objects.count() == 1


def test_a_withdrawn_letter_is_neither_asked_for_nor_approved(asked, manager):
    withdraw_letter(actor=manager, letter=asked.letter, reason="Wrong")

    with pytest.raises(DecisionRefusedError, match="withdrawn"):
        approve_seal(actor=manager, request=asked, answer=code_of(manager))
    refuse_seal(actor=manager, request=asked, reason="Withdrawn")
    with pytest.raises(SealRequestRefusedError, match="withdrawn"):
        seals.seal_request(letter=asked.letter, seal=asked.seal)


@pytest.mark.parametrize(
    ("starts", "ends", "word"), [(-9, -1, "expired"), (1, 9, "not valid yet")]
)
def test_a_certificate_out_of_time_is_refused_before_the_first_letter(
    company, starts, ends, word
):
    """At registration, and again where a seal in use has run out of time."""
    with pytest.raises(SealRefusedError, match=word):
        registered(company, seals.certificate(starts=starts, ends=ends))
    assert not Seal.objects.exists()

    seal, now = seals.seal(company=company), clock.now()
    day = clock.dt.timedelta(days=1)
    Seal.objects.update(not_before=now + starts * day, not_after=now + ends * day)
    seal.refresh_from_db()
    letter = letters.letter(customer=factories.customer(company=company))
    with pytest.raises(SealRequestRefusedError, match=word):
        seals.seal_request(letter=letter, seal=seal)


def test_without_a_certificate_no_seal_is_registered(company):
    with pytest.raises(SealRefusedError, match="PKCS#12"):
        registered(company, b"")


def registered(company, key_file: bytes, *, name: str = "澜岳电器", actor=None) -> Seal:
    return register_seal(
        actor=actor,
        company=company,
        kind="finance",
        holder_name=name,
        key_file=key_file,
        passphrase=seals.PASSPHRASE,
        keeper=seals.keep_here,
    )


def test_a_customers_seal_is_never_drawn(company):
    factories.customer(company=company, name="Hengda")

    with pytest.raises(SealRefusedError, match="crime"):
        registered(company, seals.certificate(), name="hengda")


def test_a_seal_is_taken_into_use_by_another_person(company, manager):
    administrator = factories.user(role=Role.ADMINISTRATOR, company=company)
    seal = registered(company, seals.certificate(), actor=administrator)
    letter = letters.letter(customer=factories.customer(company=company))
    clerk = factories.user(role=Role.FINANCE, company=company)

    with pytest.raises(SealRequestRefusedError, match="not in use"):
        request_seal(actor=clerk, letter=letter, seal=seal)
    with pytest.raises(SealStateError, match="Somebody else"):
        put_seal_in_use(actor=administrator, seal=seal)
    put_seal_in_use(actor=manager, seal=seal)
    seal.refresh_from_db()
    assert seal.state == Seal.State.IN_USE


def test_the_seal_before_is_retired(company):
    first = seals.seal(company=company)
    second = seals.seal(company=company)

    first.refresh_from_db()
    assert (first.state, second.state) == (Seal.State.RETIRED, Seal.State.IN_USE)


def test_a_seal_with_a_test_certificate_is_a_sample(company):
    assert seals.seal(company=company).is_sample
