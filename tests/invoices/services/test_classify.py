"""The night in the database against the pure rule, on random books."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest

from arcollect.core.models import Company
from invoices.models import ClassHistory, ClassificationProgress, DueItemState
from invoices.services import classify
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.classify import classify_through
from invoices.services.undo_allocation import undo_allocation
from tests.books import known
from tests.books.openings import (
    item_of,
    money_from,
    open_company,
    open_customer,
    overdue_invoice,
)
from tests.books.random_book import random_book
from tests.levels import POSTGRESQL, at_level

pytestmark = pytest.mark.django_db
NIGHTS = 25
# Fewer on PostgreSQL: its books take twice as long.
SEEDS = range(at_level(ci=6 if POSTGRESQL else 15, everything=1000))


def _stored(company: Company) -> dict[int, known.Expected]:
    rows = DueItemState.objects.filter(company=company, severity__isnull=False)
    return {
        pk: known.Expected(severity, by)
        for pk, severity, by in rows.values_list("pk", "severity", "decided_by")
    }


def _history(company: Company) -> list[tuple[object, ...]]:
    rows = ClassHistory.objects.filter(company=company).order_by("due_item", "pk")
    return list(
        rows.values_list(
            "due_item", "changed_on", "from_severity", "to_severity", "decided_by"
        )
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_night_gives_what_the_rule_gives(seed: int) -> None:
    random = Random(seed)
    company, _items = random_book(random)
    day = known.START + dt.timedelta(days=random.randrange(100))
    while day < known.START + dt.timedelta(days=known.SPAN + 100):
        classify_through(company=company, as_of=day)
        assert _stored(company) == known.pure_classes(company, day), (seed, day)
        day += dt.timedelta(days=random.choice([1, 1, 2, 7, 30, 90]))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_missed_month_gives_what_every_night_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classify, "CHUNK", 3)
    random = Random(seed)
    company, _items = random_book(random)
    first = known.START + dt.timedelta(days=random.randrange(150))
    classify_through(company=company, as_of=first)
    from django.db import transaction

    last = first + dt.timedelta(days=NIGHTS)
    with transaction.atomic():
        for offset in range(1, NIGHTS + 1):
            classify_through(company=company, as_of=first + dt.timedelta(days=offset))
        nightly, stored = _history(company), _stored(company)
        transaction.set_rollback(True)
    classify_through(company=company, as_of=last)
    assert _history(company) == nightly, seed
    assert _stored(company) == stored


def test_running_twice_and_going_back_change_nothing() -> None:
    random = Random(1)
    company, _items = random_book(random)
    day = known.START + dt.timedelta(days=120)
    assert classify_through(company=company, as_of=day).changed > 0
    before = _history(company), list(DueItemState.objects.order_by("pk").values())
    again = classify_through(company=company, as_of=day)
    assert again.changed == 0
    back = classify_through(company=company, as_of=day - dt.timedelta(days=9))
    assert (back.changed, back.already_through) == (0, day)
    assert before == (
        _history(company),
        list(DueItemState.objects.order_by("pk").values()),
    )
    assert ClassificationProgress.objects.get(company=company).through == day


def test_a_second_undoing_from_an_earlier_day_is_looked_at() -> None:
    company = open_company()
    dealer = open_customer(company)
    first = dt.date(2026, 1, 1)
    item = item_of(overdue_invoice(dealer, issued_on=first, amount="100.00"))
    made = []
    for _ in range(2):
        payment = money_from(dealer, on=first, amount="50.00")
        part = AllocationPart(item.pk, Decimal("50.00"))
        made += allocate(actor=None, source=payment, parts=[part])
    classify_through(company=company, as_of=dt.date(2026, 1, 2))
    for allocation, day in zip(made, (10, 3), strict=True):
        undo_allocation(
            actor=None, allocation=allocation, effective_on=dt.date(2026, 1, day)
        )
    for day in (3, 4, 9, 10, 11):
        as_of = dt.date(2026, 1, day)
        classify_through(company=company, as_of=as_of)
        assert _stored(company) == known.pure_classes(company, as_of), as_of
