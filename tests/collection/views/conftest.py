"""A rep with one late customer, at noon of a Thursday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client

from arcollect.core.models import Company, Rep, Team, User
from arcollect.core.roles import Role
from customers.models import Customer
from tests import factories

TODAY = dt.date(2026, 11, 19)
NOON = dt.datetime(2026, 11, 19, 4, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Desk:
    """Who sits where: the rep's browser, his customer and his company."""

    company: Company
    team: Team
    rep: Rep
    user: User
    customer: Customer
    client: Client

    def as_role(self, role: Role) -> Client:
        """A browser of somebody else in the company."""
        team = self.team if role == Role.SALES_MANAGER else None
        user = factories.user(role=role, company=self.company, team=team)
        return factories.signed_in(user)


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    """45 days late: 787,400.00; nothing planned, promised or noted."""
    with time_machine.travel(NOON, tick=False):
        company = factories.company()
        team = factories.team(company=company)
        user = factories.user(role=Role.SALES_REP, company=company)
        rep = factories.rep(company=company, user=user, team=team)
        customer = factories.customer(rep=rep, name="Suzhou Hengda")
        factories.overdue_invoice(
            customer=customer, days=45, amount="787400.00", as_of=TODAY
        )
        client = factories.signed_in(user)
        yield Desk(company, team, rep, user, customer, client)
