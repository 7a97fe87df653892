"""The real ledger: its totals to the cent, unchanged the second time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.db.models import Count, Sum

from customers.models import Customer
from invoices.models import Allocation, DueItem, DueItemState, Invoice, Payment
from tests.invoices.importers.books import Result, run_command, snapshot

FILE = "data/highradius/highradius_ledger_rebuilt.csv.gz"
OPEN = {"USD": (8_977, "280875125.47"), "CAD": (704, "42218190.72")}


def load(shared_dir: Path, **options: object) -> Result:
    return run_command(shared_dir / FILE, profile="highradius", **options)


@pytest.mark.realdata
@pytest.mark.django_db
def test_the_ledger_of_a_food_supplier(shared_dir: Path):
    result = load(shared_dir)
    assert result.status == 0
    assert (result.json["rows"], result.json["created"]) == (49_681, 49_681)
    found = (
        DueItemState.objects.filter(open_amount__gt=0)
        .values_list("currency")
        .annotate(Count("pk"), Sum("open_amount"))
    )
    assert {
        currency: (items, f"{amount:.2f}") for currency, items, amount in found
    } == OPEN
    assert DueItem.objects.count() == Invoice.objects.count() == 49_681
    assert Payment.objects.count() == Allocation.objects.count() == 40_000
    assert Customer.objects.count() == 1_099
    columns = Counter(warning["column"] for warning in result.warnings)
    assert columns == {"currency": 757, "due_on": 27}
    assert Customer.objects.get(code="200769623").name == "WAL-MAR llc"

    before = {label: len(rows) for label, rows in snapshot().items()}
    again = load(shared_dir)
    assert (again.json["created"], again.json["unchanged"]) == (0, 49_681)
    assert {label: len(rows) for label, rows in snapshot().items()} == before


@pytest.mark.realdata
@pytest.mark.django_db
def test_a_dry_run_of_it_writes_nothing(shared_dir: Path):
    result = load(shared_dir, dry_run=True)
    assert (result.status, result.json["created"]) == (0, 49_681)
    assert not Invoice.objects.exists()
    assert not Customer.objects.exists()
