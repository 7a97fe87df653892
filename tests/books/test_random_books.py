"""Hundreds of random books; removing a guard of the ledger turns them red."""

from __future__ import annotations

from decimal import Decimal
from random import SystemRandom
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from arcollect.core.fields import money
from invoices.models import DueItemState
from invoices.services import allocate as allocating
from invoices.services.balances import row_of
from tests.books.steps import Book
from tests.levels import at_level

pytestmark = pytest.mark.django_db
BOOKS = at_level(ci=500, everything=10_000)
PARTS = 20
# Books differ from run to run; the seed of a book that fails is printed.
FIRST = SystemRandom().randrange(10**9)


def _run(seed: int) -> None:
    with transaction.atomic():
        try:
            Book(seed).run()
        except Exception as error:
            error.add_note(f"Repeat with tests.books.steps.Book({seed}).run()")
            raise
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("part", range(PARTS))
def test_random_books(part: int) -> None:
    for number in range(BOOKS // PARTS):
        _run(FIRST + part * BOOKS + number)


def _take_from_item(item_id: int, amount: Decimal, **_: Any) -> bool:
    rows = DueItemState.objects.filter(pk=item_id, open_amount__gt=amount)
    rows.update(open_amount=F("open_amount") - money(amount))
    return True


def _take_from_source(source: Any, amount: Decimal, **_: Any) -> bool:
    row_of(source).filter(unallocated__gt=amount).update(
        unallocated=Greatest(F("unallocated") - money(amount), money(Decimal(0)))
    )
    return True


@pytest.mark.parametrize(
    ("guard", "without"),
    [("take_from_item", _take_from_item), ("take_from_source", _take_from_source)],
)
def test_without_a_guard_the_books_are_red(
    guard: str, without: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allocating, guard, without)
    # A CHECK of the database may be faster than the look at the book.
    with pytest.raises((AssertionError, IntegrityError)):
        _run_some()


def _nothing(*_: Any, **__: Any) -> None:
    return None


@pytest.mark.parametrize(
    ("place", "act"),
    [
        ("invoices.services.undo_bill_step.unsettle", _nothing),
        ("invoices.services.dishonour_bill.unsettle", _nothing),
        ("invoices.services.bill_postings.allocate_again", _nothing),
        ("invoices.services.approve_decision.take_back_postings", _nothing),
    ],
)
def test_without_a_way_back_the_books_are_red(
    place: str, act: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each half of a reversal is needed, of bills and of decisions alike."""
    monkeypatch.setattr(place, act)
    with pytest.raises(AssertionError):
        _run_some()


def _run_some() -> None:
    for seed in range(25):
        _run(seed)
