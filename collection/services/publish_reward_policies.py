"""Publish versions of the rates of commission and of the rules of points."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import exact_money, format_plain
from collection.domain.commission import WHOLE_BP, CommissionRules
from collection.domain.points import PointsRules
from collection.models import (
    CommissionLine,
    CommissionPolicy,
    PointsEntry,
    PointsPolicy,
)

Policy = TypeVar("Policy", CommissionPolicy, PointsPolicy)


class RewardPolicyRefusedError(Exception):
    """The version was not published; the text says why."""


@retried_transaction
def publish_commission_policy(
    *,
    actor: User | None,
    company: Company,
    rules: CommissionRules,
    from_on: dt.date,
    reason: str = "",
) -> CommissionPolicy:
    """Publish the next version, for money that counts from `from_on` on (rule 3.6).

    Rates and shares are basis points, at most 10,000. Raises `RewardPolicyRefusedError`
    for others, and for a day before a version or before money that a statement shows.
    """
    shares = asdict(rules)
    if any(not 0 <= share <= WHOLE_BP for share in shares.values()):
        raise RewardPolicyRefusedError(_("A rate lies between 0 and 100 percent."))
    stated = CommissionLine.objects.filter(company=company).aggregate(
        last=Max("effective_on")
    )["last"]
    _check_day(CommissionPolicy, company, from_on, stated)
    policy = _insert(
        CommissionPolicy(**shares, **_stamp(CommissionPolicy, company, actor)),
        from_on=from_on,
        reason=reason,
    )
    _record(policy, "collections.commission_policy.published", actor, shares, reason)
    return policy


@retried_transaction
def publish_points_policy(
    *,
    actor: User | None,
    company: Company,
    rules: PointsRules,
    lapse_months: int | None,
    from_on: dt.date,
    reason: str = "",
) -> PointsPolicy:
    """Publish the next version, for money that counts from `from_on` on (rule 3.6).

    `rules.unit` is in the company's own currency; `lapse_months` None keeps points for
    ever. Raises `RewardPolicyRefusedError` for rules that make no sense, and for a day
    before a version or before money that has earned points.
    """
    unit = exact_money(rules.unit, company.base_currency)
    if unit <= Decimal(0) or rules.early_days < 1 or rules.early_bp < WHOLE_BP:
        raise RewardPolicyRefusedError(
            _(
                "The amount and the days must be greater than zero, the factor at least 1."
            )
        )
    if lapse_months is not None and lapse_months < 1:
        raise RewardPolicyRefusedError(_("Points last at least one month."))
    earned = PointsEntry.objects.filter(
        company=company, kind=PointsEntry.Kind.EARN
    ).aggregate(last=Max("entered_on"))["last"]
    _check_day(PointsPolicy, company, from_on, earned)
    values = {
        "unit": unit,
        "early_days": rules.early_days,
        "early_bp": rules.early_bp,
        "lapse_months": lapse_months,
    }
    policy = _insert(
        PointsPolicy(**values, **_stamp(PointsPolicy, company, actor)),
        from_on=from_on,
        reason=reason,
    )
    shown = {**values, "unit": format_plain(unit, company.base_currency)}
    _record(policy, "collections.points_policy.published", actor, shown, reason)
    return policy


def _check_day(
    model: type[Policy], company: Company, from_on: dt.date, used: dt.date | None
) -> None:
    latest = model.objects.filter(company=company).aggregate(n=Max("from_on"))["n"]
    if latest is not None and from_on < latest:
        raise RewardPolicyRefusedError(
            _("A version that comes into force on %(day)s is published already.")
            % {"day": latest}
        )
    if used is not None and from_on <= used:
        raise RewardPolicyRefusedError(
            _("Money of %(day)s was rewarded already. Choose a later day.")
            % {"day": used}
        )


def _stamp(model: type[Policy], company: Company, actor: User | None) -> dict[str, Any]:
    last = model.objects.filter(company=company).aggregate(n=Max("version"))["n"]
    return {
        "company": company,
        "version": (last or 0) + 1,
        "recorded_at": clock.now(),
        "recorded_by": actor,
    }


def _insert(policy: Policy, *, from_on: dt.date, reason: str) -> Policy:
    policy.from_on = from_on
    policy.reason = reason.strip()[:500]
    try:
        with transaction.atomic():
            policy.save(force_insert=True)
    except IntegrityError as error:
        raise RewardPolicyRefusedError(
            _("Somebody published a version at the same moment. Look at it first.")
        ) from error
    return policy


def _record(
    policy: CommissionPolicy | PointsPolicy,
    action: str,
    actor: User | None,
    values: dict[str, Any],
    reason: str,
) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=policy,
        company=policy.company,
        after={"version": policy.version, "from_on": policy.from_on, **values},
        reason=reason,
    )
