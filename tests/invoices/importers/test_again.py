"""The same file again, and a later file that says something else."""

from __future__ import annotations

import datetime as dt

import pytest

from arcollect.core.models import AuditEvent
from customers.models import Customer
from invoices.models import Allocation, Invoice, Payment
from invoices.services.undo_allocation import undo_allocation
from tests.invoices.importers.books import (
    ALLOCATIONS,
    INVOICES,
    MONEY,
    PAYMENTS,
    SALE,
    SETTLED,
    Import,
    allocations,
    left_on_account,
    open_amounts,
    snapshot,
)

LEDGER = {
    "customers.csv": "code,name,salesperson\nD001,Lanyue,Gu Wei\n",
    "contracts.csv": "number,customer_code,currency,term_days\nK-1,D001,CNY,30\n",
    "invoices.csv": SALE + "C-1,D001,credit_note,2026-02-01,,,CNY,10.00\n",
    "payments.csv": MONEY,
    "allocations.csv": ALLOCATIONS + "P-1,I-1,400,2026-02-01\n" * 2,
}


def test_the_same_files_again_change_nothing_and_say_so(load: Import):
    first = load(LEDGER)
    assert (first.status, first.json["created"]) == (0, 7)
    before = snapshot()
    again = load(LEDGER)
    assert (again.status, again.json["created"]) == (0, 0)
    assert again.json["unchanged"] == again.json["rows"] == 7
    assert snapshot() == before


def test_new_rows_beside_known_ones_are_added(load: Import):
    load({"invoices.csv": SALE, "payments.csv": MONEY})
    result = load({"allocations.csv": ALLOCATIONS + "P-1,I-1,600,2026-02-03\n"})
    assert (result.status, result.json["created"]) == (0, 1)
    assert open_amounts() == {"I-1": "400.00"}
    assert left_on_account() == {"P-1": "400.00"}
    more = ALLOCATIONS + "P-1,I-1,600,2026-02-03\nP-1,I-1,400,2026-02-04\n"
    result = load({"allocations.csv": more})
    assert (result.json["created"], result.json["unchanged"]) == (1, 1)
    assert open_amounts() == {"I-1": "0.00"}


def test_what_is_left_of_posted_documents_is_the_limit(load: Import):
    load(LEDGER)
    before = snapshot()
    result = load({"allocations.csv": ALLOCATIONS + "P-1,I-1,200.01,2026-03-01\n"})
    assert result.status == 1
    assert "200.01 CNY exceed the 200.00 CNY" in result.reasons()
    assert snapshot() == before


@pytest.mark.parametrize(
    ("row", "column", "posted", "said"),
    [
        ("I-1,D001,,2026-01-10,,30,CNY,1000.01", "amount", "1000.00", "1000.01"),
        ("I-1,D002,,2026-01-10,,30,CNY,1000.00", "customer_code", "D001", "D002"),
        (
            "I-1,D001,,2026-01-11,2026-02-09,,CNY,1000",
            "issued_on",
            "2026-01-10",
            "01-11",
        ),
        ("I-1,D001,,2026-01-10,,31,CNY,1000.00", "due_on", "2026-02-09", "2026-02-10"),
        ("I-1,D001,,2026-01-10,,30,USD,1000.00", "currency", "CNY", "USD"),
    ],
)
def test_a_contradiction_is_refused_with_the_difference(
    load, row, column, posted, said
):
    load({"invoices.csv": SALE})
    before = snapshot()
    result = load({"invoices.csv": INVOICES + row + "\n"})
    assert result.status == 1
    problem = next(p for p in result.errors if p["column"] == column)
    assert posted in problem["reason"]
    assert said in problem["reason"]
    assert snapshot() == before


def test_a_payment_in_another_currency_contradicts(load: Import):
    load({"invoices.csv": SALE, "payments.csv": MONEY})
    result = load({"payments.csv": MONEY.replace("CNY", "USD")})
    assert [problem["column"] for problem in result.errors] == ["currency"]


def test_a_repeat_in_the_file_is_unchanged_with_a_warning(load: Import):
    result = load({"invoices.csv": SALE + SALE.splitlines()[1] + "\n"})
    assert (result.status, result.json["created"], result.json["unchanged"]) == (
        0,
        1,
        1,
    )
    assert "line 2" in result.warnings[0]["reason"]
    assert Invoice.objects.count() == 1


def test_a_repeat_that_differs_is_an_error(load: Import):
    result = load({"invoices.csv": SALE + "I-1,D001,,2026-01-10,,30,CNY,999.00\n"})
    assert result.status == 1
    assert (result.errors[0]["line"], result.errors[0]["column"]) == (3, "amount")


def test_payments_repeat_too(load: Import):
    text = MONEY + MONEY.splitlines()[1] + "\n"
    result = load({"customers.csv": "code\nD001\n", "payments.csv": text})
    assert result.json["unchanged"] == 1
    assert Payment.objects.count() == 1


def test_master_data_is_brought_up_to_date_and_audited(load: Import):
    load(LEDGER)
    result = load({"customers.csv": "code,name,region\nD001,Lanyue Appliance,East\n"})
    assert (result.status, result.json["updated"], result.json["created"]) == (0, 1, 0)
    customer = Customer.objects.get()
    assert (customer.name, customer.region) == ("Lanyue Appliance", "East")
    assert customer.rep is not None
    event = AuditEvent.objects.get(action="customers.customer.imported")
    assert event.before == {"name": "Lanyue", "region": ""}
    assert {warning["column"] for warning in result.warnings} == {"name", "region"}


def test_an_empty_cell_takes_nothing_away(load: Import):
    load(LEDGER)
    result = load({"customers.csv": "code,name,salesperson\nD001,,\n"})
    assert (result.json["updated"], result.json["unchanged"]) == (0, 1)
    assert Customer.objects.get().name == "Lanyue"


def test_an_allocation_that_was_undone_is_not_posted_again(load: Import):
    files = {"invoices.csv": SALE, "payments.csv": MONEY, "allocations.csv": SETTLED}
    load(files)
    undo_allocation(
        actor=None,
        allocation=Allocation.objects.get(),
        effective_on=dt.date(2026, 3, 1),
        reason="It bounced.",
    )
    before = snapshot()
    result = load(files)
    assert result.json["unchanged"] == 3
    assert snapshot() == before


def test_money_that_came_free_later_counts_from_that_day(load: Import):
    load({"invoices.csv": SALE, "payments.csv": MONEY, "allocations.csv": SETTLED})
    undo_allocation(
        actor=None,
        allocation=Allocation.objects.get(),
        effective_on=dt.date(2026, 3, 1),
        reason="It bounced.",
    )
    more = {"allocations.csv": ALLOCATIONS + "P-1,I-1,300.00,2026-02-10\n"}
    assert load(more).status == 0
    assert ("300.00", "2026-03-01") in allocations()
    before = snapshot()
    assert load(more).json["unchanged"] == 1
    assert snapshot() == before


def test_a_payment_may_repeat_its_reference_on_another_day(load: Import):
    load({"invoices.csv": SALE, "payments.csv": MONEY})
    result = load({"payments.csv": PAYMENTS + "P-1,D001,2026-02-02,CNY,1000.00\n"})
    assert (result.status, Payment.objects.count()) == (0, 2)
