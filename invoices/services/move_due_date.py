"""Give a due item another due date, or take the last one back."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Case, DateField, F, Q, Value, When
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.dates import is_known
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.domain.aging import age_dates
from invoices.models import DueDateChange, DueItem, DueItemState
from invoices.selectors.policies import policy_of_state, rules_of
from invoices.services.classify_touched import classify_touched
from invoices.services.errors import LedgerRefusedError


class DueDateRefusedError(LedgerRefusedError):
    """The due date was not moved; the text says why."""


@retried_transaction
def move_due_date(
    *,
    actor: User | None,
    due_item: DueItem,
    cause: str,
    effective_on: dt.date,
    new_due_on: dt.date,
    moves_age: bool = True,
    approved_by: User | None = None,
    reason: str = "",
) -> DueDateChange:
    """Give `due_item` the due date `new_due_on`, agreed on `effective_on`.

    Its age counts from there on unless `moves_age` is False: what is agreed after the old
    date has passed is kept and counted but leaves due date and age alone (Domain rule
    3.1.10). Approval is the caller's. Raises `DueDateRefusedError`; nothing is changed
    then. The class follows at once.
    """
    before = _latest(due_item)
    old = DueItemState.objects.values_list("due_on", flat=True).get(pk=due_item.pk)
    _check(due_item, before, old, effective_on, new_due_on, moves_age=moves_age)
    change = DueDateChange(
        company_id=due_item.company_id,
        due_item=due_item,
        sequence=1 if before is None else before.sequence + 1,
        cause=cause,
        effective_on=effective_on,
        old_due_on=old,
        new_due_on=new_due_on,
        moves_age=moves_age,
        reason=reason[:500],
        approved_by=approved_by,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    return _keep(change, due_item)


@retried_transaction
def reverse_due_date(
    *, actor: User | None, change: DueDateChange, reason: str
) -> DueDateChange:
    """Take the newest change of an item back, as if it had never been.

    Due date, age and class are those from before, to the day; what was known in between
    stays answerable. Raises `DueDateRefusedError` without a reason, for a change that a
    newer one follows, and for one taken back before.
    """
    if not reason.strip():
        raise DueDateRefusedError(_("Say why the due date goes back."))
    latest = _latest(change.due_item)
    if latest is None or latest.pk != change.pk or change.reverses_id is not None:
        raise DueDateRefusedError(
            _("Only the newest due date of an item can be taken back.")
        )
    counter = DueDateChange(
        company_id=change.company_id,
        due_item_id=change.due_item_id,
        sequence=change.sequence + 1,
        cause=change.cause,
        effective_on=change.effective_on,
        old_due_on=change.new_due_on if change.moves_age else change.old_due_on,
        new_due_on=change.old_due_on,
        moves_age=change.moves_age,
        reason=reason[:500],
        reverses=change,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    return _keep(counter, change.due_item)


def _latest(due_item: DueItem) -> DueDateChange | None:
    changes = DueDateChange.objects.filter(due_item=due_item.pk)
    return changes.order_by("-sequence").first()


def _check(
    due_item: DueItem,
    before: DueDateChange | None,
    old: dt.date,
    effective_on: dt.date,
    new_due_on: dt.date,
    *,
    moves_age: bool,
) -> None:
    if effective_on < due_item.issued_on:
        raise DueDateRefusedError(
            _("The item exists since %(day)s; nothing can be agreed about it before.")
            % {"day": due_item.issued_on}
        )
    if before is not None and effective_on < before.effective_on:
        raise DueDateRefusedError(
            _(
                "Its due date was moved on %(day)s already; choose that day or a later one."
            )
            % {"day": before.effective_on}
        )
    if not is_known(new_due_on):
        raise DueDateRefusedError(_("Choose a due date that comes."))
    if moves_age and not effective_on <= min(old, new_due_on):
        raise DueDateRefusedError(
            _("A due date moves only before it has passed, and never into the past.")
        )


def _keep(change: DueDateChange, due_item: DueItem) -> DueDateChange:
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        taken = DueDateChange.objects.filter(
            due_item=change.due_item_id, sequence=change.sequence
        )
        if taken.exists():
            raise DueDateRefusedError(
                _("Somebody just moved this due date. Look at it again.")
            ) from error
        raise
    if change.moves_age:
        _move_state(change, due_item)
    audit.record(
        actor=change.recorded_by,
        action="invoices.due_date.moved"
        if change.reverses_id is None
        else "invoices.due_date.taken_back",
        target=change,
        company=change.company_id,
        label=f"{due_item.invoice.number} / {due_item.position}",
        before={"due_on": change.old_due_on},
        after={"due_on": change.new_due_on, "cause": change.cause},
        reason=change.reason,
    )
    classify_touched(company_id=change.company_id, items=Q(pk=change.due_item_id))
    return change


def _move_state(change: DueDateChange, due_item: DueItem) -> None:
    """The state row follows; somebody else's change in between is refused."""
    dates = age_dates(
        rules_of(policy_of_state(company_id=change.company_id)),
        due_on=change.new_due_on,
        term_days=due_item.term_days,
        no_grace=due_item.kind == DueItem.Kind.BILL,
    )
    on = change.effective_on
    later = Q(next_change_on__isnull=True) | Q(next_change_on__gt=on)
    moved = DueItemState.objects.filter(
        pk=change.due_item_id, due_on=change.old_due_on
    ).update(
        due_on=change.new_due_on,
        final_on=dates.final_on,
        expedited_from=dates.expedited_from,
        quasi_from=dates.quasi_from,
        bad_from=dates.bad_from,
        dead_from=dates.dead_from,
        next_change_on=Case(
            When(later, then=Value(on)),
            default=F("next_change_on"),
            output_field=DateField(),
        ),
    )
    if not moved:
        raise DueDateRefusedError(
            _("Somebody just moved this due date. Look at it again.")
        )
