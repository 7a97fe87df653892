"""Orders at once: together they never pass the line, the group's or the rep's ceiling."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, local

import pytest
from django.db import connections
from django.db.models import Sum

from arcollect.core.roles import Role
from customers.models import Customer
from customers.services.set_credit_rules import set_ceiling
from invoices.models import OrderRelease, SalesOrder
from invoices.selectors.order_facts import order_facts
from invoices.services import check_order as checking
from invoices.services.check_order import check_order
from invoices.services.order_states import OrderMovedError
from invoices.services.release_order import release_order
from tests import factories
from tests.factories import credit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
WRITERS = 8
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


def approved() -> Decimal:
    rows = SalesOrder.objects.filter(state="approved")
    return rows.aggregate(n=Sum("amount"))["n"] or Decimal(0)


def drafts(customers: list[Customer]) -> list[SalesOrder]:
    """One draft of 3,000 per writer, the customers in turn."""
    return [
        credit.order(
            customer=customers[number % len(customers)],
            amount="3000.00",
            as_draft=True,
        )
        for number in range(WRITERS)
    ]


def check_all(orders: list[SalesOrder]) -> list[str]:
    return at_once(
        lambda number: check_order(
            actor=None, order=orders[number], as_of=factories.TODAY
        )
    )


def test_orders_of_one_customer_never_pass_his_line_together():
    outcomes = check_all(drafts([credit.buyer(line="10000.00")]))

    assert outcomes == [DONE] * WRITERS
    assert approved() == Decimal("9000.00")
    assert SalesOrder.objects.filter(state="held").count() == WRITERS - 3


def test_orders_of_a_group_never_pass_its_line_together():
    head = credit.buyer(line="0.00")
    credit.credit_line(customer=head, amount="10000.00", covers_group=True)
    members = [
        credit.buyer(company=head.company, parent=head, line="99999.00")
        for _ in range(3)
    ]

    assert check_all(drafts([*members, head])) == [DONE] * WRITERS

    assert approved() == Decimal("9000.00")


def test_orders_of_a_reps_customers_never_pass_his_ceiling_together():
    rep = factories.rep(company=factories.company())
    buyers = [
        credit.buyer(company=rep.company, rep=rep, line="99999.00") for _ in range(4)
    ]
    set_ceiling(actor=None, rep=rep, currency="CNY", amount=Decimal(10_000))

    assert check_all(drafts(buyers)) == [DONE] * WRITERS

    assert approved() == Decimal("9000.00")


def test_without_the_turn_the_same_headroom_is_given_out_twice(monkeypatch):
    """The control: whoever looks first and waits for nobody passes the line.

    If this test ever fails, the tests above prove nothing.
    """
    orders = drafts([credit.buyer(line="10000.00")])
    seen, looked = local(), Barrier(WRITERS)
    monkeypatch.setattr(checking, "take_turn", lambda *_args, **_kwargs: None)
    monkeypatch.setattr(checking, "order_facts", lambda **_kwargs: seen.facts)

    def check(number: int) -> None:
        seen.facts = order_facts(
            order=orders[number], as_of=factories.TODAY, at_delivery=False
        )
        looked.wait(timeout=60)
        check_order(actor=None, order=orders[number], as_of=factories.TODAY)

    assert at_once(check) == [DONE] * WRITERS

    assert approved() > Decimal("10000.00")


def test_of_several_people_who_release_the_same_order_one_does():
    customer = credit.buyer(line="10000.00")
    order = credit.order(customer=customer, amount="20000.00")
    managers = [
        factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
        for _ in range(WRITERS)
    ]

    outcomes = at_once(
        lambda number: release_order(
            actor=managers[number],
            order=SalesOrder.objects.get(pk=order.pk),
            as_of=factories.TODAY,
            reason="paid by Friday",
        )
    )

    assert outcomes.count(DONE) == 1
    assert outcomes.count(OrderMovedError.__name__) == WRITERS - 1
    assert OrderRelease.objects.get().state == "given"
