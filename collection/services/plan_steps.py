"""Plan the contacts before settlements, and close those whose time has passed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef

from arcollect.core.dates import WorkingDays, add_days
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, Rep
from arcollect.core.selectors.absences import Absences, absences_from, managers_of_teams
from arcollect.core.selectors.calendars import working_days_of
from collection.domain.cadence import (
    WATCHED_NOTICE_DAYS,
    Actor,
    Cadence,
    SkipReason,
    Step,
    acting_on,
    plan_cadence,
)
from collection.models import CadenceStep
from customers.domain.expected_pay import settlement_date
from customers.selectors.flags import closely_watched
from invoices.selectors.settlements import DueGroup, list_due_groups, open_due_days

# Far enough that the longest holiday cannot pull T-7 before the night that plans it.
HORIZON_DAYS = 28
# A due date lies at most this long before the working day it is rolled to.
LONGEST_ROLL_DAYS = 30
BATCH = 200
PLANNED, MISSED = CadenceStep.Result.PLANNED, CadenceStep.Result.MISSED
SKIPPED, MERGED = CadenceStep.Result.SKIPPED, CadenceStep.Result.MERGED


def plan_steps(*, company: Company, as_of: dt.date) -> dict[str, int]:
    """Plan what falls due within four weeks of `as_of` and close what has passed.

    A customer's items with one settlement date make one contact; one under close watch
    is seen once more, the day before. Steps whose day has
    gone by when they are planned are not held against anybody, except T-0. A step is
    missed once the next one's day has come, T-0 after the final date. Safe to run twice.
    """
    calendar = working_days_of(company)
    skipped = _skip_settled(company, calendar)
    missed = _close_passed(company, as_of)
    rows = _new_rows(company, calendar, as_of)
    for start in range(0, len(rows), BATCH):
        CadenceStep.objects.bulk_create(
            rows[start : start + BATCH], ignore_conflicts=True
        )
    name_actors(company=company, as_of=as_of)
    found = {"planned": len(rows), "missed": missed, "skipped": skipped}
    return {name: count for name, count in found.items() if count}


@retried_transaction
def name_actors(*, company: Company, as_of: dt.date) -> None:
    """Write who goes: the rep, his stand-in, or the manager where both are away.

    For steps planned for `as_of` or later; an absence entered later is seen at once by
    the pages, and by the next night here.
    """
    absences = absences_from(company=company, day=as_of)
    managers = managers_of_teams(company=company)
    steps = CadenceStep.objects.filter(
        company=company, result=PLANNED, planned_on__gte=as_of
    )
    for step in steps.select_related("rep"):
        acting, stand_in = actor_of(step.rep, step.planned_on, absences, managers)
        if (step.acting, step.stand_in_id) != (acting.value, stand_in):
            CadenceStep.objects.filter(pk=step.pk, result=PLANNED).update(
                acting=acting.value, stand_in=stand_in
            )


def actor_of(
    rep: Rep, day: dt.date, absences: Absences, managers: dict[int, int]
) -> tuple[Actor, int | None]:
    """Who goes on `day`, and the key of the one who stands in (None: the rep)."""
    away = absences.of(rep.user_id, day)
    stand_in = away.stand_in_id if away else None
    actor = acting_on(
        day,
        rep_absent=lambda _: away is not None,
        stand_in_absent=lambda one: (
            stand_in is None or absences.of(stand_in, one) is not None
        ),
    )
    if actor is Actor.MANAGER:
        return actor, managers.get(rep.team_id or 0)
    return actor, stand_in if actor is Actor.COLLEAGUE else None


def _skip_settled(company: Company, calendar: WorkingDays) -> int:
    planned = CadenceStep.objects.filter(company=company, result=PLANNED)
    days = list(planned.values_list("settlement_on", flat=True).distinct())
    if not days:
        return 0
    still_open = {
        (customer, settlement_date(due_on, calendar=calendar))
        for customer, due_on in open_due_days(
            company_id=company.pk,
            after=add_days(min(days), -LONGEST_ROLL_DAYS),
            through=max(days),
        )
    }
    settled = [
        pk
        for pk, *group in planned.values_list("pk", "customer_id", "settlement_on")
        if tuple(group) not in still_open
    ]
    for start in range(0, len(settled), BATCH):
        planned.filter(pk__in=settled[start : start + BATCH]).update(
            result=SKIPPED, reason=CadenceStep.Reason.SETTLED
        )
    return len(settled)


def _close_passed(company: Company, as_of: dt.date) -> int:
    planned = CadenceStep.objects.filter(company=company, result=PLANNED)
    next_has_come = CadenceStep.objects.filter(
        customer_id=OuterRef("customer_id"),
        settlement_on=OuterRef("settlement_on"),
        planned_on__gt=OuterRef("planned_on"),
        planned_on__lte=as_of,
    ).exclude(result__in=[SKIPPED, MERGED])
    before = planned.exclude(step=CadenceStep.Step.T0).filter(Exists(next_has_come))
    visits = planned.filter(
        step=CadenceStep.Step.T0, planned_on__lt=as_of, final_on__lt=as_of
    )
    return before.update(result=MISSED) + visits.update(result=MISSED)


def _new_rows(
    company: Company, calendar: WorkingDays, as_of: dt.date
) -> list[CadenceStep]:
    groups = _grouped(
        list_due_groups(
            company_id=company.pk,
            as_of=as_of,
            due_through=add_days(as_of, HORIZON_DAYS),
        ),
        calendar,
    )
    if not groups:
        return []
    known = _known_steps(company, since=min(day for _, day in groups))
    watched = closely_watched({customer for customer, _day in groups}, on=as_of)
    rows: list[CadenceStep] = []
    for key, group in groups.items():
        is_watched = group.customer_id in watched
        if key in known and (not is_watched or Step.T1 in known[key]):
            continue
        cadence = plan_cadence(
            issued_on=group.issued_on,
            due_on=group.due_on,
            final_on=group.final_on,
            calendar=calendar,
            close_watch=is_watched,
        )
        # Put under watch after the rest was planned: only T-1 is new.
        rows += [
            row
            for row in _rows_of(company, group, cadence, as_of)
            if row.step not in known.get(key, ())
        ]
    return rows


def _known_steps(
    company: Company, *, since: dt.date
) -> dict[tuple[int, dt.date], set[str]]:
    """The steps planned before, per customer and settlement date."""
    found: dict[tuple[int, dt.date], set[str]] = defaultdict(set)
    rows = CadenceStep.objects.filter(company=company, settlement_on__gte=since)
    for customer, day, step in rows.values_list("customer_id", "settlement_on", "step"):
        found[customer, day].add(step)
    return found


def _grouped(
    groups: Iterable[DueGroup], calendar: WorkingDays
) -> dict[tuple[int, dt.date], DueGroup]:
    """One group per customer and settlement date: the first invoice, the first final."""
    found: dict[tuple[int, dt.date], DueGroup] = {}
    for group in groups:
        day = settlement_date(group.due_on, calendar=calendar)
        first = found.get((group.customer_id, day), group)
        found[group.customer_id, day] = replace(
            first,
            issued_on=min(first.issued_on, group.issued_on),
            final_on=min(first.final_on, group.final_on),
        )
    return found


def _rows_of(
    company: Company, group: DueGroup, cadence: Cadence, as_of: dt.date
) -> list[CadenceStep]:
    rows = []
    for planned in cadence.steps:
        is_late = planned.on < as_of and planned.step is not Step.T0
        row = _row(company, group, cadence, planned.step, planned.on)
        if is_late:
            row.result, row.reason = SKIPPED, CadenceStep.Reason.TOO_LATE
        rows.append(row)
    for step, reason in cadence.skipped:
        day = add_days(cadence.due_settlement_on, -WATCHED_NOTICE_DAYS[step])
        row = _row(company, group, cadence, step, day)
        if reason is SkipReason.MERGED:
            row.result = MERGED
        else:
            row.result, row.reason = SKIPPED, CadenceStep.Reason.BEFORE_INVOICE
        rows.append(row)
    return rows


def _row(
    company: Company, group: DueGroup, cadence: Cadence, step: Step, day: dt.date
) -> CadenceStep:
    return CadenceStep(
        company=company,
        customer_id=group.customer_id,
        rep_id=group.rep_id,
        step=step.value,
        settlement_on=cadence.due_settlement_on,
        final_on=group.final_on,
        planned_on=day,
    )
