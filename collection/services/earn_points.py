"""The night of points: earn, take back, let lapse (Domain rule 3.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from arcollect.core import clock
from arcollect.core.dates import WorkingDays, is_known
from arcollect.core.models import Company
from arcollect.core.selectors.calendars import working_days_of
from arcollect.core.snapshot import in_snapshot
from collection.domain.points import campaign_points, points_for
from collection.models import Campaign, PointsEntry, PointsPolicy, PointsProgress
from collection.selectors.points import points_rules_of
from collection.services.lapse_points import lapse_points
from collection.services.move_points import enter
from collection.services.take_back_points import take_back_returned, take_back_undone
from customers.domain.expected_pay import settlement_date
from invoices.selectors.allocated_cash import (
    CashOnItem,
    cash_allocations,
    matures_after,
    read_cash,
    undone_cash,
)
from invoices.selectors.contested import (
    disputes_of,
    is_disputed,
    returned_after_payment,
)

CHUNK = 500
# A transaction may have read the clock before it was written: look back further.
LOOK_BACK = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PointsNight:
    """Points that came, were taken back, and lapsed."""

    earned: int = 0
    taken_back: int = 0
    lapsed: int = 0


def earn_points(*, company: Company, as_of: dt.date) -> PointsNight:
    """Give the points of all money through `as_of`, and take back what was undone.

    Looks at what was recorded since the last night or takes effect after it, so that
    missed nights are made up for; a second run finds nothing, because an allocation
    earns once. A day before the last night does nothing. Money in another currency than
    the company's own earns nothing, and neither does money before the first policy.
    """
    policies = list(
        PointsPolicy.objects.filter(company=company).order_by("-from_on", "-version")
    )
    progress, _made = PointsProgress.objects.get_or_create(company=company)
    if not policies or (progress.through is not None and as_of < progress.through):
        return PointsNight()
    began_at = clock.now()
    night = _Night(company, as_of, policies, progress)
    earned = sum(in_turn(night.earn, ids) for ids in night.chunks(night.cash()))
    undone = sum(in_turn(night.undo, ids) for ids in night.chunks(night.undone()))
    returned = in_snapshot(night.take_back_returns, taking_turns=PointsProgress)
    lapsed = in_snapshot(
        lambda: lapse_points(company=company, policies=policies, as_of=as_of),
        taking_turns=PointsProgress,
    )
    PointsProgress.objects.filter(company=company).exclude(through__gt=as_of).update(
        through=as_of, seen_at=began_at - LOOK_BACK
    )
    return PointsNight(earned, undone + returned, lapsed)


def in_turn(work: Any, ids: Sequence[int]) -> int:
    """Do one chunk in a transaction of its own, after any other night's."""
    return in_snapshot(lambda: int(work(ids)), taking_turns=PointsProgress)


class _Night:
    """One company's night: what it looks at, and the rules of that day."""

    def __init__(
        self,
        company: Company,
        as_of: dt.date,
        policies: list[PointsPolicy],
        progress: PointsProgress,
    ) -> None:
        self.company, self.as_of, self.policies = company, as_of, policies
        self.progress = progress
        self.calendar: WorkingDays = working_days_of(company)
        self.campaigns = list(
            Campaign.objects.filter(company=company, multiplier_bp__gt=10_000)
        )

    def _news(self, day: str) -> Q:
        """Rows recorded since the last night, or in effect after it."""
        seen_at, through = self.progress.seen_at, self.progress.through
        if seen_at is None or through is None:
            return Q()
        return Q(recorded_at__gte=seen_at) | Q(**{f"{day}__gt": through})

    def cash(self) -> QuerySet[Any]:
        """Money that may earn and has not."""
        news = self._news("effective_on")
        if news and self.progress.through is not None:
            news |= matures_after(self.progress.through)
        return cash_allocations(company=self.company, until=self.as_of).filter(
            news,
            currency=self.company.base_currency,
            effective_on__gte=self.policies[-1].from_on,
            points_entries__isnull=True,
        )

    def undone(self) -> QuerySet[Any]:
        """Undone money that earned and has not lost."""
        return undone_cash(company=self.company, until=self.as_of).filter(
            self._news("effective_on"),
            reverses__points_entries__isnull=False,
            points_entries__isnull=True,
        )

    def chunks(self, rows: QuerySet[Any]) -> Iterator[list[int]]:
        """Keys of the rows in the order of their days, some at a time."""
        keys = list(dict.fromkeys(rows.values_list("pk", flat=True)))
        for start in range(0, len(keys), CHUNK):
            yield keys[start : start + CHUNK]

    def earn(self, ids: Sequence[int]) -> int:
        """Points for these allocations; the number that came."""
        found = read_cash(self.company, self.cash().filter(pk__in=ids))
        disputes = disputes_of(cash.item_id for cash in found)
        entries = [
            entry
            for cash in found
            if not is_disputed(disputes.get(cash.item_id, ()), on=cash.on)
            for entry in self._entries(cash)
        ]
        enter(entries)
        return sum(entry.points for entry in entries)

    def _entries(self, cash: CashOnItem) -> Iterator[PointsEntry]:
        policy = next(one for one in self.policies if one.from_on <= cash.on)
        days = 0
        # Money on an item without a date yet is in time, and nobody can say how early.
        if is_known(cash.due_on):
            settled_by = settlement_date(cash.due_on, calendar=self.calendar)
            days = (cash.on - settled_by).days
        points = points_for(
            cash.amount, days_past_due=days, rules=points_rules_of(policy)
        )
        if not points:
            return
        common: dict[str, Any] = {
            "company": self.company,
            "customer_id": cash.customer_id,
            "kind": PointsEntry.Kind.EARN,
            "entered_on": cash.on,
            "allocation_id": cash.allocation_id,
            "amount": cash.amount,
            "days_past_due": days,
            "policy": policy,
            "recorded_at": clock.now(),
        }
        yield PointsEntry(points=points, **common)
        for campaign in self.campaigns:
            if not campaign.from_on <= cash.on <= campaign.until_on:
                continue
            more = campaign_points(points, multiplier_bp=campaign.multiplier_bp)
            if more and -days >= campaign.min_early_days:
                yield PointsEntry(points=more, campaign=campaign, **common)

    def undo(self, ids: Sequence[int]) -> int:
        """Take back what these undone allocations had earned."""
        rows = self.undone().filter(pk__in=ids)
        return take_back_undone(company=self.company, undone=rows)

    def take_back_returns(self) -> int:
        """Take back points of paid goods that came back."""
        returned = returned_after_payment(
            company=self.company,
            currency=self.company.base_currency,
            until=self.as_of,
            recorded=self._news("issued_on") & Q(points_entries__isnull=True),
        )
        return take_back_returned(company=self.company, returned=returned)
