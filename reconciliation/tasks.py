"""Jobs of reconciliation; thin, since services do the work."""

from __future__ import annotations

from celery import shared_task

from reconciliation.services.start_signing import start_signing


@shared_task(name="reconciliation.tasks.sign_letters")
def sign_letters() -> None:
    """Sign what two people approved, in a process of its own."""
    start_signing()
