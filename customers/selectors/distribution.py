"""Targets of regions: the versions, and those in force."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from arcollect.core.models import Company
from customers.models import DistributionPolicy

# Whoever is served in a region and sells on; projects and public bodies do not.
OUTLET_KINDS = ("dealer", "store", "individual", "")


def list_distribution(*, company: Company) -> QuerySet[DistributionPolicy]:
    """Every version, by region, the newest first."""
    rows = DistributionPolicy.objects.filter(company=company)
    return rows.order_by("region", "-version")


def distribution_on(*, company: Company, on: dt.date) -> list[DistributionPolicy]:
    """The version in force on that day of each region that has one; one query."""
    newest: dict[str, DistributionPolicy] = {}
    rows = list_distribution(company=company).filter(from_on__lte=on)
    for policy in rows.order_by("region", "-from_on", "-version"):
        newest.setdefault(policy.region, policy)
    return [policy for policy in newest.values() if not policy.withdrawn]


def stages_in_order() -> list[str]:
    """The stages of a region, the first first."""
    return list(DistributionPolicy.Stage.values)
