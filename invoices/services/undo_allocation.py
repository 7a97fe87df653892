"""Undo an allocation by a reversing one."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain
from invoices.models import Allocation
from invoices.services.amounts import not_before
from invoices.services.balances import give_back_to_item, give_back_to_source
from invoices.services.classify_touched import classify_touched
from invoices.services.errors import LedgerRefusedError
from invoices.services.open_period import hold_open_day, refuse_closed


class AlreadyUndoneError(LedgerRefusedError):
    """Somebody undid it before; says who and when."""


@retried_transaction
def undo_allocation(
    *,
    actor: User | None,
    allocation: Allocation,
    effective_on: dt.date | None = None,
    reason: str = "",
    request_key: str = "",
) -> Allocation:
    """Give the amount back to both sides and return the reversing row.

    Without `effective_on` it works from the day of the allocation itself: a mistake
    that should never have been; or from the first open day after it. A later day (a
    payment that bounced) keeps the days between as they were. The item returns with
    its old age (rule 3.1.8).
    Raises `AlreadyUndoneError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.allocation.undone")
    undoing = give_back(
        actor=actor, allocation=allocation, effective_on=effective_on, reason=reason
    )
    touched = Q(pk=allocation.due_item_id)
    classify_touched(company_id=allocation.company_id, items=touched)
    return undoing


def give_back(
    *,
    actor: User | None,
    allocation: Allocation,
    effective_on: dt.date | None,
    reason: str,
) -> Allocation:
    """Undo one allocation as a step of something larger, in the caller's transaction.

    The caller classifies what it touched when it is done, so that no class is told of
    a state in between. Raises as `undo_allocation` does.
    """
    if allocation.reverses_id is not None:
        raise LedgerRefusedError(_("This row already undoes an allocation."))
    on = effective_on or hold_open_day(allocation.company_id, allocation.effective_on)
    not_before(day=on, earliest=allocation.effective_on, what=_("Undoing"))
    refuse_closed(allocation.company_id, on)
    source = allocation.payment or allocation.credit_note
    assert source is not None  # noqa: S101 - held by invoices_allocation_one_source
    # The unique key on `reverses` decides between two people before money moves.
    undoing = _insert_undoing(allocation, actor=actor, on=on)
    give_back_to_source(source, allocation.amount)
    give_back_to_item(allocation.due_item_id, allocation.amount, on=on)
    audit.record(
        actor=actor,
        action="invoices.allocation.undone",
        target=source,
        company=allocation.company_id,
        before={
            "invoice": allocation.due_item.invoice.number,
            "amount": format_plain(allocation.amount, allocation.currency),
        },
        after={"effective_on": on},
        reason=reason,
    )
    return undoing


def _insert_undoing(
    allocation: Allocation, *, actor: User | None, on: dt.date
) -> Allocation:
    undoing = Allocation(
        company_id=allocation.company_id,
        due_item_id=allocation.due_item_id,
        payment_id=allocation.payment_id,
        credit_note_id=allocation.credit_note_id,
        currency=allocation.currency,
        amount=-allocation.amount,
        effective_on=on,
        rule=allocation.rule,
        reverses=allocation,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            undoing.save(force_insert=True)
    except IntegrityError as error:
        first = Allocation.objects.select_related("recorded_by", "company").get(
            reverses=allocation
        )
        at = clock.local_time(first.recorded_at, first.company.time_zone)
        raise AlreadyUndoneError(
            _("%(person)s already undid this allocation at %(time)s.")
            % {
                "person": first.recorded_by or _("The system"),
                "time": at.strftime("%Y-%m-%d %H:%M"),
            }
        ) from error
    return undoing
