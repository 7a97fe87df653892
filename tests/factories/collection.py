"""Visits, promises and planned contacts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from arcollect.core import clock
from arcollect.core.models import Absence, Rep, User
from arcollect.core.roles import Role
from arcollect.core.services.keep_absences import record_absence
from collection.models import CadenceStep, Promise, Visit
from collection.services.log_visit import Report, log_visit
from collection.services.record_promise import Promised, record_promise
from customers.models import Customer
from tests.factories import customers, people
from tests.factories.ledger import TODAY


def visit(
    *,
    customer: Customer | None = None,
    by: User | None = None,
    on: dt.date = TODAY,
    outcome: str = Visit.Outcome.OTHER,
    promised: Promised | None = None,
    report: Report | None = None,
    **more: Any,
) -> Visit:
    """A visit logged for `on` by the customer's rep, else by somebody of finance."""
    customer = customer or customers.customer()
    return log_visit(
        actor=by or visitor(customer),
        customer=customer,
        outcome=outcome,
        visited_on=on,
        promised=promised,
        report=report,
        **more,
    )


def visitor(customer: Customer) -> User:
    """The customer's rep, if he signs in, else somebody of finance."""
    rep = customer.rep
    if rep is not None and rep.user is not None:
        return rep.user
    return people.user(role=Role.FINANCE, company=customer.company)


def promise(
    *,
    customer: Customer | None = None,
    amount: str | Decimal = "100.00",
    currency: str = "CNY",
    made_on: dt.date = TODAY,
    promised_on: dt.date | None = None,
    **more: Any,
) -> Promise:
    """A promise for a week after it was made, unless said otherwise."""
    customer = customer or customers.customer()
    return record_promise(
        actor=visitor(customer),
        customer=customer,
        made_on=made_on,
        promised=Promised(
            currency=currency,
            amount=Decimal(amount),
            promised_on=promised_on or made_on + dt.timedelta(days=7),
            **more,
        ),
    )


def cadence_step(
    *,
    customer: Customer,
    step: str = CadenceStep.Step.T3,
    planned_on: dt.date | None = None,
    settlement_on: dt.date | None = None,
) -> CadenceStep:
    """A contact planned for today (the computer's own), three days before E."""
    planned_on = planned_on or clock.today(customer.company.time_zone)
    settlement_on = settlement_on or planned_on + dt.timedelta(days=3)
    assert customer.rep is not None, "contacts are planned for customers with a rep"
    return CadenceStep.objects.create(
        company=customer.company,
        customer=customer,
        rep=customer.rep,
        step=step,
        settlement_on=settlement_on,
        final_on=settlement_on + dt.timedelta(days=10),
        planned_on=planned_on,
    )


def absence(*, rep: Rep, stand_in: User | None = None, days: int = 1) -> Absence:
    """The rep is away from tomorrow (the computer's own) for some days."""
    assert rep.user is not None, "who does not sign in has no absence"
    tomorrow = clock.today(rep.company.time_zone) + dt.timedelta(days=1)
    return record_absence(
        actor=None,
        company=rep.company,
        user=rep.user,
        from_on=tomorrow,
        until_on=tomorrow + dt.timedelta(days=days - 1),
        stand_in=stand_in,
    )
