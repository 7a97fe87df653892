"""Let the signing command work off what two people approved."""

from __future__ import annotations

import logging

from reconciliation.selectors.seals import has_approved_requests
from reconciliation.services.signing_child import SigningChildError, run_command

log = logging.getLogger(__name__)
# Less than the time limit of a task; what is left waits for the next round.
SECONDS = 540


def start_signing() -> None:
    """Start the signing process if anything waits; called after an approval and at
    every tick, so that a round that was killed is made up for."""
    if not has_approved_requests():
        return
    try:
        run_command("sign_letters", seconds=SECONDS)
    except SigningChildError:
        log.exception(
            "Approved letters could not be signed; the next tick tries again."
        )
