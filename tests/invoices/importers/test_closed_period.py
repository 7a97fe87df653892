"""A file brings nothing into a closed period; what is posted already stays unchanged."""

from __future__ import annotations

import datetime as dt

from arcollect.core import clock
from arcollect.core.models import ClosedBooks, Company
from tests.invoices.importers.books import MONEY, SALE, SETTLED, Import, snapshot

JANUARY = dt.date(2026, 1, 31)


def close(through: dt.date = JANUARY) -> None:
    ClosedBooks.objects.create(
        company=Company.objects.get(), through=through, changed_at=clock.now()
    )


def test_rows_in_a_closed_period_are_named_with_the_first_open_day(
    load: Import,
) -> None:
    load({"customers.csv": "code\nD001\n"})
    close()
    before = snapshot()
    result = load({"invoices.csv": SALE, "payments.csv": MONEY})
    assert result.status == 1
    (problem,) = result.errors
    assert (problem["file"], problem["line"]) == ("invoices.csv", 2)
    assert problem["column"] == "issued_on"
    assert "2026-02-01" in problem["reason"]
    assert snapshot() == before


def test_the_same_file_again_after_closing_changes_nothing(load: Import) -> None:
    files = {
        "customers.csv": "code\nD001\n",
        "invoices.csv": SALE,
        "payments.csv": MONEY,
        "allocations.csv": SETTLED,
    }
    assert load(files).status == 0
    close(through=dt.date(2026, 2, 28))
    assert load(files).errors == []


def test_an_allocation_dated_in_a_closed_period_is_refused(load: Import) -> None:
    load({"customers.csv": "code\nD001\n", "invoices.csv": SALE, "payments.csv": MONEY})
    close(through=dt.date(2026, 2, 28))
    result = load({"allocations.csv": SETTLED})
    (problem,) = result.errors
    assert (problem["file"], problem["column"]) == ("allocations.csv", "allocated_on")
