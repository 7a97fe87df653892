"""The period is closed while sixteen people post: what the closing saw is all there is."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction

from arcollect.core import clock, period_guards
from arcollect.core.insert_only import install_triggers
from arcollect.core.models import User
from arcollect.core.roles import Role
from arcollect.core.services.close_period import close_period
from customers.models import Customer
from invoices.models import Payment
from invoices.services import record_payment as recording
from invoices.services.open_period import PeriodClosedError
from invoices.services.record_payment import record_payment
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
WRITERS = 16
DONE, REFUSED = "done", "refused"
MAY = dt.date(2026, 5, 10)


@pytest.fixture
def customer(monkeypatch: pytest.MonkeyPatch) -> Customer:
    noon = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    return factories.customer()


def close_among_writers(
    customer: Customer, *, write_after: Event | None = None
) -> tuple[list[str], int]:
    """What became of each posting, and how many the closing itself had seen.

    With `write_after` everybody has looked before the closing and writes after it.
    """
    start = Barrier(WRITERS + 1)
    boss = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)

    def post(number: int) -> str:
        try:
            start.wait(timeout=60)
            if write_after is not None:
                write_after.wait(timeout=60)
            record_payment(
                actor=None,
                company=customer.company,
                customer=customer,
                reference=f"P{number}",
                received_on=MAY,
                currency="CNY",
                amount=Decimal("1.00"),
            )
        except PeriodClosedError:
            return REFUSED
        finally:
            connections.close_all()
        return DONE

    def close() -> int:
        try:
            start.wait(timeout=60)
            return _close(customer, boss)
        finally:
            connections.close_all()
            if write_after is not None:
                write_after.set()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        posts = [pool.submit(post, number) for number in range(WRITERS)]
        closing = pool.submit(close)
        return [each.result() for each in posts], closing.result()


def _close(customer: Customer, boss: User) -> int:
    with transaction.atomic():
        through = dt.date(2026, 5, 31)
        close_period(actor=boss, company=customer.company, through=through, seen=None)
        return Payment.objects.count()


@pytest.mark.parametrize("round_", range(3))
def test_nothing_is_posted_after_the_closing(customer: Customer, round_: int) -> None:
    outcomes, seen = close_among_writers(customer)
    assert set(outcomes) <= {DONE, REFUSED}
    assert Payment.objects.count() == seen == outcomes.count(DONE)


def test_without_the_guard_the_closed_period_grows(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who looked before he wrote posts into the closed period.

    If this test ever fails, the one above proves nothing.
    """

    def looked_before(_company: int, _day: dt.date) -> None:
        """His screen showed an open period, and nothing asks again."""

    monkeypatch.setattr(recording, "refuse_closed", looked_before)
    period_guards.drop_guards(connection)
    try:
        outcomes, seen = close_among_writers(customer, write_after=Event())
    finally:
        install_triggers(connection)
    assert outcomes == [DONE] * WRITERS
    assert Payment.objects.count() > seen
