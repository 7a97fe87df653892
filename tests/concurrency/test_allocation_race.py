"""Sixteen people allocate at once: never over either side, the sums exact, no error
but the sentence that too little is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, local

import pytest
from django.db import connections
from django.db.models import F, Sum

from arcollect.core.fields import money
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.roles import Role
from invoices.models import Allocation, DueItemState, OnAccount, Payment
from invoices.services import allocate as allocating
from invoices.services.allocate import AllocationPart, NotEnoughError, allocate
from invoices.services.record_payment import record_payment
from invoices.services.undo_allocation import AlreadyUndoneError, undo_allocation
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
WRITERS = 16
DONE = "done"


def at_once(act: Callable[[int], object]) -> list[str]:
    """Run `act` for each writer on a connection of his own, all at the same moment.

    `done`, or the name of the error, per writer: nothing that escapes is lost.
    """
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


def allocated_to(item_id: int) -> Decimal:
    rows = Allocation.objects.filter(due_item=item_id)
    return rows.aggregate(n=Sum("amount"))["n"] or Decimal(0)


def allocated_of(payment: Payment) -> Decimal:
    rows = Allocation.objects.filter(payment=payment)
    return rows.aggregate(n=Sum("amount"))["n"] or Decimal(0)


def test_one_payment_for_many_items_is_never_spent_twice():
    customer = factories.customer()
    items = [
        factories.invoice(customer=customer, amount="10.00").items.get().pk
        for _ in range(WRITERS)
    ]
    payment = factories.payment(customer=customer, amount="70.00")

    def pay(number: int) -> None:
        part = AllocationPart(items[number], Decimal("10.00"))
        allocate(actor=None, source=payment, parts=[part])

    outcomes = at_once(pay)

    assert outcomes.count(DONE) == 7
    assert outcomes.count(NotEnoughError.__name__) == WRITERS - 7
    assert allocated_of(payment) == Decimal("70.00")
    assert OnAccount.objects.get(payment=payment).unallocated == 0
    still_open = DueItemState.objects.aggregate(n=Sum("open_amount"))["n"]
    assert still_open == Decimal("160.00") - Decimal("70.00")


def test_many_payments_for_one_item_never_pay_more_than_is_open():
    customer = factories.customer()
    item = factories.invoice(customer=customer, amount="55.00").items.get()
    payments = [
        factories.payment(customer=customer, amount="10.00") for _ in range(WRITERS)
    ]

    def pay(number: int) -> None:
        part = AllocationPart(item.pk, Decimal("10.00"))
        allocate(actor=None, source=payments[number], parts=[part])

    outcomes = at_once(pay)

    assert outcomes.count(DONE) == 5
    assert outcomes.count(NotEnoughError.__name__) == WRITERS - 5
    assert DueItemState.objects.get(pk=item.pk).open_amount == Decimal("5.00")
    assert allocated_to(item.pk) == Decimal("50.00")
    left = OnAccount.objects.aggregate(n=Sum("unallocated"))["n"]
    assert left == Decimal("160.00") - Decimal("50.00")


def test_parts_of_several_items_go_wholly_or_not_at_all():
    customer = factories.customer()
    pair = [
        factories.invoice(customer=customer, amount="30.00").items.get().pk
        for _ in range(2)
    ]
    payment = factories.payment(customer=customer, amount="1000.00")

    def pay(number: int) -> None:
        # Half of the people name the items the other way round.
        order = pair if number % 2 else pair[::-1]
        parts = [AllocationPart(item, Decimal("10.00")) for item in order]
        allocate(actor=None, source=payment, parts=parts)

    outcomes = at_once(pay)

    assert outcomes.count(DONE) == 3
    assert outcomes.count(NotEnoughError.__name__) == WRITERS - 3
    assert [allocated_to(item) for item in pair] == [Decimal("30.00")] * 2
    assert OnAccount.objects.get(payment=payment).unallocated == Decimal("940.00")


def test_without_the_guard_money_is_spent_twice(monkeypatch):
    """The control: read-then-write instead of one conditional UPDATE goes over.

    If this test ever fails, the tests above prove nothing.
    """
    monkeypatch.setattr(allocating, "take_from_source", unguarded_source)
    monkeypatch.setattr(allocating, "take_from_item", unguarded_item)
    customer = factories.customer()
    items = [
        factories.invoice(customer=customer, amount="10.00").items.get().pk
        for _ in range(WRITERS)
    ]
    payment = factories.payment(customer=customer, amount="70.00")
    read = Barrier(WRITERS)

    def pay(number: int) -> None:
        seen.left = OnAccount.objects.get(payment=payment).unallocated
        read.wait(timeout=60)
        part = AllocationPart(items[number], Decimal("10.00"))
        allocate(actor=None, source=payment, parts=[part])

    at_once(pay)

    assert allocated_of(payment) > payment.amount


# What each person read on his screen before he pressed the button.
seen = local()


def unguarded_source(source: Payment, amount: Decimal, *, on: dt.date) -> bool:
    """What somebody would write who had not thought of the others."""
    if seen.left < amount:
        return False
    OnAccount.objects.filter(payment=source).update(unallocated=seen.left - amount)
    return True


def unguarded_item(item_id: int, amount: Decimal, *, on: dt.date) -> bool:
    """The item's side alone stays right: each writer has his own."""
    DueItemState.objects.filter(pk=item_id).update(
        open_amount=F("open_amount") - money(amount), settled_on=on
    )
    return True


def test_of_several_people_who_undo_the_same_allocation_one_does():
    payment = factories.payment(pays=factories.invoice(amount="100.00"))
    allocation = payment.allocations.get()

    def undo(_number: int) -> None:
        undo_allocation(actor=None, allocation=allocation, reason="wrong invoice")

    outcomes = at_once(undo)

    assert outcomes.count(DONE) == 1
    assert outcomes.count(AlreadyUndoneError.__name__) == WRITERS - 1
    assert allocated_of(payment) == 0
    assert OnAccount.objects.get(payment=payment).unallocated == payment.amount
    state = DueItemState.objects.get(pk=allocation.due_item_id)
    assert state.open_amount == state.amount


def test_the_same_form_sent_many_times_books_once():
    customer = factories.customer()
    clerk = factories.user(role=Role.FINANCE, company=customer.company)

    def record(_number: int) -> None:
        record_payment(
            actor=clerk,
            company=customer.company,
            customer=customer,
            reference="BK-1",
            received_on=factories.TODAY,
            currency="CNY",
            amount=Decimal("5.00"),
            request_key="one-form",
        )

    outcomes = at_once(record)

    assert outcomes.count(DONE) == 1
    assert outcomes.count(AlreadyDoneError.__name__) == WRITERS - 1
    assert Payment.objects.count() == OnAccount.objects.count() == 1
