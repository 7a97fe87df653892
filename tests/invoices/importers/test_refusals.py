"""Bad files: every bad row is named, and nothing at all is posted."""

from __future__ import annotations

import pytest

from tests.invoices.importers.books import (
    ALLOCATIONS,
    INVOICES,
    MONEY,
    PAYMENTS,
    SALE,
    SETTLED,
    Import,
    snapshot,
)

GOOD = "I-0,D001,,2026-01-10,,30,CNY,1.00\n"
BAD_INVOICES = {
    "no number": (",D001,,2026-01-10,,30,CNY,1", "number", "empty"),
    "no customer": ("I-1,,,2026-01-10,,30,CNY,1", "customer_code", "empty"),
    "no date": ("I-1,D001,,,,30,CNY,1", "issued_on", "empty"),
    "no currency": ("I-1,D001,,2026-01-10,,30,,1", "currency", "empty"),
    "no amount": ("I-1,D001,,2026-01-10,,30,CNY,", "amount", "empty"),
    "no due date": ("I-1,D001,,2026-01-10,,,CNY,1", "due_on", "due_on or term_days"),
    "31 February": ("I-1,D001,,2026-02-31,,30,CNY,1", "issued_on", "no such day"),
    "slashes": ("I-1,D001,,2026/02/01,,30,CNY,1", "issued_on", "2026-01-31"),
    "compact date": ("I-1,D001,,20260201,,30,CNY,1", "issued_on", "not a date"),
    "old date": ("I-1,D001,,0026-02-01,,30,CNY,1", "issued_on", "before 1900"),
    "lower case": ("I-1,D001,,2026-01-10,,30,cny,1", "currency", "ISO 4217"),
    "gold": ("I-1,D001,,2026-01-10,,30,XAU,1", "currency", "ISO 4217"),
    "no code": ("I-1,D001,,2026-01-10,,30,RMB,1", "currency", "ISO 4217"),
    "zero": ("I-1,D001,,2026-01-10,,30,CNY,0.00", "amount", "above 0"),
    "negative": ("I-1,D001,,2026-01-10,,30,CNY,-5", "amount", "negative"),
    "commas": ('I-1,D001,,2026-01-10,,30,CNY,"1,000"', "amount", "one dot only"),
    "two dots": ("I-1,D001,,2026-01-10,,30,CNY,1.0.0", "amount", "not an amount"),
    "1e308": ("I-1,D001,,2026-01-10,,30,CNY,1e308", "amount", "not an amount"),
    "huge": ("I-1,D001,,2026-01-10,,30,CNY," + "9" * 400, "amount", "too large"),
    "too fine": ("I-1,D001,,2026-01-10,,30,CNY,1.005", "amount", "finer"),
    "yen sen": ("I-1,D001,,2026-01-10,,30,JPY,1.5", "amount", "finer"),
    "wide digits": ("I-1,D001,,2026-01-10,,30,CNY,１", "amount", "not an amount"),
    "days": ("I-1,D001,,2026-01-10,,thirty,CNY,1", "term_days", "whole number"),
    "many days": ("I-1,D001,,2026-01-10,,99999,CNY,1", "term_days", "limit"),
    "kind": ("I-1,D001,bill,2026-01-10,,30,CNY,1", "kind", "credit_note"),
    "long": ("I" * 61 + ",D001,,2026-01-10,,30,CNY,1", "number", "60 fit"),
    "NUL": ("I\0,D001,,2026-01-10,,30,CNY,1", "number", "NUL"),
    "short row": ("I-1,D001,2026-01-10", "", "3 cells"),
    "long row": ("I-1,D001,,2026-01-10,,30,CNY,1,more", "", "9 cells"),
}


@pytest.mark.parametrize("case", BAD_INVOICES)
def test_a_bad_row_refuses_the_file_and_is_named(load: Import, case: str):
    row, column, word = BAD_INVOICES[case]
    load({"customers.csv": "code\nOTHER\n"})
    before = snapshot()
    result = load({"invoices.csv": INVOICES + GOOD + row + "\n"})
    assert result.status == 1
    (problem,) = result.errors
    assert (problem["file"], problem["line"]) == ("invoices.csv", 3)
    assert problem["column"] == column
    assert word in problem["reason"]
    assert (result.json["created"], result.json["rows"]) == (0, 2)
    assert snapshot() == before


