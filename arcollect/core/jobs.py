"""Scheduled work: which jobs exist, when they are due, and who may run one.

Apps register in `AppConfig.ready`, so that `core` imports nothing that stands above it.
A run is a row with a unique key; it is claimed by INSERT or by a conditional UPDATE, so
that a job of a business day is done once, by whichever worker comes first.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F

from arcollect.core import clock
from arcollect.core.models import Company, Run, Schedule

log = logging.getLogger(__name__)
DailyJob = Callable[[Company, dt.date], dict[str, Any]]
# Longer than the time limit of a task: nobody takes over from a living worker.
LEASE = dt.timedelta(minutes=15)
PAUSE_AFTER_FAILURE = dt.timedelta(minutes=5)
MAX_ATTEMPTS = 6
ERROR_LENGTH = 500

_daily: dict[str, DailyJob] = {}
_every_minute: dict[str, Callable[[], object]] = {}


def register_daily(name: str, job: DailyJob) -> None:
    """Run `job(company, business_day)` once a day as the company's schedule says.

    It must be safe to run twice and catch up by itself on days that were missed.
    """
    _daily[name] = job


def register_every_minute(name: str, job: Callable[[], object]) -> None:
    """Call `job()` at every tick; it must be quick and safe to run twice at once."""
    _every_minute[name] = job


def run_every_minute() -> None:
    """Call every minutely job; one that fails is logged and keeps nobody else waiting."""
    for name, job in _every_minute.items():
        try:
            job()
        except Exception:
            log.exception("The minutely job %s failed.", name)


def due_runs(*, now: dt.datetime) -> list[tuple[int, str, dt.date]]:
    """Company, job and business day of everything that is due and not done at `now`.

    The business day is the company's today from the local time in its schedule on,
    before that it is yesterday. Days missed altogether are the job's own affair.
    """
    due = []
    for schedule in Schedule.objects.filter(enabled=True).select_related("company"):
        if schedule.job not in _daily:
            continue
        day = business_day(schedule, now=now)
        if _is_waiting(schedule, day, now):
            due.append((schedule.company_id, schedule.job, day))
    return due


def business_day(schedule: Schedule, *, now: dt.datetime) -> dt.date:
    """The last day on which the job became due at the company."""
    local = now.astimezone(ZoneInfo(schedule.company.time_zone))
    if local.time() >= schedule.due_after:
        return local.date()
    return local.date() - dt.timedelta(days=1)


def _is_waiting(schedule: Schedule, day: dt.date, now: dt.datetime) -> bool:
    run = Run.objects.filter(
        company=schedule.company_id, job=schedule.job, business_day=day
    ).first()
    if run is None:
        # A company opened this morning owes nothing for yesterday.
        created = schedule.company.created_at
        zone = schedule.company.time_zone
        return day >= clock.local_date(created, zone)
    return (
        run.state != Run.State.DONE
        and run.attempts < MAX_ATTEMPTS
        and (run.lease_until is None or run.lease_until <= now)
    )


def run_daily(*, company_id: int, job: str, day: dt.date) -> Run | None:
    """Claim and run the job of that day; None if it is done or somebody else has it.

    A failure is kept in the row and logged, and tried again later.
    """
    run = claim(company_id=company_id, job=job, day=day)
    if run is None:
        return None
    company = Company.objects.get(pk=company_id)
    try:
        result = _daily[job](company, day)
    except Exception as error:
        log.exception("The job %s of %s for %s failed.", job, company.code, day)
        _finish(run, state=Run.State.FAILED, error=f"{type(error).__name__}: {error}")
    else:
        _finish(run, state=Run.State.DONE, result=result)
    return run


def claim(*, company_id: int, job: str, day: dt.date) -> Run | None:
    """Take the run for the length of a lease; None if it is done or taken."""
    now = clock.now()
    key = {"company_id": company_id, "job": job, "business_day": day}
    taken = {
        "state": Run.State.RUNNING,
        "lease_until": now + LEASE,
        "started_at": now,
        "finished_at": None,
    }
    try:
        with transaction.atomic():
            return Run.objects.create(**key, **taken, attempts=1)
    except IntegrityError:
        claimed = (
            Run.objects.filter(**key, lease_until__lte=now, attempts__lt=MAX_ATTEMPTS)
            .exclude(state=Run.State.DONE)
            .update(**taken, attempts=F("attempts") + 1)
        )
    return Run.objects.get(**key) if claimed else None


def _finish(
    run: Run, *, state: str, result: dict[str, Any] | None = None, error: str = ""
) -> None:
    """Write the outcome, unless the lease ran out and somebody else took over."""
    now = clock.now()
    run.state, run.result, run.error = state, result or {}, error[:ERROR_LENGTH]
    run.finished_at = now
    Run.objects.filter(
        pk=run.pk, attempts=run.attempts, state=Run.State.RUNNING
    ).update(
        state=run.state,
        result=run.result,
        error=run.error,
        finished_at=now,
        lease_until=now + PAUSE_AFTER_FAILURE * run.attempts,
    )
