"""Commission and points as they are when a company uses them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from arcollect.core.models import Company, Rep, User
from collection.domain.commission import CommissionRules
from collection.domain.points import PointsRules
from collection.models import (
    CommissionPolicy,
    CommissionStatement,
    PointsPolicy,
)
from collection.services.issue_statement import issue_statement
from collection.services.publish_reward_policies import (
    publish_commission_policy,
    publish_points_policy,
)
from tests.factories import customers, ledger

JANUARY = dt.date(2026, 1, 1)
LATER = dt.date(2026, 12, 31)


def commission_policy(
    *, company: Company, from_on: dt.date = JANUARY, rate_bp: int = 200
) -> CommissionPolicy:
    """Two percent, half of it from expedited on, a fifth when won back."""
    return publish_commission_policy(
        actor=None,
        company=company,
        rules=CommissionRules(rate_bp=rate_bp),
        from_on=from_on,
    )


def points_policy(
    *,
    company: Company,
    from_on: dt.date = JANUARY,
    lapse_months: int | None = None,
) -> PointsPolicy:
    """A point per 1,000, one and a half times from seven days early on."""
    return publish_points_policy(
        actor=None,
        company=company,
        rules=PointsRules(),
        lapse_months=lapse_months,
        from_on=from_on,
    )


def commission_statement(
    *, rep: Rep, by: User | None = None, month: dt.date = dt.date(2026, 3, 1)
) -> CommissionStatement:
    """A statement of 2,000.00 on 100,000.00 that came in in time in that month."""
    if not CommissionPolicy.objects.filter(company=rep.company).exists():
        commission_policy(company=rep.company)
    customer = customers.customer(company=rep.company, rep=rep)
    bought = ledger.invoice(
        customer=customer,
        amount="100000.00",
        issued_on=month,
        due_on=month.replace(day=28),
    )
    ledger.payment(
        pays=bought, amount=Decimal("100000.00"), received_on=month.replace(day=20)
    )
    return issue_statement(
        actor=by, company=rep.company, rep=rep, month=month, today=LATER
    )
