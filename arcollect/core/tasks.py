"""Celery tasks of the core: the tick that starts what is due."""

from __future__ import annotations

import datetime as dt

from celery import shared_task

from arcollect.core import clock, jobs
from arcollect.core.services.deliver_outbox import BATCH, deliver_due


@shared_task(name="arcollect.core.tasks.tick")
def tick() -> None:
    """Start what is due; runs every minute, and twice at once does no harm."""
    for company_id, job, day in jobs.due_runs(now=clock.now()):
        run_daily_job.delay(company_id, job, day.isoformat())
    jobs.run_every_minute()


@shared_task(name="arcollect.core.tasks.run_daily_job")
def run_daily_job(company_id: int, job: str, day: str) -> None:
    """Run one job of one company for one business day, unless it is done."""
    jobs.run_daily(company_id=company_id, job=job, day=dt.date.fromisoformat(day))


@shared_task(name="arcollect.core.tasks.deliver_outbox", time_limit=280)
def deliver_outbox() -> None:
    """Send a batch of what is due, and ask for the next one where there is more."""
    if deliver_due() == BATCH:
        deliver_outbox.delay()
