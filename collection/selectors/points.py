"""Points: policies, accounts, entries, campaigns and what was redeemed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from arcollect.core.models import Company
from arcollect.core.permissions import Person
from collection.domain.points import PointsRules
from collection.models import (
    Campaign,
    PointsAccount,
    PointsEntry,
    PointsPolicy,
    Prize,
    Redemption,
)


@dataclass(frozen=True, slots=True)
class PointsTotals:
    """What all customers seen here may spend, and what they owe."""

    balance: int
    owed: int


def list_points_policies(*, company: Company) -> QuerySet[PointsPolicy]:
    """The versions of the rules, newest first."""
    return PointsPolicy.objects.filter(company=company).order_by("-version")


def points_rules_of(policy: PointsPolicy) -> PointsRules:
    """The version as the rule takes it."""
    return PointsRules(
        unit=policy.unit, early_days=policy.early_days, early_bp=policy.early_bp
    )


def list_accounts(
    *, company: Company, user: Person, text: str = ""
) -> QuerySet[PointsAccount]:
    """Accounts of customers the user may see, most points first."""
    rows: QuerySet[PointsAccount] = PointsAccount.objects.filter(company=company)
    rows = rows.visible_to(user)  # type: ignore[attr-defined]
    for word in text.casefold().split():
        rows = rows.filter(customer__search_text__contains=word)
    return rows.select_related("customer__rep").order_by("-balance", "owed", "pk")


def totals_of_accounts(*, company: Company, user: Person) -> PointsTotals:
    """The sums over the accounts that the user may see."""
    found = (
        list_accounts(company=company, user=user)
        .order_by()
        .aggregate(balance=Sum("balance"), owed=Sum("owed"))
    )
    return PointsTotals(found["balance"] or 0, found["owed"] or 0)


def list_entries(*, company: Company, user: Person) -> QuerySet[PointsEntry]:
    """Movements of points that the user may see, newest first."""
    rows: Any = PointsEntry.objects.filter(company=company)
    found: QuerySet[PointsEntry] = (
        rows.visible_to(user)
        .select_related(
            "campaign", "redemption__prize", "allocation__due_item__invoice"
        )
        .order_by("-entered_on", "-pk")
    )
    return found


def list_campaigns(*, company: Company) -> QuerySet[Campaign]:
    """Campaigns, the newest first."""
    return Campaign.objects.filter(company=company).order_by("-from_on", "-pk")


def list_prizes(*, company: Company) -> QuerySet[Prize]:
    """Prizes with their campaigns, the cheapest first."""
    rows = Prize.objects.filter(company=company).select_related("campaign")
    return rows.order_by("campaign", "points", "pk")


def prizes_on(*, company: Company, on: dt.date) -> QuerySet[Prize]:
    """Prizes of campaigns that run on that day, with something left."""
    return list_prizes(company=company).filter(
        campaign__from_on__lte=on, campaign__until_on__gte=on, left__gt=0
    )


def list_redemptions(*, company: Company, user: Person) -> QuerySet[Redemption]:
    """What was redeemed by customers the user may see; what waits comes first."""
    rows: Any = Redemption.objects.filter(company=company)
    found: QuerySet[Redemption] = (
        rows.visible_to(user)
        .select_related("customer", "prize__campaign", "closed_by", "recorded_by")
        .order_by("-redeemed_on", "-pk")
    )
    return found


def find_account(*, customer_id: int) -> PointsAccount | None:
    """The customer's account; None while he has earned nothing."""
    return PointsAccount.objects.filter(customer=customer_id).first()


def wrong_accounts(*, company: Company) -> QuerySet[PointsAccount]:
    """Accounts that are not the sum of their entries: there must be none."""
    total = Sum("customer__points_entries__points")
    rows: Any = PointsAccount.objects.filter(company=company)
    entered: Any = rows.annotate(entered=total)
    found: QuerySet[PointsAccount] = entered.exclude(
        Q(entered=F("balance") - F("owed"))
    ).exclude(entered=None, balance=0, owed=0)
    return found
