"""What is refused or only tried leaves no trace in the books."""

from __future__ import annotations

import pytest

from arcollect.core.models import AuditEvent, Company
from invoices.importers.sources import find_sources
from invoices.services.import_ledger import company_for_import, imported
from tests.acceptance.desk import Desk
from tests.acceptance.ledger_counts import ledger_counts

INVOICES = "number|customer_code|kind|issued_on|due_on|term_days|currency|amount"
PAYMENTS = "reference|customer_code|received_on|currency|amount"
ALLOCATIONS = "payment_reference|invoice_number|amount|allocated_on"
SOUND = "F1|C1||2026-01-10|2026-02-09||CNY|100.00"


@pytest.fixture
def ledger(desk: Desk) -> Desk:
    desk.table("invoices.csv", INVOICES, SOUND)
    desk.table("payments.csv", PAYMENTS, "P1|C1|2026-01-20|CNY|100.00")
    desk.table("allocations.csv", ALLOCATIONS, "P1|F1|60.00|2026-01-21")
    return desk


def _untouched() -> bool:
    empty = not any(ledger_counts().values())
    return empty and not Company.objects.exists() and not AuditEvent.objects.exists()


def test_a_dry_run_of_a_new_ledger_writes_nothing_at_all(ledger: Desk) -> None:
    answer = ledger.dry_run()
    assert (answer.status, answer.counts) == (0, (3, 3, 0))
    assert answer.json["errors"] == []
    assert _untouched()


def test_two_first_imports_at_once_share_one_company(ledger: Desk) -> None:
    """Both began on empty books; the slower one finds the company and its rows there."""
    sources = find_sources([ledger.folder], canonical=True)
    slower = company_for_import(None)
    ledger.must_import()
    before = ledger_counts()
    with imported(company=slower, sources=sources) as outcome:
        counts = outcome.counts
    assert (counts.errors, counts.created, counts.unchanged) == (0, 0, 3)
    assert Company.objects.count() == 1
    assert ledger_counts() == before


def test_a_dry_run_tells_what_the_import_then_does(ledger: Desk) -> None:
    told = ledger.dry_run().json
    done = ledger.must_import().json
    assert done.pop("dry_run") is False
    assert told.pop("dry_run") is True
    assert told == done
    company = Company.objects.get()
    found = (company.name, company.base_currency, company.time_zone)
    assert found == ("Company", "CNY", "Asia/Shanghai")
    before = ledger_counts()
    assert ledger.dry_run().counts == (3, 0, 3)
    assert ledger_counts() == before


BAD_LAST_ROWS = {
    "no such day": ("invoices.csv", "F9|C1||2026-02-30|2026-03-01||CNY|1.00"),
    "finer than the fen": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||CNY|1.001"),
    "half a yen": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||JPY|0.5"),
    "a tenth of a fils": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||KWD|0.0001"),
    "gold": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||XAU|1"),
    "small letters": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||cny|1"),
    "negative": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||CNY|-1"),
    "nothing": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||CNY|0.00"),
    "thousands": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||CNY|1,000.00"),
    "wide digits": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||CNY|１０"),
    "exponent": ("invoices.csv", "F9|C1||2026-01-01|2026-03-01||CNY|1e308"),
    "a NUL": ("invoices.csv", "F\x009|C1||2026-01-01|2026-03-01||CNY|1"),
    "no due date": ("invoices.csv", "F9|C1||2026-01-01|||CNY|1"),
    "no customer": ("invoices.csv", "F9|||2026-01-01|2026-03-01||CNY|1"),
    "unknown kind": ("invoices.csv", "F9|C1|debit|2026-01-01|2026-03-01||CNY|1"),
    "same number, other amount": (
        "invoices.csv",
        "F1|C1||2026-01-10|2026-02-09||CNY|100.01",
    ),
    "a stranger pays": ("payments.csv", "P9|C9|2026-01-20|CNY|1.00"),
    "unknown money": ("allocations.csv", "P9|F1|1.00|2026-01-21"),
    "unknown invoice": ("allocations.csv", "P1|F9|1.00|2026-01-21"),
    "more than came in": ("allocations.csv", "P1|F1|40.01|2026-01-21"),
    "an invoice as money": ("allocations.csv", "F1|F1|1.00|2026-01-21"),
}


@pytest.mark.parametrize("which", BAD_LAST_ROWS)
def test_one_bad_row_in_one_file_keeps_all_files_out(ledger: Desk, which: str) -> None:
    name, row = BAD_LAST_ROWS[which]
    path = ledger.folder / name
    lines = path.read_text().count("\n")
    cells = (f'"{cell}"' for cell in row.split("|"))
    path.write_text(path.read_text() + ",".join(cells) + "\n")
    answer = ledger.import_()
    assert answer.status == 1
    assert answer.counts == (4, 0, 0)
    assert {(bad["file"], bad["line"]) for bad in answer.json["errors"]} == {
        (name, lines + 1)
    }
    assert all(bad["reason"] and bad["column"] for bad in answer.json["errors"])
    assert _untouched()


CONTRADICTIONS = {
    "customer_code": "F1|C2||2026-01-10|2026-02-09||CNY|100.00",
    "issued_on": "F1|C1||2026-01-11|2026-02-09||CNY|100.00",
    "due_on": "F1|C1||2026-01-10|2026-02-10||CNY|100.00",
    "term_days": "F1|C1||2026-01-10|2026-02-09|20|CNY|100.00",
    "currency": "F1|C1||2026-01-10|2026-02-09||USD|100.00",
    "amount": "F1|C1||2026-01-10|2026-02-09||CNY|99.00",
}


@pytest.mark.parametrize("column", CONTRADICTIONS)
def test_a_later_file_cannot_change_what_is_posted(ledger: Desk, column: str) -> None:
    ledger.must_import()
    before = ledger_counts()
    ledger.table("invoices.csv", INVOICES, CONTRADICTIONS[column])
    ledger.table("allocations.csv", ALLOCATIONS)
    answer = ledger.import_()
    assert answer.status == 1
    assert [bad["column"] for bad in answer.json["errors"]] == [column]
    posted, said = SOUND.split("|"), CONTRADICTIONS[column].split("|")
    place = INVOICES.split("|").index(column)
    assert (posted[place] or "30") in answer.reasons[0]
    assert said[place] in answer.reasons[0]
    assert ledger_counts() == before


def test_a_night_before_any_policy_is_refused_with_a_sentence(ledger: Desk) -> None:
    ledger.must_import()
    answer = ledger.run("nightly", "--as-of=1899-12-31", "--json")
    assert answer.status == 1
    assert "1899-12-31" in answer.text
    assert ledger.nightly("2026-03-01") == 1
