"""Rewards of the demo company: commission, points, campaigns, targets of regions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import Count, Sum

from arcollect.core.dates import add_days, add_months
from arcollect.core.models import Company, Rep, User
from collection.domain.commission import CommissionRules
from collection.domain.points import PointsRules
from collection.models import Campaign, CommissionStatement, PointsAccount
from collection.services.approve_statement import approve_statement
from collection.services.earn_points import earn_points
from collection.services.issue_statement import StatementRefusedError, issue_statement
from collection.services.keep_campaigns import CampaignTerms, add_prize, open_campaign
from collection.services.publish_reward_policies import (
    publish_commission_policy,
    publish_points_policy,
)
from collection.services.redeem_points import (
    cancel_redemption,
    hand_over_prize,
    redeem_points,
)
from customers.models import Customer
from customers.selectors.distribution import OUTLET_KINDS
from customers.services.publish_distribution import (
    DistributionTargets,
    publish_distribution,
)
from invoices.models import DueItemState

MONTHS = 5
STAGES = ("mature", "growth", "launch")
# Outlets there are for each one served, and the share that shall be, in percent.
SPREAD = {"mature": (5, 4, 80), "growth": (7, 4, 65), "launch": (5, 2, 30)}
PRIZES = (("美的电压力锅", 60, 20), ("格力空调扇", 150, 8), ("海尔双门冰箱", 400, 3))
TEN_THOUSAND = 10_000


def enter_rewards(company: Company, as_of: dt.date, users: dict[str, User]) -> None:
    """Five months of commission and points that end on `as_of`, and what came of them."""
    clerk, manager = users["finance"], users["finance-manager"]
    first = add_months(as_of.replace(day=1), -MONTHS)
    _state_commission(company, as_of, first, clerk=clerk, manager=manager)
    publish_points_policy(
        actor=manager,
        company=company,
        rules=PointsRules(),
        lapse_months=24,
        from_on=first,
        reason="回款积分办法",
    )
    running = _open_campaigns(company, as_of, manager)
    earn_points(company=company, as_of=as_of)
    _redeem(company, as_of, running, clerk)
    _set_targets(company, as_of, manager)


def _state_commission(
    company: Company, as_of: dt.date, first: dt.date, *, clerk: User, manager: User
) -> None:
    """All months are stated but the last, where the later half of the reps waits."""
    publish_commission_policy(
        actor=manager,
        company=company,
        rules=CommissionRules(rate_bp=120),
        from_on=first,
        reason="按回款计提",
    )
    reps = list(Rep.objects.filter(company=company).order_by("pk"))
    for back in range(MONTHS, 0, -1):
        month = add_months(as_of.replace(day=1), -back)
        is_last = back == 1
        for rep in reps[: len(reps) // 2] if is_last else reps:
            made = _issue(company, rep, month, as_of, clerk)
            if made is not None and not is_last:
                approve_statement(actor=manager, statement=made)


def _issue(
    company: Company, rep: Rep, month: dt.date, as_of: dt.date, clerk: User
) -> CommissionStatement | None:
    try:
        return issue_statement(
            actor=clerk, company=company, rep=rep, month=month, today=as_of
        )
    except StatementRefusedError:
        # A rep without money in that month.
        return None


def _open_campaigns(company: Company, as_of: dt.date, manager: User) -> Campaign:
    open_campaign(
        actor=manager,
        company=company,
        terms=CampaignTerms(
            name="旺季早付双倍积分",
            from_on=add_days(as_of, -100),
            until_on=add_days(as_of, -40),
            multiplier_bp=2 * TEN_THOUSAND,
            min_early_days=7,
        ),
    )
    running = open_campaign(
        actor=manager,
        company=company,
        terms=CampaignTerms(
            name="主动回款有奖",
            from_on=add_days(as_of, -30),
            until_on=add_days(as_of, 60),
            note="奖品限量，先到先得",
        ),
    )
    for name, points, stock in PRIZES:
        add_prize(
            actor=manager, campaign=running, name=name, points=points, stock=stock
        )
    return running


def _redeem(company: Company, as_of: dt.date, campaign: Campaign, clerk: User) -> None:
    """The three with most points take a prize: handed over, cancelled, waiting."""
    prize = campaign.prizes.order_by("points")[0]
    accounts = PointsAccount.objects.filter(
        company=company, balance__gte=prize.points
    ).order_by("-balance", "pk")
    for number, account in enumerate(accounts.select_related("customer")[:3]):
        made = redeem_points(
            actor=clerk,
            customer=account.customer,
            prize=prize,
            quantity=1,
            redeemed_on=add_days(as_of, -7),
        )
        if number == 0:
            hand_over_prize(
                actor=clerk,
                redemption=made,
                handed_over_on=add_days(as_of, -3),
                receiver="老板本人签收",
            )
        elif number == 1:
            cancel_redemption(
                actor=clerk,
                redemption=made,
                cancelled_on=add_days(as_of, -2),
                reason="客户想攒积分换冰箱",
            )


def _set_targets(company: Company, as_of: dt.date, manager: User) -> None:
    """Targets of every region but the last, around what is; each third region a stage."""
    currency = company.base_currency
    owed = dict(
        DueItemState.objects.filter(company=company, currency=currency)
        .order_by()
        .values_list("customer__region")
        .annotate(n=Sum("open_amount"))
    )
    outlets = (
        Customer.objects.filter(company=company, kind__in=OUTLET_KINDS)
        .exclude(region="")
        .order_by("region")
        .values_list("region")
        .annotate(n=Count("pk"))
    )
    for number, (region, count) in enumerate(list(outlets)[:-1]):
        stage = STAGES[number % len(STAGES)]
        times, parts, percent = SPREAD[stage]
        open_amount = owed.get(region) or Decimal(0)
        if not open_amount:
            continue
        # The third region owes more than it may.
        share = Decimal("0.9") if stage == "launch" else Decimal("1.3")
        ceiling = (open_amount * share / TEN_THOUSAND).quantize(Decimal(1))
        publish_distribution(
            actor=manager,
            company=company,
            region=region,
            targets=DistributionTargets(
                stage=stage,
                outlets=max(count * times // parts, count),
                target_bp=percent * 100,
                currency=currency,
                exposure_ceiling=ceiling * TEN_THOUSAND,
            ),
            from_on=add_months(as_of.replace(day=1), -MONTHS),
        )
