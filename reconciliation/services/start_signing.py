"""Let the signing command work off what two people approved."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from reconciliation.selectors.seals import has_approved_requests
from reconciliation.services.signing_child import SigningChildError, run_command

log = logging.getLogger(__name__)
# Less than the time limit of a task; what is left waits for the next round.
SECONDS = 540
TASK = "reconciliation.tasks.sign_letters"


def wake_signing() -> None:
    """Tell a worker after the commit. Without a broker the next tick finds the work."""

    def send() -> None:
        try:
            current_app.send_task(TASK, retry=False)
        except OperationalError:
            log.warning("No broker: approved letters wait for the next tick.")

    transaction.on_commit(send)


def resume_signing() -> None:
    """At every tick: a round that was killed, or never woken, is made up for."""
    if has_approved_requests():
        wake_signing()


def start_signing() -> None:
    """Start the signing process if anything waits."""
    if not has_approved_requests():
        return
    try:
        run_command("sign_letters", seconds=SECONDS)
    except SigningChildError:
        log.exception(
            "Approved letters could not be signed; the next tick tries again."
        )
