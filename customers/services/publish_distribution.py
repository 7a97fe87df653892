"""Publish a region's targets: how many outlets, how much may be owed (row S77)."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import AmountFormatError, exact_money, format_plain
from customers.models import DistributionPolicy

WHOLE_BP = 10_000


class DistributionRefusedError(Exception):
    """The targets were not published; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionTargets:
    """A region's targets; the rate in basis points, the ceiling in `currency`."""

    stage: str
    outlets: int
    target_bp: int
    currency: str
    exposure_ceiling: Decimal


@retried_transaction
def publish_distribution(
    *,
    actor: User | None,
    company: Company,
    region: str,
    targets: DistributionTargets,
    from_on: dt.date,
) -> DistributionPolicy:
    """Publish the next version of a region's targets, in force from `from_on` on.

    Raises `DistributionRefusedError` for targets that make no sense and for a day before
    a version that is published.
    """
    region = region.strip()
    _check(region, targets)
    ceiling = exact_money(targets.exposure_ceiling, targets.currency)
    values = {**asdict(targets), "exposure_ceiling": ceiling}
    made = _insert(company, region, from_on, actor, **values)
    _record(actor, made, "customers.distribution.published")
    return made


@retried_transaction
def withdraw_distribution(
    *, actor: User | None, policy: DistributionPolicy, from_on: dt.date
) -> DistributionPolicy:
    """Take a region's targets out from `from_on` on. Raises `DistributionRefusedError`."""
    made = _insert(
        policy.company,
        policy.region,
        from_on,
        actor,
        stage=policy.stage,
        outlets=policy.outlets,
        target_bp=policy.target_bp,
        currency=policy.currency,
        exposure_ceiling=policy.exposure_ceiling,
        withdrawn=True,
    )
    _record(actor, made, "customers.distribution.withdrawn")
    return made


def _check(region: str, targets: DistributionTargets) -> None:
    if not region:
        raise DistributionRefusedError(_("Name the region."))
    if targets.stage not in DistributionPolicy.Stage.values:
        raise DistributionRefusedError(_("This is not a stage."))
    if targets.outlets < 1 or not 0 <= targets.target_bp <= WHOLE_BP:
        raise DistributionRefusedError(
            _("A region has at least one outlet, and the rate lies between 0 and 100.")
        )
    try:
        exact_money(targets.exposure_ceiling, targets.currency)
    except (AmountFormatError, ValueError) as error:
        raise DistributionRefusedError(
            _("This is not an amount in %(currency)s.") % {"currency": targets.currency}
        ) from error
    if targets.exposure_ceiling < 0:
        raise DistributionRefusedError(_("A ceiling is not below zero."))


def _insert(
    company: Company,
    region: str,
    from_on: dt.date,
    actor: User | None,
    **values: object,
) -> DistributionPolicy:
    before = DistributionPolicy.objects.filter(company=company, region=region)
    newest = before.order_by("-version").first()
    if newest is not None and from_on < newest.from_on:
        raise DistributionRefusedError(
            _("A version that comes into force on %(day)s is published already.")
            % {"day": newest.from_on}
        )
    policy = DistributionPolicy(
        company=company,
        region=region,
        version=newest.version + 1 if newest else 1,
        from_on=from_on,
        recorded_at=clock.now(),
        recorded_by=actor,
        **values,
    )
    try:
        with transaction.atomic():
            policy.save(force_insert=True)
    except IntegrityError as error:
        raise DistributionRefusedError(
            _("Somebody published a version at the same moment. Look at it first.")
        ) from error
    return policy


def _record(actor: User | None, policy: DistributionPolicy, action: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=policy,
        company=policy.company,
        label=str(policy),
        after={
            "stage": policy.stage,
            "outlets": policy.outlets,
            "target_bp": policy.target_bp,
            "currency": policy.currency,
            "exposure_ceiling": format_plain(policy.exposure_ceiling, policy.currency),
            "from_on": policy.from_on,
        },
    )
