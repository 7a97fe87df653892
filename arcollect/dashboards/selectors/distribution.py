"""Targets of regions against what is: outlets served, and what is owed (row S77)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from arcollect.core.dates import add_days, add_months
from customers.selectors.customers import list_customers
from customers.selectors.distribution import (
    OUTLET_KINDS,
    distribution_on,
    stages_in_order,
)
from invoices.selectors.exposure import exposures_of
from invoices.selectors.scope import LedgerScope
from invoices.selectors.served_outlets import served_by_region
from invoices.selectors.visible_ledger import VisibleLedger

if TYPE_CHECKING:
    from customers.models import DistributionPolicy

# An outlet that bought nothing for longer is not served.
SERVED_MONTHS = 6
WHOLE_BP = 10_000
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionLine:
    """One region: its targets, and what is."""

    region: str
    policy: DistributionPolicy | None
    served: int
    exposure: Decimal
    currency: str

    @property
    def rate(self) -> Decimal | None:
        """Outlets served of all there are."""
        if self.policy is None:
            return None
        return Decimal(self.served) / self.policy.outlets

    @property
    def bar(self) -> Decimal:
        """The rate as a bar can show it."""
        return min(self.rate or ZERO, Decimal(1))

    @property
    def target(self) -> Decimal | None:
        """The share of outlets that shall be served."""
        if self.policy is None:
            return None
        return Decimal(self.policy.target_bp) / WHOLE_BP

    @property
    def missing(self) -> int:
        """Outlets that are missing to the target, rounded up."""
        if self.policy is None:
            return 0
        wanted = -(-self.policy.outlets * self.policy.target_bp // WHOLE_BP)
        return max(0, wanted - self.served)

    @property
    def used(self) -> Decimal | None:
        """Share of the ceiling that is owed; None without a ceiling."""
        if self.policy is None or not self.policy.exposure_ceiling:
            return None
        return self.exposure / self.policy.exposure_ceiling

    @property
    def used_bar(self) -> Decimal:
        """The share as a bar can show it."""
        return min(self.used or ZERO, Decimal(1))

    @property
    def is_over(self) -> bool:
        """Whether more is owed than the ceiling allows."""
        return self.policy is not None and self.exposure > self.policy.exposure_ceiling

    @property
    def per_outlet(self) -> Decimal | None:
        """What is owed per outlet served."""
        return self.exposure / self.served if self.served else None


def distribution_lines(*, ledger: VisibleLedger, as_of: dt.date) -> list[RegionLine]:
    """Regions with targets by stage, then those with figures and no targets.

    Served are outlets with an invoice in the last six months; the exposure is that of
    credit (open items, bills, deliveries and orders less cash on account) in the
    currency of the ceiling, else in the company's own.
    """
    policies = {
        policy.region: policy
        for policy in distribution_on(company=ledger.company, on=as_of)
    }
    served = served_by_region(
        scope=LedgerScope(company=ledger.company, user=ledger.user),
        kinds=OUTLET_KINDS,
        from_on=add_days(add_months(as_of, -SERVED_MONTHS), 1),
        until_on=as_of,
    )
    owed = _exposure_by_region(ledger, as_of)
    base = ledger.company.base_currency
    regions = {*policies, *served, *(region for region, _code in owed)}
    lines = [
        _line(region, policies.get(region), served, owed, base) for region in regions
    ]
    stages = stages_in_order()
    return sorted(
        lines,
        key=lambda line: (
            stages.index(line.policy.stage) if line.policy else len(stages),
            line.region,
        ),
    )


def _exposure_by_region(
    ledger: VisibleLedger, as_of: dt.date
) -> dict[tuple[str, str], Decimal]:
    """What each region could cost, per currency, as credit counts it.

    Customer by customer: money that one has on account lowers nothing of another.
    """
    regions = dict(
        list_customers(company=ledger.company, user=ledger.user)
        .order_by()
        .values_list("pk", "region")
    )
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (customer_id, currency), one in exposures_of(
        customer_ids=regions, today=as_of
    ).items():
        found[regions[customer_id], currency] += max(one.total, ZERO)
    return found


def _line(
    region: str,
    policy: DistributionPolicy | None,
    served: dict[str, int],
    owed: dict[tuple[str, str], Decimal],
    base: str,
) -> RegionLine:
    currency = policy.currency if policy else base
    return RegionLine(
        region=region,
        policy=policy,
        served=served.get(region, 0),
        exposure=owed.get((region, currency), ZERO),
        currency=currency,
    )
