"""Sixteen people move the same bill and approve the same decision: one of them does."""

from __future__ import annotations

import datetime as dt

import pytest

from arcollect.core.roles import Role
from invoices.domain.bills import BillAct
from invoices.models import (
    BillStanding,
    ClaimDecisionEvent,
    ClaimDecisionState,
    CreditNote,
    Fact,
    Payment,
)
from invoices.services import approve_decision as approving
from invoices.services import bill_steps
from invoices.services import dishonour_bill as bouncing
from invoices.services.bill_steps import BillRefusedError
from invoices.services.decision_steps import DecisionRefusedError
from invoices.services.move_bill import move_bill
from invoices.services.propose_decision import TakeBackTerms
from tests import factories
from tests.concurrency.test_allocation_race import DONE, WRITERS, at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
DAY = dt.date(2026, 6, 30)


def presented_bill():
    customer = factories.customer()
    item = factories.overdue_invoice(customer=customer, amount="50.00").items.get()
    bill = factories.bill(customer=customer, pays=item)
    for act in (BillAct.HOLD, BillAct.PRESENT):
        move_bill(actor=None, bill=bill, act=act, effective_on=DAY)
    return bill


def bounce(bill):
    bouncing.dishonour_bill(actor=None, bill=bill, effective_on=DAY, reason="no funds")


def test_a_bill_bounces_once_however_many_say_so():
    bill = presented_bill()

    outcomes = at_once(lambda _number: bounce(bill))

    assert outcomes.count(DONE) == 1
    assert outcomes.count(BillRefusedError.__name__) == WRITERS - 1
    assert BillStanding.objects.get(pk=bill.pk).state == "dishonoured"
    assert Fact.objects.count() == 1
    assert Payment.objects.filter(reverses__isnull=False).count() == 1


def hold_at_once():
    bill = factories.bill(customer=factories.customer())

    def hold(_number):
        move_bill(actor=None, bill=bill, act=BillAct.HOLD, effective_on=DAY)

    return at_once(hold).count(DONE)


def test_one_of_many_takes_a_bill_into_custody():
    assert hold_at_once() == 1


def test_without_the_compare_and_set_many_do(monkeypatch):
    """The control: what reading first and writing later lets through."""
    monkeypatch.setattr(bill_steps, "set_state", lambda *_, **__: None)
    assert hold_at_once() > 1


def test_a_decision_is_posted_once_however_many_approve_it():
    company = factories.company()
    customer = factories.customer(company=company)
    item = factories.overdue_invoice(customer=customer, amount="50.00").items.get()
    decision = factories.decision(item=item, terms=TakeBackTerms("fans", "agreed"))
    people = [
        factories.user(company=company, role=Role.FINANCE_MANAGER)
        for _ in range(WRITERS)
    ]

    def agree(number):
        approving.approve_decision(actor=people[number], decision=decision)

    outcomes = at_once(agree)

    assert outcomes.count(DONE) == 1
    assert outcomes.count(DecisionRefusedError.__name__) == WRITERS - 1
    assert CreditNote.objects.count() == 1
    assert ClaimDecisionEvent.objects.filter(to_state="posted").count() == 1
    assert ClaimDecisionState.objects.get().state == "posted"
