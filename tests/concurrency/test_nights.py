"""Nights at once, while people allocate and undo: one history, and sound books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from arcollect.core.models import Company
from customers.models import Customer
from invoices.models import ClassHistory, DueItem, DueItemState, Fact, Payment
from invoices.services import classify
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.classify import classify_through
from invoices.services.record_fact import record_fact
from invoices.services.undo_allocation import undo_allocation
from invoices.verify.run import verify
from tests.books import known
from tests.books.openings import (
    item_of,
    money_from,
    open_company,
    open_customer,
    overdue_invoice,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
FIRST = dt.date(2026, 1, 1)
NIGHT = dt.date(2026, 6, 1)
ITEMS = 24


def _in_own_connection(act: Callable[[], object], start: Barrier) -> Callable[[], None]:
    def run() -> None:
        try:
            start.wait(timeout=60)
            act()
        finally:
            connections.close_all()

    return run


def _work(items: list[DueItem], payments: list[Payment]) -> None:
    """Somebody allocates, some of it for a later day, and takes half of it back."""
    for number, (item, payment) in enumerate(zip(items, payments, strict=True)):
        later = NIGHT + dt.timedelta(days=3) if number % 3 == 0 else None
        part = AllocationPart(item.pk, Decimal("100.00"))
        made = allocate(actor=None, source=payment, parts=[part], effective_on=later)
        if number % 2:
            undo_allocation(actor=None, allocation=made[0])


def _state_facts(customers: list[Customer]) -> None:
    for customer in customers:
        record_fact(
            actor=None,
            customer=customer,
            kind=Fact.Kind.ABSCONDED,
            from_on=dt.date(2026, 5, 1),
        )


def _post(customers: list[Customer]) -> None:
    for number in range(ITEMS):
        issued_on = NIGHT - dt.timedelta(days=number * 5)
        overdue_invoice(customers[number % len(customers)], issued_on=issued_on)


def test_nights_at_once_while_people_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classify, "CHUNK", 5)
    company, customers, items, payments = _book()
    classify_through(company=company, as_of=FIRST + dt.timedelta(days=20))
    half = ITEMS // 2
    acts: list[Callable[[], object]] = [
        lambda: classify_through(company=company, as_of=NIGHT),
        lambda: classify_through(company=company, as_of=NIGHT),
        lambda: _work(items[:half], payments[:half]),
        lambda: _work(items[half:], payments[half:]),
        lambda: _state_facts(customers[:2]),
        lambda: _post(customers),
    ]
    start = Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as pool:
        done = [pool.submit(_in_own_connection(act, start)) for act in acts]
    for each in done:
        each.result()
    assert verify(company=company) == []
    days = (NIGHT, NIGHT + dt.timedelta(days=1), NIGHT + dt.timedelta(days=4))
    for day in days:
        classify_through(company=company, as_of=day)
        found = dict(
            ClassHistory.objects.filter(company=company)
            .order_by("pk")
            .values_list("due_item", "to_severity")
        )
        pure = known.pure_classes(company, day)
        assert found == {pk: each.severity for pk, each in pure.items()}
        assert verify(company=company) == []


def test_facts_reach_what_is_posted_at_the_same_moment() -> None:
    company, customers, items, payments = _book()
    classify_through(company=company, as_of=NIGHT)
    acts: list[Callable[[], object]] = [
        lambda: _post(customers),
        lambda: _post(customers),
        lambda: _work(items, payments),
        lambda: _state_facts(customers),
    ]
    start = Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as pool:
        done = [pool.submit(_in_own_connection(act, start)) for act in acts]
    for each in done:
        each.result()
    assert verify(company=company) == []
    classify_through(company=company, as_of=NIGHT)
    pure = known.pure_classes(company, NIGHT)
    stored = dict(DueItemState.objects.values_list("pk", "severity"))
    assert stored == {pk: each.severity for pk, each in pure.items()}
    assert verify(company=company) == []


def test_who_posts_at_once_shares_the_last_night() -> None:
    """Postings do not keep each other from classifying: none is left to the night."""
    company, customers, _items, _payments = _book()
    classify_through(company=company, as_of=NIGHT)
    start = Barrier(6)
    with ThreadPoolExecutor(6) as pool:
        act = _in_own_connection(lambda: _post(customers), start)
        done = [pool.submit(act) for _ in range(6)]
    for each in done:
        each.result()
    assert not DueItemState.objects.filter(severity__isnull=True).exists()
    assert verify(company=company) == []


def _book() -> tuple[Company, list[Customer], list[DueItem], list[Payment]]:
    company = open_company()
    customers = [open_customer(company) for _ in range(4)]
    items, payments = [], []
    for number in range(ITEMS):
        dealer = customers[number % len(customers)]
        invoice = overdue_invoice(
            dealer, issued_on=FIRST, days=[0, 30, 60, 90][number % 4]
        )
        items.append(item_of(invoice))
        day = dt.date(2026, 5, 20)
        payments.append(money_from(dealer, on=day, amount="100.00"))
    return company, customers, items, payments
