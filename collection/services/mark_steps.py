"""Mark planned contacts as done, and take in the day that the customer names."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.selectors.calendars import working_days_of
from collection.models import CadenceStep, Visit
from customers.domain.expected_pay import settlement_date

PLANNED, DONE = CadenceStep.Result.PLANNED, CadenceStep.Result.DONE
AGREEING = (CadenceStep.Step.T3, CadenceStep.Step.T1)


class StepRefusedError(Exception):
    """The step was not changed; the text says why."""


def mark_steps(*, visit: Visit, named_on: dt.date | None) -> None:
    """The visit does what was planned at the customer through its day.

    `named_on` is the day for which money was promised: at T-7 it is foreseen, at T-3 it
    is agreed and T-0 moves there. Belongs into the transaction of the visit.
    """
    planned = CadenceStep.objects.filter(
        customer_id=visit.customer_id, result=PLANNED, planned_on__lte=visit.visited_on
    )
    for step in planned.select_related("company"):
        _finish(step, done_on=visit.visited_on, visit=visit, named_on=named_on)


@retried_transaction
def mark_step_done(
    *,
    actor: User,
    step: CadenceStep,
    done_on: dt.date,
    named_on: dt.date | None = None,
) -> None:
    """Say that the contact took place on `done_on`, and which day the customer named.

    At T-3 and T-1 the named day is agreed: T-0 moves to it, rolled to a working day. Raises
    `StepRefusedError` for a step that is no longer planned.
    """
    if not _finish(step, done_on=done_on, visit=None, named_on=named_on):
        raise StepRefusedError(_("This contact is no longer planned. Reload the page."))
    audit.record(
        actor=actor,
        action="collections.step.done",
        target=step,
        company=step.company_id,
        label=str(step.customer),
        after={"step": step.step, "done_on": done_on, "named_on": named_on},
    )


def _finish(
    step: CadenceStep,
    *,
    done_on: dt.date,
    visit: Visit | None,
    named_on: dt.date | None,
) -> bool:
    named = None if step.step == CadenceStep.Step.T0 else named_on
    done = CadenceStep.objects.filter(pk=step.pk, result=PLANNED).update(
        result=DONE, done_on=done_on, visit=visit, named_on=named
    )
    if done and named is not None and step.step in AGREEING:
        calendar = working_days_of(step.company)
        CadenceStep.objects.filter(
            customer_id=step.customer_id,
            settlement_on=step.settlement_on,
            step=CadenceStep.Step.T0,
            result=PLANNED,
        ).update(planned_on=settlement_date(named, calendar=calendar))
    return bool(done)
