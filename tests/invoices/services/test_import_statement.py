"""A statement enters the books whole, once, and by the company's own account."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from arcollect.core.models import AuditEvent, BankAccount, Company
from invoices.importers.statements.reading import Reader
from invoices.models import BankEntry, BankEntryState, BankStatement
from invoices.services.import_statement import (
    ImportedFile,
    StatementRefusedError,
    import_statement,
)
from tests import factories
from tests.invoices.importers.statements import samples

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
HEAD = "booked_on,amount,currency,payer_name,payer_account,text,bank_reference\n"


@pytest.fixture
def company() -> Company:
    return factories.company()


@pytest.fixture(scope="module")
def reader():
    with Reader() as found:
        yield found


@pytest.fixture
def take(company: Company, reader: Reader):
    def call(content: bytes | str, name: str = "file") -> ImportedFile:
        content = content.encode() if isinstance(content, str) else content
        return import_statement(
            actor=None, company=company, name=name, content=content, reader=reader
        )

    return call


def test_a_statement_with_its_entries_and_a_state_for_every_credit(take):
    done = take(samples.MT940, "C:\\bank\\day.sta")
    assert (done.file, done.format, done.status) == ("day.sta", "mt940", "imported")
    assert (done.statements, done.entries, done.created) == (1, 3, 3)
    assert (done.currency, done.credit, done.debit) == ("EUR", "350.00", "12.50")
    statement = BankStatement.objects.get()
    assert (statement.opening, statement.closing) == (Decimal(1000), Decimal("1337.5"))
    states = BankEntryState.objects.order_by("entry__position")
    assert [state.entry.position for state in states] == [1, 3]
    assert {state.state for state in states} == {"open"}
    assert AuditEvent.objects.get(action="invoices.statement.imported").company_id


def test_the_file_itself_is_frozen_as_it_came(take):
    take(samples.MT940)
    statement = BankStatement.objects.get()
    kept = (Path(settings.VAR_DIR) / statement.file_path).read_bytes()
    assert kept == samples.MT940
    assert statement.file_sha256 == hashlib.sha256(samples.MT940).hexdigest()


def test_the_same_file_again_creates_nothing(take):
    first = take(samples.camt())
    again = take(samples.camt())
    assert (again.status, again.created) == ("already_imported", 0)
    # What the file holds is said all the same.
    assert (again.entries, again.credit) == (first.entries, first.credit)
    assert BankStatement.objects.count() == 1
    assert BankEntry.objects.count() == 2


def test_a_day_that_overlaps_brings_only_what_is_new(take):
    day = "2026-03-02,10.00,EUR,A,,rent,\n"
    take(HEAD + day * 2)
    # The evening's file has the morning's two lines, a third like them, and another.
    done = take(HEAD + day * 3 + "2026-03-02,11.00,EUR,A,,rent,\n")
    assert (done.status, done.entries, done.created) == ("imported", 4, 2)
    assert BankEntry.objects.count() == 4
    later = BankStatement.objects.latest("pk")
    assert (later.entries_stated, later.entries.count()) == (4, 2)


def test_the_banks_reference_makes_two_formats_of_one_day_the_same(take):
    take(samples.CSV["sheet"])
    changed = samples.CSV["sheet"].replace("Invoice 2026-0001", "INV 2026/1")
    assert take(changed).created == 0


def test_the_intraday_report_is_followed_by_the_booked_statement(take):
    take(samples.MT942)
    done = take(samples.MT940)
    assert done.created == 2
    assert BankEntry.objects.filter(bank_reference="REF0001").count() == 1


def test_a_pending_entry_waits_for_nobody_until_it_is_booked(take):
    assert take(samples.camt(status="PDNG", closing="987.50")).created == 2
    assert not BankEntryState.objects.exists()
    done = take(samples.camt())
    assert done.created == 1
    assert BankEntryState.objects.get().entry.status == "booked"


def test_a_statement_without_entries_is_known_by_itself(take):
    text = samples.MT940.split(b":61:")[0] + b":62F:C260302EUR1000,00\n-}\n"
    assert (take(text).status, take(text).status) == ("imported", "already_imported")
    assert BankStatement.objects.count() == 1


def test_a_refused_file_leaves_nothing_behind(take):
    text = samples.MT940.replace(b"EUR1337,50", b"EUR1337,51")
    with pytest.raises(StatementRefusedError, match=r"1337\.50.*1337\.51") as refused:
        take(text)
    assert refused.value.figures is not None
    assert (refused.value.figures.entries, refused.value.figures.credit) == (
        3,
        "350.00",
    )
    assert not BankStatement.objects.exists()


def test_the_companys_own_account_is_recognised_by_its_number(take, company: Company):
    own = BankAccount.objects.create(
        company=company,
        currency="EUR",
        bank="Demo",
        account_name="x",
        account_number="0001 2345 67",
    )
    take(samples.MT940)
    assert BankStatement.objects.get().bank_account == own


def test_two_companies_have_their_own_entries(take, reader: Reader):
    take(samples.MT940)
    other = factories.company()
    done = import_statement(
        actor=None, company=other, name="f", content=samples.MT940, reader=reader
    )
    assert done.created == 3


@pytest.mark.parametrize("model", [BankStatement, BankEntry])
def test_what_the_bank_stated_is_never_changed(take, model):
    take(samples.MT940)
    for act in (
        lambda: model.objects.update(currency="USD"),
        lambda: model.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_state_says_what_it_must(take):
    take(samples.MT940)
    states = BankEntryState.objects.filter(entry__position=1)
    for wrong in ({"state": "matched"}, {"state": "lost"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            states.update(**wrong)
