"""Let points lapse that nobody spent in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, Sum

from arcollect.core import clock
from arcollect.core.dates import add_months
from arcollect.core.models import Company
from collection.domain.points import points_to_expire
from collection.models import PointsAccount, PointsEntry, PointsPolicy
from collection.services.move_points import take_points

Kind = PointsEntry.Kind


def lapse_points(
    *, company: Company, policies: Sequence[PointsPolicy], as_of: dt.date
) -> int:
    """Take points off that are older than the policy of `as_of` allows.

    The oldest points are spent first, so only what was not spent lapses. `policies`
    newest first. Returns the number of points.
    """
    policy = next((one for one in policies if one.from_on <= as_of), None)
    if policy is None or policy.lapse_months is None:
        return 0
    before = add_months(as_of, -policy.lapse_months)
    accounts = dict(
        PointsAccount.objects.filter(company=company, balance__gt=0).values_list(
            "customer_id", "balance"
        )
    )
    lapsed = 0
    for customer_id, earned, gone in _old_points(company, before):
        points = min(
            points_to_expire(earned_before=earned, gone=gone),
            accounts.get(customer_id, 0),
        )
        if points and take_points(customer_id=customer_id, points=points):
            PointsEntry.objects.create(
                company=company,
                customer_id=customer_id,
                kind=Kind.EXPIRE,
                points=-points,
                entered_on=as_of,
                recorded_at=clock.now(),
            )
            lapsed += points
    return lapsed


def _old_points(company: Company, before: dt.date) -> list[tuple[int, int, int]]:
    """Per customer points earned before that day, and those spent or lapsed since."""
    old = Q(kind=Kind.EARN, entered_on__lt=before)
    taken_back = Q(kind=Kind.REVERSE, reverses__entered_on__lt=before)
    spent = Q(kind__in=[Kind.REDEEM, Kind.EXPIRE, Kind.RETURN])
    rows = (
        PointsEntry.objects.filter(company=company)
        .values("customer")
        .annotate(
            earned=Sum("points", filter=old | taken_back),
            gone=Sum("points", filter=spent),
        )
        .filter(earned__gt=0)
        .order_by("customer")
    )
    return [(row["customer"], row["earned"], -(row["gone"] or 0)) for row in rows]
