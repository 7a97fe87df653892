"""Many approve the same letter at once: one does, and it is sealed once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from arcollect.core.roles import Role
from reconciliation.models import LetterFile, SealRequest, SealUse
from reconciliation.services import decide_seal_request
from reconciliation.services.decide_seal_request import (
    DecisionRefusedError,
    approve_seal,
)
from reconciliation.signing import worker
from reconciliation.signing.worker import sign_approved
from tests import factories
from tests.factories import letters, seals

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
PEOPLE = 8


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=60)
            act()
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def asked() -> SealRequest:
    company = factories.company(is_demo=True)
    letter = letters.letter(customer=factories.customer(company=company))
    return seals.seal_request(letter=letter, seal=seals.seal(company=company))


def approvals(asked: SealRequest) -> list[str]:
    managers = [
        factories.user(role=Role.FINANCE_MANAGER, company=asked.company)
        for _ in range(PEOPLE)
    ]

    def approve(manager) -> Callable[[], object]:
        own = SealRequest.objects.select_related("seal__company", "company").get(
            pk=asked.pk
        )
        return lambda: approve_seal(
            actor=manager, request=own, answer=factories.PASSWORD
        )

    return at_once([approve(manager) for manager in managers])


def test_of_many_who_approve_at_once_one_does(asked):
    outcomes = approvals(asked)

    assert outcomes.count("done") == 1
    assert outcomes.count(DecisionRefusedError.__name__) == PEOPLE - 1


def test_without_the_condition_several_would(asked, monkeypatch):
    """The control: read first and write later lets more than one through."""

    def unguarded(actor, request):
        SealRequest.objects.filter(pk=request.pk).update(
            state=SealRequest.State.APPROVED,
            decided_by=actor,
            second_factor_at=request.requested_at,
        )

    monkeypatch.setattr(decide_seal_request, "_approve", unguarded)

    assert approvals(asked).count("done") > 1


def test_many_workers_at_once_seal_once(asked):
    seals.approved(asked)

    at_once([sign_approved] * 4)

    assert SealUse.objects.count() == 1
    assert LetterFile.objects.filter(kind=LetterFile.Kind.SEALED).count() == 1
    asked.refresh_from_db()
    assert asked.state == SealRequest.State.SIGNED


def test_without_the_condition_workers_would_both_record(asked, monkeypatch):
    """The control: the second of two workers is stopped by the state alone."""
    seals.approved(asked)
    signed = worker._signed(worker._read(asked.pk), {})
    request = worker._read(asked.pk)
    assert worker._record(request, signed)

    assert not worker._record(request, signed + b"\n")
    SealRequest.objects.filter(pk=asked.pk).update(state=SealRequest.State.APPROVED)
    with pytest.raises(Exception, match=r"(?i)unique"):
        worker._rows(request, "0" * 64, "elsewhere.pdf", 1)
