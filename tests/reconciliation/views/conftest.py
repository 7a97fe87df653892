from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from arcollect.core import clock
from arcollect.core.models import Company, User
from arcollect.core.roles import Role
from customers.models import Customer
from tests import factories

# Midday of `TODAY` on the company's clocks.
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)


@pytest.fixture
def company(db: None, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company whose clocks have stopped on `factories.TODAY`."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    made = factories.company(name="Lanyue Appliance")
    factories.bank_account(company=made)
    return made


@pytest.fixture
def finance(company: Company) -> User:
    return factories.user(role=Role.FINANCE, company=company)


@pytest.fixture
def clerk(finance: User) -> Client:
    """The browser of somebody in finance."""
    return factories.signed_in(finance)


@pytest.fixture
def rep_user(company: Company) -> User:
    return factories.user(role=Role.SALES_REP, company=company)


@pytest.fixture
def customer(company: Company, rep_user: User) -> Customer:
    rep = factories.rep(company=company, user=rep_user, name="Gu Wei")
    made = factories.customer(company=company, rep=rep, name="Suzhou Hengda")
    factories.invoice(
        customer=made,
        amount="1200.50",
        issued_on=dt.date(2026, 3, 1),
        due_on=dt.date(2026, 4, 1),
        number="LY-26-09702",
    )
    return made
