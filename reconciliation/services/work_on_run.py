"""Issue the letters of a run, each in a transaction of its own."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.outbound.pdf import PdfRenderError
from customers.selectors.addressees import addressees
from reconciliation.models import ConfirmationLetter, LetterRun
from reconciliation.services.issue_letter import LetterOrder, issue_letter
from reconciliation.services.letter_errors import LetterRefusedError
from reconciliation.services.render_letter import render_letter
from reconciliation.services.start_run import wake_worker

if TYPE_CHECKING:
    from customers.models import Customer

log = logging.getLogger(__name__)
State = LetterRun.State
# Longer than the slowest letter: who has not moved for so long is dead.
LEASE = dt.timedelta(minutes=5)
WAITING = dt.timedelta(minutes=1)


def work_on_run(run_id: int) -> LetterRun | None:
    """Claim a run and issue what it still owes; None if it is done or somebody has it.

    Whatever happens to this process, the next one goes on with the customers that have
    no letter of this run.
    """
    now = clock.now()
    stale = LetterRun.objects.filter(
        pk=run_id, state=State.RUNNING, state_changed_at__lte=now - LEASE
    )
    waiting = LetterRun.objects.filter(pk=run_id, state=State.WAITING)
    taken = {"state": State.RUNNING, "state_changed_at": now}
    if not (waiting.update(**taken) or stale.update(**taken)):
        return None
    run = LetterRun.objects.select_related("company", "created_by").get(pk=run_id)
    try:
        _issue_all(run)
    except Exception:
        log.exception("The run %s of letters stopped.", run_id)
        _finish(run, State.STOPPED)
    else:
        _finish(run, State.DONE)
    return run


def resume_runs(now: dt.datetime | None = None) -> int:
    """Wake workers for runs without a sign of life; how many that were."""
    now = now or clock.now()
    lost = LetterRun.objects.filter(
        state=State.WAITING, state_changed_at__lte=now - WAITING
    ) | LetterRun.objects.filter(state=State.RUNNING, state_changed_at__lte=now - LEASE)
    for run in lost:
        wake_worker(run)
    return len(lost)


def order_of(run: LetterRun) -> LetterOrder:
    """What the run asks for, as it was asked."""
    pay_by = run.details.get("pay_by")
    return LetterOrder(
        cut_off=run.cut_off,
        issued_on=run.issued_on,
        reply_due_on=run.reply_due_on,
        kind=run.kind,
        language=run.language,
        ledger_from=run.ledger_from,
        pay_by=dt.date.fromisoformat(pay_by) if pay_by else None,
        auditor=run.details.get("auditor", {}),
    )


def _issue_all(run: LetterRun) -> None:
    order = order_of(run)
    issued = {
        (letter.customer_id, letter.currency): letter
        for letter in ConfirmationLetter.objects.filter(run=run)
    }
    refused = {(customer, currency) for customer, currency, _why in run.refused}
    named = addressees(company=run.company, ids=(pair[0] for pair in run.scope))
    for customer_id, currency in run.scope:
        if (customer_id, currency) in refused:
            continue
        letter = issued.get((customer_id, currency))
        if letter is None:
            letter = _issue(run, order, named.get(customer_id), currency)
        if letter is not None:
            _render(letter)
        LetterRun.objects.filter(pk=run.pk).update(state_changed_at=clock.now())


def _issue(
    run: LetterRun, order: LetterOrder, customer: Customer | None, currency: str
) -> ConfirmationLetter | None:
    if customer is None:
        return None
    try:
        return issue_letter(
            actor=run.created_by,
            company=run.company,
            customer=customer,
            currency=currency,
            order=order,
            run=run,
        )
    except LetterRefusedError as error:
        run.refused = [*run.refused, [customer.pk, currency, str(error)]]
        LetterRun.objects.filter(pk=run.pk).update(refused=run.refused)
        return None


def _render(letter: ConfirmationLetter) -> None:
    """A letter that cannot be rendered now is rendered when somebody asks for it."""
    try:
        render_letter(letter)
    except PdfRenderError:
        log.exception("Letter %s could not be rendered.", letter.number)


def _finish(run: LetterRun, state: str) -> None:
    LetterRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=state, state_changed_at=clock.now()
    )
    run.refresh_from_db()


def progress_label(run: LetterRun) -> str:
    """One line above the bar."""
    if run.state == State.WAITING:
        return _("Waiting for a worker")
    return str(run.get_state_display())
