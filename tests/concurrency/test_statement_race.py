"""The same statement from several people at once: taken by one, known to the others."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from arcollect.core.models import Company
from invoices.models import BankEntry, BankStatement
from invoices.services import import_statement as importing
from invoices.services.import_statement import keep_statement, read_statement
from tests import factories
from tests.invoices.importers.statements import samples

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
WRITERS = 8
FILES = 6


def all_at_once(company: Company) -> Counter[str]:
    """How each writer's attempt at each file ended: a status, or an error's name."""
    start = Barrier(WRITERS)
    reads = [
        read_statement(
            name="day.sta",
            content=samples.MT940.replace(b"0001234567", b"%010d" % number),
        )
        for number in range(FILES)
    ]

    def run(_writer: int) -> list[str]:
        found = []
        for read in reads:
            start.wait(timeout=60)
            try:
                done = keep_statement(actor=None, company=company, read=read)
                found.append(done.status)
            except Exception as error:
                found.append(type(error).__name__)
        connections.close_all()
        return found

    with ThreadPoolExecutor(WRITERS) as pool:
        return Counter(
            status for part in pool.map(run, range(WRITERS)) for status in part
        )


def test_one_takes_the_file_and_the_others_find_it_known():
    found = all_at_once(factories.company())
    assert found == {"imported": FILES, "already_imported": FILES * (WRITERS - 1)}
    assert BankStatement.objects.count() == FILES
    assert BankEntry.objects.count() == FILES * 3


def test_without_turns_the_constraint_must_refuse_what_both_saw_as_new(
    monkeypatch: pytest.MonkeyPatch,
):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: there is no turn to take away.")
    monkeypatch.setattr(importing, "_take_turn", lambda company: None)
    found = all_at_once(factories.company())
    assert found["IntegrityError"] > 0
    # Even then nothing is entered twice.
    assert BankEntry.objects.count() == FILES * 3
