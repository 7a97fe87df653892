"""Jobs of reconciliation; thin, since services do the work."""

from __future__ import annotations

from celery import shared_task

from reconciliation.services.start_signing import start_signing
from reconciliation.services.work_on_run import work_on_run


@shared_task(name="reconciliation.tasks.issue_letters")
def issue_letters(run_id: int) -> None:
    """Issue and render the letters of a run."""
    work_on_run(run_id)


@shared_task(name="reconciliation.tasks.sign_letters")
def sign_letters() -> None:
    """Sign what two people approved, in a process of its own."""
    start_signing()
