"""The half-year behind a customer's order of payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from collection.models import CadenceStep, Visit
from collection.selectors.queue_position import queue_position_of
from customers.models import CustomerProduct, Product
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
TODAY = factories.TODAY


def _sells(customer, *, price: str, share_bp: int | None) -> None:
    product = Product.objects.create(
        company=customer.company,
        code=f"P{Product.objects.count()}",
        name="Fridge",
        currency="CNY",
        list_price=Decimal(100),
    )
    CustomerProduct.objects.create(
        company=customer.company,
        customer=customer,
        product=product,
        currency="CNY",
        dealer_price=Decimal(price),
        sales_share_bp=share_bp,
        noted_on=TODAY,
    )


def test_every_line_is_counted_in_the_half_year() -> None:
    customer = factories.customer(rep=factories.rep(company=factories.company()))
    # 12 % of his sales; he earns 20 % on most of it, 0 on the rest: 16 % together.
    _sells(customer, price="80", share_bp=960)
    _sells(customer, price="100", share_bp=240)
    for days in (10, 40, 200):
        factories.visit(customer=customer, on=TODAY - dt.timedelta(days))
    factories.visit(
        customer=customer,
        on=TODAY - dt.timedelta(5),
        outcome=Visit.Outcome.NOT_THERE,
    )
    for days, done in ((20, 20), (30, 28)):
        planned = TODAY - dt.timedelta(days)
        step = factories.cadence_step(customer=customer, planned_on=planned)
        CadenceStep.objects.filter(pk=step.pk).update(
            result=CadenceStep.Result.DONE, done_on=TODAY - dt.timedelta(done)
        )

    found = queue_position_of(customer=customer, as_of=TODAY)
    assert (found.sales, found.profit, found.relation) == (3, 4, 2)
    # One of two contacts in time: half of five, rounded down.
    assert (found.firmness, found.total) == (2, 11)


def test_nothing_known_is_no_points() -> None:
    assert queue_position_of(customer=factories.customer(), as_of=TODAY).total == 0
