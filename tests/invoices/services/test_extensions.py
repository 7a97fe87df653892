"""Extensions: in time they move the due date, late ones are a plan (domain 3.1.10)."""

from __future__ import annotations

import datetime as dt

import pytest

from arcollect.core.models import User
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.models import DueItem, DueItemState, Extension, Fact
from invoices.services.approvals import NotApprovedError
from invoices.services.classify import classify_through
from invoices.services.decide_extension import (
    approve_extension,
    reject_extension,
    reverse_extension,
)
from invoices.services.errors import LedgerRefusedError
from invoices.services.request_extension import (
    ExtensionMovedError,
    request_extension,
    withdraw_extension,
)
from invoices.verify.run import verify
from tests import factories

pytestmark = pytest.mark.django_db
# Net 30 from 1 May: due 31 May, final date 10 June.
MAY_1, DUE, NEW = dt.date(2026, 5, 1), dt.date(2026, 5, 31), dt.date(2026, 6, 30)


@pytest.fixture
def customer() -> Customer:
    company = factories.company()
    seller = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, user=seller)
    return factories.customer(company=company, rep=rep)


@pytest.fixture
def item(customer: Customer) -> DueItem:
    posted = factories.invoice(customer=customer, issued_on=MAY_1, amount="900.00")
    return posted.items.get()


@pytest.fixture
def clerk(customer: Customer) -> User:
    return factories.user(role=Role.FINANCE, company=customer.company)


@pytest.fixture
def boss(customer: Customer) -> User:
    return factories.user(role=Role.FINANCE_MANAGER, company=customer.company)


def asked(
    item: DueItem, by: User, *, on: dt.date = DUE, new: dt.date = NEW
) -> Extension:
    return request_extension(
        actor=by,
        due_item=item,
        new_due_on=new,
        requested_on=on,
        reason="Slow season",
        signed_document="Agreement of 28 May",
    )


def state(item: DueItem) -> DueItemState:
    return DueItemState.objects.get(pk=item.pk)


def test_a_request_moves_nothing(item: DueItem, clerk: User) -> None:
    before = DueItemState.objects.filter(pk=item.pk).values().get()
    asked(item, clerk)
    assert DueItemState.objects.filter(pk=item.pk).values().get() == before


def test_approved_on_the_old_due_date_it_moves_it_and_grace_stays(
    item: DueItem, clerk: User, boss: User
) -> None:
    extension = asked(item, clerk)
    assert approve_extension(actor=boss, extension=extension, decided_on=DUE)
    extension.refresh_from_db()
    assert extension.effect == Extension.Effect.MOVED
    # Grace is a third of the first term, not of the longer one: 10 days.
    assert state(item).due_on == NEW
    assert state(item).final_on == dt.date(2026, 7, 10)
    assert item.due_on == DUE
    assert verify(company=item.company) == []


def test_approved_a_day_later_it_is_a_plan_that_freezes_the_class(
    item: DueItem, clerk: User, boss: User
) -> None:
    late = DUE + dt.timedelta(days=1)
    extension = asked(item, clerk, new=dt.date(2026, 7, 15))
    approve_extension(actor=boss, extension=extension, decided_on=late)
    extension.refresh_from_db()
    assert extension.effect == Extension.Effect.PLAN
    assert state(item).due_on == DUE
    plan = Fact.objects.get(due_item=item, kind=Fact.Kind.PLAN)
    # 15 July, two days of tolerance; the day after is the first one missed.
    assert (plan.from_on, plan.until_on) == (late, dt.date(2026, 7, 18))
    classify_through(company=item.company, as_of=dt.date(2026, 7, 17))
    assert (state(item).severity, state(item).decided_by) == (1, "plan_freeze")
    classify_through(company=item.company, as_of=dt.date(2026, 7, 18))
    assert (state(item).severity, state(item).decided_by) == (2, "age")


@pytest.mark.parametrize("late", [0, 5])
def test_taken_back_everything_is_as_before_to_the_day(
    item: DueItem, clerk: User, boss: User, late: int
) -> None:
    day = DUE + dt.timedelta(days=late)
    classify_through(company=item.company, as_of=dt.date(2026, 6, 12))
    before = DueItemState.objects.filter(pk=item.pk).values().get()
    extension = asked(item, clerk)
    approve_extension(actor=boss, extension=extension, decided_on=day)
    reverse_extension(
        actor=boss, extension=extension, decided_on=NEW, decision="Signed by nobody"
    )
    after = DueItemState.objects.filter(pk=item.pk).values().get()
    moves = ("class_since", "next_change_on")
    assert [v for k, v in after.items() if k not in moves] == [
        v for k, v in before.items() if k not in moves
    ]
    assert verify(company=item.company) == []


def test_neither_who_asked_nor_the_rep_approves(
    customer: Customer, item: DueItem, boss: User
) -> None:
    extension = asked(item, boss)
    assert customer.rep is not None
    seller = customer.rep.user
    assert seller is not None
    for person in (boss, seller):
        with pytest.raises(NotApprovedError):
            approve_extension(actor=person, extension=extension, decided_on=DUE)
        with pytest.raises(NotApprovedError):
            reject_extension(
                actor=person, extension=extension, decided_on=DUE, decision="no"
            )
    assert state(item).due_on == DUE


def test_two_people_above_the_limit(
    customer: Customer, clerk: User, boss: User
) -> None:
    big = factories.invoice(customer=customer, issued_on=MAY_1, amount="60000.00")
    item = big.items.get()
    extension = asked(item, clerk)
    assert not approve_extension(actor=boss, extension=extension, decided_on=DUE)
    assert state(item).due_on == DUE
    other = factories.user(role=Role.SALES_MANAGER, company=customer.company)
    assert approve_extension(actor=other, extension=extension, decided_on=DUE)
    assert state(item).due_on == NEW


def test_one_request_at_a_time_and_decided_once(
    item: DueItem, clerk: User, boss: User
) -> None:
    extension = asked(item, clerk)
    with pytest.raises(LedgerRefusedError, match="Another request"):
        asked(item, clerk)
    stale = Extension.objects.get(pk=extension.pk)
    withdraw_extension(actor=clerk, extension=extension, decided_on=DUE, decision="x")
    with pytest.raises(ExtensionMovedError):
        approve_extension(actor=boss, extension=stale, decided_on=DUE)
    again = asked(item, clerk)
    with pytest.raises(LedgerRefusedError):
        asked(item, clerk, new=DUE)
    approve_extension(actor=boss, extension=again, decided_on=DUE)
    assert state(item).due_on == NEW
