"""Screens of seals: what each role is offered, asked and refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from arcollect.core.roles import Role
from reconciliation.models import Seal, SealRequest
from reconciliation.services import register_seal
from reconciliation.signing.worker import sign_approved
from tests import factories
from tests.factories import letters, seals

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return factories.company(is_demo=True, name="Lanyue Appliance")


@pytest.fixture
def asked(company) -> SealRequest:
    letter = letters.letter(customer=factories.customer(company=company))
    return seals.seal_request(letter=letter, seal=seals.seal(company=company))


def browser(company, role: Role):
    return factories.signed_in(factories.user(role=role, company=company))


def url(name: str, *args: object) -> str:
    return reverse(f"reconciliation:{name}", args=args)


def test_a_seal_is_registered_and_then_taken_into_use(company, monkeypatch):
    monkeypatch.setitem(
        register_seal.register_seal.__kwdefaults__, "keeper", seals.keep_here
    )
    file = SimpleUploadedFile("seal.p12", seals.certificate())
    form = {
        "kind": "finance",
        "holder_name": "澜岳电器",
        "key_file": file,
        "passphrase": seals.PASSPHRASE,
    }

    browser(company, Role.ADMINISTRATOR).post(url("seal_new"), form)
    seal = Seal.objects.get()
    assert seal.state == Seal.State.REGISTERED
    browser(company, Role.FINANCE_MANAGER).post(url("seal_use", seal.pk))

    seal.refresh_from_db()
    assert seal.state == Seal.State.IN_USE


def test_a_certificate_that_is_refused_says_why(company, monkeypatch):
    monkeypatch.setitem(
        register_seal.register_seal.__kwdefaults__, "keeper", seals.keep_here
    )
    file = SimpleUploadedFile("seal.p12", seals.certificate(starts=-9, ends=-1))
    form = {"kind": "finance", "holder_name": "澜岳", "key_file": file}

    answer = browser(company, Role.ADMINISTRATOR).post(
        url("seal_new"), {**form, "passphrase": seals.PASSPHRASE}
    )

    assert answer.status_code == 422
    assert "has expired" in answer.content.decode()
    assert not Seal.objects.exists()


def test_a_clerk_asks_and_a_manager_seals(company):
    seals.seal(company=company)
    letter = letters.letter(customer=factories.customer(company=company))
    seal = Seal.objects.get()

    browser(company, Role.FINANCE).post(
        url("letter_seal", letter.pk), {"seal": seal.pk, "purpose": "Half-year"}
    )
    asked = SealRequest.objects.get()
    manager = browser(company, Role.FINANCE_MANAGER)
    page = manager.get(url("seal_request_detail", asked.pk)).content.decode()
    assert letter.number in page
    assert asked.pdf_sha256 in page
    file = manager.get(url("seal_request_file", asked.pk))
    assert file.content.startswith(b"%PDF-")
    manager.post(url("seal_request_approve", asked.pk), {"answer": factories.PASSWORD})
    asked.refresh_from_db()
    assert asked.state == SealRequest.State.APPROVED

    assert sign_approved().signed == 1
    shown = manager.get(url("seal_request_state", asked.pk)).content.decode()
    assert "hx-get" not in shown
    register = browser(company, Role.AUDITOR).get(url("seal_use_list"))
    assert letter.number in register.content.decode()


def test_a_wrong_password_says_so_and_changes_nothing(company, asked):
    answer = browser(company, Role.FINANCE_MANAGER).post(
        url("seal_request_approve", asked.pk), {"answer": "wrong"}
    )

    assert answer.status_code == 422
    assert "The password is not right" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == SealRequest.State.REQUESTED


def test_whoever_asked_is_told_that_somebody_else_must_approve(company):
    manager = factories.user(role=Role.FINANCE_MANAGER, company=company)
    letter = letters.letter(customer=factories.customer(company=company))
    asked = seals.seal_request(
        letter=letter, seal=seals.seal(company=company), by=manager
    )
    page = factories.signed_in(manager).get(url("seal_request_detail", asked.pk))

    assert "Somebody else must approve it" in page.content.decode()
    assert url("seal_request_approve", asked.pk) not in page.content.decode()


def test_refusing_needs_a_reason(company, asked):
    manager = browser(company, Role.FINANCE_MANAGER)

    assert manager.post(url("seal_request_refuse", asked.pk)).status_code == 422
    manager.post(url("seal_request_refuse", asked.pk), {"reason": "Wrong"})

    asked.refresh_from_db()
    assert asked.state == SealRequest.State.REFUSED


def test_lists_cost_the_same_at_one_and_at_many_rows(
    company, asked, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    auditor = browser(company, Role.AUDITOR)
    names = ("seal_request_list", "seal_use_list", "seal_list")

    def costs() -> list[int]:
        found = []
        for name in names:
            auditor.get(url(name))
            with CaptureQueriesContext(connection) as queries:
                assert auditor.get(url(name)).status_code == 200
            found.append(len(queries))
        return found

    seals.approved(asked)
    sign_approved()
    seals.seal_request(
        letter=letters.letter(customer=factories.customer(company=company)),
        seal=asked.seal,
    )
    few = costs()
    for _ in range(5):
        letter = letters.letter(customer=factories.customer(company=company))
        seals.approved(seals.seal_request(letter=letter, seal=asked.seal))
    sign_approved()
    for _ in range(5):
        letter = letters.letter(customer=factories.customer(company=company))
        seals.seal_request(letter=letter, seal=asked.seal)

    assert costs() == few
