"""Sealing the audit log."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import transaction

from arcollect.core import audit, clock
from arcollect.core.models import AuditEvent, AuditSeal, Company
from arcollect.core.services.seal_audit import (
    GENESIS,
    SETTLING_TIME,
    chain_hash,
    seal_audit,
)
from arcollect.core.services.verify_audit import verify_audit
from tests.books.openings import open_company


def _act(company: Company, *, at: dt.datetime) -> AuditEvent:
    with time_machine.travel(at, tick=False), transaction.atomic():
        return audit.record(
            actor=None, action="test.acted", target=company, company=company
        )


@pytest.mark.django_db
def test_links_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = clock.now() - dt.timedelta(hours=1)
    company = open_company()
    first = _act(company, at=long_ago)
    one = seal_audit()
    assert one is not None
    assert (one.last_event_id, one.events) == (first.pk, 1)
    assert one.chain_hash == chain_hash(GENESIS, [(first.pk, first.row_hash)])
    assert seal_audit() is None
    second = _act(company, at=long_ago)
    third = _act(company, at=long_ago)
    two = seal_audit()
    assert two is not None
    assert (two.last_event_id, two.events) == (third.pk, 2)
    rows = [(each.pk, each.row_hash) for each in (second, third)]
    assert two.chain_hash == chain_hash(one.chain_hash, rows)
    assert list(verify_audit()) == []


@pytest.mark.django_db
def test_what_may_still_be_overtaken_waits() -> None:
    company = open_company()
    now = clock.now()
    old = _act(company, at=now - SETTLING_TIME * 5)
    _act(company, at=now)
    seal = seal_audit()
    assert seal is not None
    assert seal.last_event_id == old.pk


@pytest.mark.django_db
def test_nothing_to_seal() -> None:
    assert seal_audit() is None
    assert not AuditSeal.objects.exists()