def test_every_bad_row_is_listed_with_its_physical_line(load: Import):
    text = INVOICES + 'I-1,"D\n1",,2026-01-10,,30,CNY,x\n\nI-2,D001,,x,,30,CNY,1\n'
    result = load({"invoices.csv": text})
    assert [problem["line"] for problem in result.errors] == [2, 5]


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("invoices.csv", "", "empty"),
        ("invoices.csv", "\n\n\n", "empty"),
        ("invoices.csv", "number,customer_code\n1,2\n", "issued_on"),
        ("invoices.csv", INVOICES.replace("kind", "amount") + GOOD, "twice"),
        (
            "invoices.csv",
            INVOICES + 'I-1,"D001,,2026-01-10,,30,CNY,1\n',
            "never closed",
        ),
        ("invoices.csv", INVOICES + 'I-1,"D"001,,2026-01-10,,30,CNY,1\n', "Quotation"),
        (
            "invoices.csv",
            INVOICES + "I" * 200_000 + ",D,,2026-01-10,,3,CNY,1\n",
            "longer",
        ),
        ("table.csv", "a,b\n1,2\n", "Neither the name"),
        ("invoices.xlsx", "not a zip", "not an XLSX"),
        ("invoices.csv.gz", "not packed", "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(load: Import, name, text, word):
    before = snapshot()
    result = load({name: text, "customers.csv": "code\nD009\n"})
    assert result.status == 1
    assert word in result.reasons()
    assert {k: v for k, v in snapshot().items() if k != "core.auditevent"} == {
        k: v for k, v in before.items() if k != "core.auditevent"
    }


def test_a_header_alone_is_no_error(load: Import):
    result = load({"invoices.csv": INVOICES})
    assert (result.status, result.json["rows"]) == (0, 0)
    assert "no rows" in result.warnings[0]["reason"]


def test_one_bad_file_keeps_the_good_ones_out(load: Import):
    result = load(
        {
            "invoices.csv": SALE,
            "payments.csv": PAYMENTS + "P-1,NOBODY,2026-02-01,CNY,1\n",
        }
    )
    assert result.status == 1
    assert snapshot()["invoices.invoice"] == []


ALLOCATION_ERRORS = {
    "unknown money": ("P-9,I-1,1,2026-02-01", "payment_reference", "no payment"),
    "unknown invoice": ("P-1,I-9,1,2026-02-01", "invoice_number", "no invoice"),
    "other customer": ("P-2,I-1,1,2026-02-01", "invoice_number", "customer D001"),
    "other currency": ("P-3,I-1,1,2026-02-01", "invoice_number", "in CNY"),
    "two payments": ("P-4,I-1,1,2026-02-01", "payment_reference", "2 payments"),
    "too fine": ("P-1,I-1,1.005,2026-02-01", "amount", "finer"),
    "more than paid": ("P-5,I-1,10.01,2026-02-01", "amount", "10.00 CNY"),
    "more than owed": ("P-6,I-1,1000.01,2026-02-01", "amount", "1000.00 CNY"),
}


@pytest.mark.parametrize("case", ALLOCATION_ERRORS)
def test_an_allocation_that_cannot_be(load: Import, case: str):
    row, column, word = ALLOCATION_ERRORS[case]
    result = load(
        {
            "invoices.csv": SALE + "I-2,D002,,2026-01-10,,30,CNY,5\n",
            "payments.csv": MONEY
            + "P-2,D002,2026-02-01,CNY,50\n"
            + "P-3,D001,2026-02-01,USD,50\n"
            + "P-4,D001,2026-02-01,CNY,50\nP-4,D001,2026-02-02,CNY,50\n"
            + "P-5,D001,2026-02-01,CNY,10\nP-6,D001,2026-02-01,CNY,2000\n",
            "allocations.csv": ALLOCATIONS + row + "\n",
        }
    )
    assert result.status == 1
    (problem,) = result.errors
    assert (problem["file"], problem["line"]) == ("allocations.csv", 2)
    assert problem["column"] == column
    assert word in problem["reason"]
    assert snapshot()["invoices.payment"] == []


def test_a_reference_that_is_a_payment_and_a_credit_note_is_no_answer(load: Import):
    result = load(
        {
            "invoices.csv": SALE + "P-1,D001,credit_note,2026-02-01,,,CNY,100\n",
            "payments.csv": MONEY,
            "allocations.csv": SETTLED,
        }
    )
    assert "2 payments or credit notes" in result.reasons()


def test_allocations_are_summed_before_they_are_believed(load: Import):
    result = load(
        {
            "invoices.csv": SALE,
            "payments.csv": MONEY + "P-2,D001,2026-02-01,CNY,600\n",
            "allocations.csv": ALLOCATIONS
            + "P-1,I-1,600,2026-02-01\nP-2,I-1,600,2026-02-01\n",
        }
    )
    (problem,) = result.errors
    assert problem["line"] == 3
    assert "1200.00 CNY" in problem["reason"]
    assert "1000.00 CNY" in problem["reason"]


def test_an_unknown_contract_and_another_customers_contract(load: Import):
    head = "number,customer_code,issued_on,due_on,currency,amount,contract_number\n"
    result = load(
        {
            "customers.csv": "code\nD001\nD002\n",
            "contracts.csv": "number,customer_code,currency\nK-1,D002,CNY\n",
            "invoices.csv": head
            + "I-1,D001,2026-01-10,2026-02-10,CNY,5,K-1\n"
            + "I-2,D001,2026-01-10,2026-02-10,CNY,5,K-9\n",
        }
    )
    assert [problem["line"] for problem in result.errors] == [2, 3]
    assert "belongs to customer D002" in result.reasons()
    assert "no contract" in result.reasons()


def test_a_bad_row_is_not_reported_again_by_what_refers_to_it(load: Import):
    result = load(
        {
            "invoices.csv": INVOICES + "I-1,D001,,2026-01-10,,30,CNY,oops\n",
            "payments.csv": MONEY,
            "allocations.csv": SETTLED,
        }
    )
    assert [problem["file"] for problem in result.errors] == ["invoices.csv"]
