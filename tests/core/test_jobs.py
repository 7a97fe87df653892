"""What is due, who runs it, and that nothing runs twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from arcollect.core import jobs
from arcollect.core.models import Company, Run, Schedule
from arcollect.core.tasks import run_daily_job, tick
from invoices.models import ClassificationProgress
from tests.books.openings import open_company

pytestmark = pytest.mark.django_db
JOB = "test-job"
DAY = dt.date(2026, 3, 31)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def _at(day: dt.date, time: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), SHANGHAI)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[dt.date]:
    """Days that the job of these tests ran for."""
    days: list[dt.date] = []

    def job(_company: Company, day: dt.date) -> dict[str, Any]:
        days.append(day)
        return {"day": day.isoformat()}

    monkeypatch.setitem(jobs._daily, JOB, job)
    return days


@pytest.fixture
def company() -> Company:
    company = open_company()
    Company.objects.filter(pk=company.pk).update(created_at=_at(DAY, "00:10"))
    Schedule.objects.create(company=company, job=JOB, due_after=dt.time(0, 30))
    return company


def _due(now: dt.datetime) -> list[tuple[int, str, dt.date]]:
    return jobs.due_runs(now=now)


def test_due_after_the_local_time_and_until_it_is_done(
    company: Company, ran: list[dt.date]
) -> None:
    due = [(company.pk, JOB, DAY)]
    assert _due(_at(DAY, "00:29")) == []  # yesterday there was no company
    assert _due(_at(DAY, "00:30")) == due
    assert _due(_at(DAY, "23:59")) == due
    with time_machine.travel(_at(DAY, "01:00"), tick=False):
        run = jobs.run_daily(company_id=company.pk, job=JOB, day=DAY)
        assert run is not None
        assert jobs.run_daily(company_id=company.pk, job=JOB, day=DAY) is None
    assert ran == [DAY]
    assert _due(_at(DAY, "23:00")) == []
    # The machine was off for a week: what is due is the last day, catching up is
    # the job's affair.
    later = DAY + dt.timedelta(days=7)
    assert _due(_at(later, "00:10")) == [(company.pk, JOB, later - dt.timedelta(1))]
    assert _due(_at(later, "00:40")) == [(company.pk, JOB, later)]


def test_disabled_and_unknown_jobs_are_not_due(
    company: Company, ran: list[dt.date]
) -> None:
    Schedule.objects.create(company=company, job="unknown", due_after=dt.time(0, 30))
    Schedule.objects.filter(job=JOB).update(enabled=False)
    assert _due(_at(DAY, "12:00")) == []


def test_a_failure_is_kept_and_tried_again_after_a_pause(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_company: Company, _day: dt.date) -> dict[str, Any]:
        raise ValueError("no such thing")

    monkeypatch.setitem(jobs._daily, JOB, broken)
    with time_machine.travel(_at(DAY, "01:00"), tick=False):
        jobs.run_daily(company_id=company.pk, job=JOB, day=DAY)
        assert jobs.run_daily(company_id=company.pk, job=JOB, day=DAY) is None
    run = Run.objects.get()
    assert (run.state, run.error) == ("failed", "ValueError: no such thing")
    assert _due(_at(DAY, "01:04")) == []
    assert _due(_at(DAY, "01:05")) == [(company.pk, JOB, DAY)]
    for attempt in range(2, jobs.MAX_ATTEMPTS + 1):
        with time_machine.travel(_at(DAY, f"{attempt + 1:02}:00"), tick=False):
            assert jobs.run_daily(company_id=company.pk, job=JOB, day=DAY)
    assert Run.objects.get().attempts == jobs.MAX_ATTEMPTS
    assert _due(_at(DAY, "20:00")) == []


def test_an_abandoned_run_is_taken_over_and_the_late_one_writes_nothing(
    company: Company, ran: list[dt.date]
) -> None:
    with time_machine.travel(_at(DAY, "01:00"), tick=False):
        first = jobs.claim(company_id=company.pk, job=JOB, day=DAY)
        assert first is not None
    with time_machine.travel(_at(DAY, "01:14"), tick=False):
        assert jobs.claim(company_id=company.pk, job=JOB, day=DAY) is None
    with time_machine.travel(_at(DAY, "01:15"), tick=False):
        second = jobs.claim(company_id=company.pk, job=JOB, day=DAY)
        assert second is not None
        jobs._finish(first, state=Run.State.FAILED, error="too late")
        assert Run.objects.get().state == Run.State.RUNNING
        jobs._finish(second, state=Run.State.DONE)
    assert Run.objects.get().state == Run.State.DONE


def test_the_tick_starts_the_night(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    Schedule.objects.create(company=company, job="nightly", due_after=dt.time(0, 30))
    monkeypatch.setattr(run_daily_job, "delay", run_daily_job)
    minutely = []
    monkeypatch.setattr(jobs, "_every_minute", {"count": lambda: minutely.append(1)})
    with time_machine.travel(_at(DAY, "00:31"), tick=False):
        tick()
        tick()
    run = Run.objects.get(job="nightly")
    assert (run.state, run.attempts) == ("done", 1)
    night = {"as_of": DAY.isoformat(), "changed": 0}
    assert run.result.items() >= night.items()
    assert ClassificationProgress.objects.get(company=company).through == DAY
    assert minutely == [1, 1]


def test_a_minutely_job_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = []

    def broken() -> None:
        raise ValueError("no")

    made = {"one": broken, "two": lambda: done.append(2)}
    monkeypatch.setattr(jobs, "_every_minute", made)
    jobs.run_every_minute()
    assert done == [2]
