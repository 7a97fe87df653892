"""Commission and points as they are when a company uses them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from arcollect.core.models import Company, Rep, User
from collection.domain.commission import CommissionRules
from collection.domain.points import PointsRules
from collection.models import (
    Campaign,
    CommissionPolicy,
    CommissionStatement,
    PointsAccount,
    PointsEntry,
    PointsPolicy,
    Prize,
    Redemption,
)
from collection.services.earn_points import earn_points
from collection.services.issue_statement import issue_statement
from collection.services.keep_campaigns import CampaignTerms, add_prize, open_campaign
from collection.services.publish_reward_policies import (
    publish_commission_policy,
    publish_points_policy,
)
from collection.services.redeem_points import redeem_points
from customers.models import Customer, DistributionPolicy
from customers.services.publish_distribution import (
    DistributionTargets,
    publish_distribution,
)
from tests.factories import customers, ledger

JANUARY = dt.date(2026, 1, 1)
MARCH = dt.date(2026, 3, 1)
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
    *, rep: Rep, by: User | None = None, month: dt.date = MARCH
) -> CommissionStatement:
    """A statement of 2,000.00 on 100,000.00 that came in in time in that month."""
    customer = customers.customer(company=rep.company, rep=rep)
    return statement_of(customer, by=by, month=month)


def statement_of(
    customer: Customer, *, by: User | None = None, month: dt.date = MARCH
) -> CommissionStatement:
    """The same for the customer's rep."""
    rep = customer.rep
    assert rep is not None, "statements are those of reps"
    if not CommissionPolicy.objects.filter(company=rep.company).exists():
        commission_policy(company=rep.company)
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


def campaign(
    *,
    company: Company,
    name: str = "Autumn",
    from_on: dt.date = JANUARY,
    until_on: dt.date = LATER,
    multiplier_bp: int = 10_000,
    min_early_days: int = 0,
) -> Campaign:
    """A campaign of the whole year, with prizes alone unless said otherwise."""
    return open_campaign(
        actor=None,
        company=company,
        terms=CampaignTerms(
            name=name,
            from_on=from_on,
            until_on=until_on,
            multiplier_bp=multiplier_bp,
            min_early_days=min_early_days,
        ),
    )


def prize(
    *,
    campaign: Campaign,
    name: str = "Refrigerator",
    points: int = 30,
    stock: int = 5,
) -> Prize:
    return add_prize(
        actor=None, campaign=campaign, name=name, points=points, stock=stock
    )


def points(
    *, customer: Customer, points: int, on: dt.date = dt.date(2026, 3, 20)
) -> PointsEntry:
    """Points earned by so many thousands that came in on that day, in time."""
    if not PointsPolicy.objects.filter(company=customer.company).exists():
        points_policy(company=customer.company)
    amount = Decimal(points) * 1000
    bought = ledger.invoice(customer=customer, amount=amount, due_on=on)
    ledger.payment(pays=bought, amount=amount, received_on=on)
    earn_points(company=customer.company, as_of=LATER)
    return PointsEntry.objects.filter(customer=customer).latest("pk")


def redemption(*, customer: Customer, prize: Prize, quantity: int = 1) -> Redemption:
    """Ordered in June, with the customer's points; he gets some where he has none."""
    needed = prize.points * quantity
    account = PointsAccount.objects.filter(customer=customer).first()
    if account is None or account.balance < needed:
        points(customer=customer, points=needed)
    return redeem_points(
        actor=None,
        customer=customer,
        prize=prize,
        quantity=quantity,
        redeemed_on=ledger.TODAY,
    )


def distribution(*, company: Company, region: str = "Suzhou") -> DistributionPolicy:
    """A growing region of ten outlets, half of which shall be served."""
    return publish_distribution(
        actor=None,
        company=company,
        region=region,
        targets=DistributionTargets(
            stage="growth",
            outlets=10,
            target_bp=5_000,
            currency=company.base_currency,
            exposure_ceiling=Decimal(1_000_000),
        ),
        from_on=JANUARY,
    )
