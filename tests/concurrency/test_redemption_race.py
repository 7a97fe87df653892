"""Sixteen people redeem at once: neither the stock nor the points go below nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local

import pytest
from django.db import connections
from django.db.models import F, Sum

from collection.models import PointsAccount, PointsEntry, Prize, Redemption
from collection.selectors.points import wrong_accounts
from collection.services import redeem_points as redeeming
from collection.services.earn_points import earn_points
from collection.services.redeem_points import RedemptionRefusedError, redeem_points
from customers.models import Customer
from tests import factories
from tests.factories import rewards

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
WRITERS = 16
DONE = "done"


def at_once(act: Callable[[int], object]) -> list[str]:
    """Run `act` for each writer on a connection of his own, all at the same moment."""
    start = Barrier(WRITERS)

    def run(number: int) -> str:
        try:
            start.wait(timeout=60)
            act(number)
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return DONE

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


def asked_by(customers: list[Customer], prize: Prize) -> Callable[[int], object]:
    def redeem(number: int) -> None:
        redeem_points(
            actor=None,
            customer=customers[number % len(customers)],
            prize=prize,
            quantity=1,
            redeemed_on=factories.TODAY,
        )

    return redeem


def rich(count: int, *, points: int) -> list[Customer]:
    company = factories.company()
    customers = [factories.customer(company=company) for _ in range(count)]
    for customer in customers:
        rewards.points(customer=customer, points=points)
    return customers


def test_the_last_pieces_go_to_as_many_as_there_are() -> None:
    customers = rich(4, points=1000)
    company = customers[0].company
    prize = rewards.prize(campaign=rewards.campaign(company=company), stock=5)

    outcomes = at_once(asked_by(customers, prize))

    assert outcomes.count(DONE) == Redemption.objects.count() == 5
    assert outcomes.count(RedemptionRefusedError.__name__) == WRITERS - 5
    assert Prize.objects.get().left == 0
    assert not wrong_accounts(company=company).exists()


def test_the_same_points_are_spent_once() -> None:
    (customer,) = rich(1, points=100)
    campaign = rewards.campaign(company=customer.company)
    prize = rewards.prize(campaign=campaign, points=30, stock=100)

    outcomes = at_once(asked_by([customer], prize))

    assert outcomes.count(DONE) == 3
    assert PointsAccount.objects.get().balance == 10
    assert Prize.objects.get().left == 97
    assert not wrong_accounts(company=customer.company).exists()


def test_nights_at_once_earn_once() -> None:
    (customer,) = rich(1, points=3)
    for number in range(5):
        invoice = factories.invoice(customer=customer, amount="2000.00")
        factories.payment(pays=invoice, amount="2000.00", reference=f"N-{number}")

    at_once(lambda _number: earn_points(company=customer.company, as_of=rewards.LATER))

    assert PointsAccount.objects.get().balance == 13
    assert PointsEntry.objects.aggregate(n=Sum("points"))["n"] == 13


def test_without_the_guard_more_is_given_than_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: read-then-write instead of one conditional UPDATE goes over.

    If this test ever fails, the tests above prove nothing.
    """
    monkeypatch.setattr(redeeming, "take_stock", unguarded_stock)
    customers = rich(4, points=1000)
    prize = rewards.prize(
        campaign=rewards.campaign(company=customers[0].company), stock=5
    )
    redeem = asked_by(customers, prize)
    read = Barrier(WRITERS)

    def press(number: int) -> None:
        seen.left = Prize.objects.get(pk=prize.pk).left
        read.wait(timeout=60)
        redeem(number)

    at_once(press)

    given = Redemption.objects.aggregate(n=Sum("quantity"))["n"]
    assert given > Prize.objects.get().stock


# What each person read on his screen before he pressed the button.
seen = local()


def unguarded_stock(prize: Prize, quantity: int) -> bool:
    """What somebody would write who had not thought of the others."""
    if seen.left < quantity:
        return False
    Prize.objects.filter(pk=prize.pk, left__lte=F("stock")).update(
        left=seen.left - quantity
    )
    return True
