"""Ask for many letters; a worker issues them one by one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict

from celery import current_app
from django.db import transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from reconciliation.models import LetterRun
from reconciliation.services.issue_letter import LetterOrder
from reconciliation.services.letter_errors import LetterRefusedError

log = logging.getLogger(__name__)
TASK = "reconciliation.tasks.issue_letters"
MAX_LETTERS = 20_000


@retried_transaction
def start_run(
    *,
    actor: User | None,
    company: Company,
    order: LetterOrder,
    scope: Sequence[tuple[int, str]],
    request_key: str = "",
) -> LetterRun:
    """Keep what is to be issued, (customer id, currency) in order, and wake a worker.

    Raises `LetterRefusedError` for an empty or endless scope and a cut-off after the
    issue date, `AlreadyDoneError` for a `request_key` used before.
    """
    if not scope:
        raise LetterRefusedError(_("No customer is chosen that a letter could go to."))
    if len(scope) > MAX_LETTERS:
        raise LetterRefusedError(
            _("Issue at most %(limit)d letters at once.") % {"limit": MAX_LETTERS}
        )
    if order.cut_off > order.issued_on:
        raise LetterRefusedError(_("The cut-off date lies after the issue date."))
    claim_key(user=actor, key=request_key, action="reconciliation.run.started")
    run = LetterRun.objects.create(
        company=company,
        created_by=actor,
        created_at=clock.now(),
        state_changed_at=clock.now(),
        total=len(scope),
        scope=[[customer, currency] for customer, currency in scope],
        details=_details(order),
        **{
            key: value
            for key, value in asdict(order).items()
            if key not in ("pay_by", "auditor")
        },
    )
    audit.record(
        actor=actor,
        action="reconciliation.run.started",
        target=run,
        company=company,
        label=order.cut_off.isoformat(),
        after={"cut_off": order.cut_off, "kind": order.kind, "letters": len(scope)},
    )
    wake_worker(run)
    return run


def _details(order: LetterOrder) -> dict[str, object]:
    return {
        "pay_by": order.pay_by.isoformat() if order.pay_by else None,
        "auditor": order.auditor,
    }


def wake_worker(run: LetterRun) -> None:
    """Tell a worker after the commit. Without a broker the next tick finds the run."""

    def send() -> None:
        try:
            current_app.send_task(TASK, args=(run.pk,), retry=False)
        except OperationalError:
            log.warning("No broker: letters of run %s wait for the next tick.", run.pk)

    transaction.on_commit(send)
