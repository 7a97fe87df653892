from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from arcollect.core import clock
from arcollect.core.models import Company, Rep
from arcollect.core.roles import Role
from customers.models import Customer
from tests import factories

# Midday of `TODAY` on the company's clocks.
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)


@pytest.fixture
def company(db: None, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company whose clocks have stopped on `factories.TODAY`."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return factories.company(name="Lanyue Appliance")


@pytest.fixture
def rep(company: Company) -> Rep:
    """A rep who signs in, in a team of his own."""
    team = factories.team(company=company, name="East")
    user = factories.user(role=Role.SALES_REP, company=company)
    return factories.rep(company=company, user=user, team=team, name="Gu Wei")


@pytest.fixture
def customer(company: Company, rep: Rep) -> Customer:
    return factories.customer(company=company, rep=rep, name="Suzhou Hengda")


@pytest.fixture
def clerk(company: Company) -> Client:
    """The browser of somebody in finance."""
    return factories.signed_in(factories.user(role=Role.FINANCE, company=company))
