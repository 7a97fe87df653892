"""Jobs of the ledger; thin, since services do the work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from celery import shared_task

from arcollect.core.models import Company, ImportBatch
from arcollect.core.nightly_steps import run_steps
from invoices.services.classify import classify_through
from invoices.services.resume_imports import work_on


def nightly(company: Company, business_day: dt.date) -> dict[str, Any]:
    """Classify the company's books through that day, then run what builds on it."""
    result = classify_through(company=company, as_of=business_day)
    return {
        "as_of": business_day.isoformat(),
        "changed": result.changed,
        **run_steps(company=company, day=business_day),
    }


@shared_task(name="invoices.tasks.check_import")
def check_import(batch_id: int) -> None:
    """Dry run of an uploaded batch."""
    work_on(batch_id, state=ImportBatch.State.CHECKING)


@shared_task(name="invoices.tasks.apply_import")
def apply_import(batch_id: int) -> None:
    """Post a checked batch."""
    work_on(batch_id, state=ImportBatch.State.APPLYING)
