"""Take points back: the payment was reversed, or the goods came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from arcollect.core import clock
from arcollect.core.models import Company
from collection.domain.points import campaign_points, points_to_take_back
from collection.models import PointsEntry
from collection.selectors.points import points_rules_of
from collection.services.move_points import enter
from invoices.selectors.contested import Returned

ZERO = Decimal(0)


def take_back_undone(*, company: Company, undone: QuerySet[Any]) -> int:
    """Take back what is left of the points that undone allocations had earned.

    `undone` are the undoing allocations. Returns the number of points.
    """
    by_cause = {pk: (earned, on) for pk, earned, on in _causes(undone)}
    earned_by = {earned: pk for pk, (earned, _on) in by_cause.items()}
    entries = []
    for entry in _earned(company).filter(allocation__in=earned_by):
        cause = earned_by[entry.allocation_id]
        entries.append(
            PointsEntry(
                company=company,
                customer_id=entry.customer_id,
                kind=PointsEntry.Kind.REVERSE,
                points=-_left_of(entry)[0],
                entered_on=by_cause[cause][1],
                allocation_id=cause,
                campaign_id=entry.campaign_id,
                reverses=entry,
                recorded_at=clock.now(),
            )
        )
    enter(entries)
    return -sum(entry.points for entry in entries)


def take_back_returned(*, company: Company, returned: Iterable[Returned]) -> int:
    """Take back the points of money that paid goods which came back, newest money first.

    What is left are the points that the money net of the return would have earned.
    """
    taken = 0
    for one in returned:
        entries = list(_entries_of_return(company, one))
        enter(entries)
        taken -= sum(entry.points for entry in entries)
    return taken


def _entries_of_return(company: Company, returned: Returned) -> Iterator[PointsEntry]:
    left = returned.amount
    for group in _newest_money(company, returned):
        base = group[0]
        points, amount = _left_of(base)
        part = min(left, amount)
        if part <= 0:
            continue
        assert base.policy is not None  # noqa: S101 - money that earned has one
        gone = points_to_take_back(
            points,
            amount=amount,
            returned=part,
            days_past_due=base.days_past_due or 0,
            rules=points_rules_of(base.policy),
        )
        yield _reverse(company, base, returned, points=gone, amount=part)
        for bonus in group[1:]:
            assert bonus.campaign is not None  # noqa: S101 - else it were the base
            more = campaign_points(
                points - gone, multiplier_bp=bonus.campaign.multiplier_bp
            )
            gone_too = max(0, _left_of(bonus)[0] - more)
            yield _reverse(company, bonus, returned, points=gone_too, amount=part)
        left -= part
        if left <= 0:
            return


def _reverse(
    company: Company,
    entry: PointsEntry,
    returned: Returned,
    *,
    points: int,
    amount: Decimal,
) -> PointsEntry:
    return PointsEntry(
        company=company,
        customer_id=entry.customer_id,
        kind=PointsEntry.Kind.REVERSE,
        points=-points,
        amount=-amount,
        entered_on=returned.on,
        credit_note_id=returned.credit_note_id,
        campaign_id=entry.campaign_id,
        reverses=entry,
        recorded_at=clock.now(),
    )


def _newest_money(company: Company, returned: Returned) -> Iterator[list[PointsEntry]]:
    """The customer's earning money, newest first: its points, then what campaigns added."""
    groups: dict[int, list[PointsEntry]] = defaultdict(list)
    rows = _earned(company).filter(
        customer=returned.customer_id,
        entered_on__lte=returned.on,
        allocation__reversed_by=None,
    )
    for entry in rows.order_by("-entered_on", "-allocation", "campaign"):
        assert entry.allocation_id is not None  # noqa: S101 - a constraint
        groups[entry.allocation_id].append(entry)
    for group in groups.values():
        yield sorted(group, key=lambda entry: entry.campaign_id or 0)


def _earned(company: Company) -> QuerySet[Any]:
    rows: QuerySet[Any] = (
        PointsEntry.objects.filter(company=company, kind=PointsEntry.Kind.EARN)
        .annotate(gone=Sum("reversals__points"), returned=Sum("reversals__amount"))
        .select_related("policy", "campaign")
    )
    return rows


def _left_of(entry: Any) -> tuple[int, Decimal]:
    """Points and money of an earning entry less what was taken back of it."""
    return entry.points + (entry.gone or 0), entry.amount + (entry.returned or ZERO)


def _causes(undone: QuerySet[Any]) -> list[tuple[int, int, Any]]:
    return list(
        undone.order_by("pk").values_list("pk", "reverses", "effective_on").distinct()
    )
