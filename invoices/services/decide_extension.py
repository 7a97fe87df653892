"""Decide a request for a later due date, or take the approval back."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core.locking import retried_transaction
from arcollect.core.models import Act, User
from arcollect.core.selectors.calendars import working_days_of
from invoices.domain.extensions import Extension as Asked
from invoices.domain.extensions import PlanFreeze, apply_extensions
from invoices.models import DueDateChange, DueItemState, Extension, Fact
from invoices.services.amounts import not_before
from invoices.services.approvals import is_complete, say_reason
from invoices.services.errors import LedgerRefusedError
from invoices.services.move_due_date import move_due_date, reverse_due_date
from invoices.services.open_period import refuse_closed
from invoices.services.record_fact import record_fact, withdraw_fact
from invoices.services.request_extension import (
    ExtensionMovedError,
    decided_by_now,
    move_extension,
    note_extension,
)


@retried_transaction
def approve_extension(
    *, actor: User, extension: Extension, decided_on: dt.date, decision: str = ""
) -> bool:
    """Approve it from `decided_on`: in time it moves the due date, later it is a plan.

    On or before the due date it replaces the age counts from the new date; G stays that
    of the first term. Later nothing improves: the class is frozen until the new date and
    its tolerance have passed (domain rule 3.1.10, S43). Above the approver's limit,
    measured by what is open, a second person must agree. Returns whether it is approved
    for good. Raises `NotApprovedError`, `ExtensionMovedError`, `LedgerRefusedError`.
    """
    if extension.state != Extension.State.REQUESTED:
        raise decided_by_now(extension)
    state = DueItemState.objects.get(pk=extension.due_item_id)
    complete = is_complete(
        actor=actor,
        company=extension.company,
        customer=extension.customer,
        act=Act.EXTENSION,
        amount=state.open_amount,
        currency=extension.currency,
        requested_by=extension.requested_by_id,
        first_approver=extension.approved_by_id,
    )
    not_before(day=decided_on, earliest=extension.requested_on, what=_("The approval"))
    refuse_closed(extension.company_id, decided_on)
    if not complete:
        move_extension(
            extension,
            since=[Extension.State.REQUESTED],
            approved_by=actor,
            decision=decision.strip()[:500],
        )
        note_extension(extension, actor, "first_approved", reason=decision)
        return False
    if state.due_on != extension.old_due_on:
        raise ExtensionMovedError(
            _("The item is due on %(day)s by now. Ask for the new date again.")
            % {"day": state.due_on}
        )
    _apply(extension, actor, on=decided_on, decision=decision)
    return True


@retried_transaction
def reject_extension(
    *, actor: User, extension: Extension, decided_on: dt.date, decision: str
) -> None:
    """Refuse the request. Raises `NotApprovedError`, `ExtensionMovedError`."""
    if extension.state != Extension.State.REQUESTED:
        raise decided_by_now(extension)
    decision = say_reason(decision)
    is_complete(
        actor=actor,
        company=extension.company,
        customer=extension.customer,
        act=Act.EXTENSION,
        amount=extension.amount,
        currency=extension.currency,
        requested_by=extension.requested_by_id,
        first_approver=None,
    )
    move_extension(
        extension,
        since=[Extension.State.REQUESTED],
        state=Extension.State.REJECTED,
        decided_on=decided_on,
        decision=decision,
        approved_by=actor,
    )
    note_extension(extension, actor, "rejected", reason=decision)


@retried_transaction
def reverse_extension(
    *, actor: User, extension: Extension, decided_on: dt.date, decision: str
) -> None:
    """Take an approval back: due date, age and class are as before, to the day.

    Only the newest change of the item's due date can be taken back. Raises
    `ExtensionMovedError`, `LedgerRefusedError`.
    """
    decision = say_reason(decision)
    change = extension.change
    if change is None:
        raise LedgerRefusedError(_("Only an approved extension can be taken back."))
    refuse_closed(extension.company_id, change.effective_on)
    move_extension(
        extension,
        since=[Extension.State.APPROVED],
        state=Extension.State.WITHDRAWN,
        decided_on=decided_on,
        decision=decision,
    )
    reverse_due_date(actor=actor, change=change, reason=decision)
    plan = Fact.objects.filter(
        due_item=extension.due_item_id,
        kind=Fact.Kind.PLAN,
        source=_source(extension),
        withdrawn=False,
        superseded_by=None,
    ).first()
    if plan is not None:
        withdraw_fact(actor=actor, fact=plan, reason=decision)
    note_extension(extension, actor, "taken_back", reason=decision)


def _apply(extension: Extension, actor: User, *, on: dt.date, decision: str) -> None:
    ruled = apply_extensions(
        extension.old_due_on,
        [Asked(new_due_on=extension.new_due_on, approved_on=on)],
        as_of=on,
        calendar=working_days_of(extension.company),
    )
    in_time = bool(ruled.moved_times)
    if not in_time and extension.new_due_on <= on:
        raise LedgerRefusedError(
            _("The new due date has passed as well. Ask for a later one.")
        )
    change = move_due_date(
        actor=actor,
        due_item=extension.due_item,
        cause=DueDateChange.Cause.EXTENSION,
        effective_on=on,
        new_due_on=extension.new_due_on,
        moves_age=in_time,
        approved_by=actor,
        reason=extension.reason,
    )
    for plan in ruled.plans:
        _freeze(extension, actor, plan)
    first = extension.approved_by
    move_extension(
        extension,
        since=[Extension.State.REQUESTED],
        state=Extension.State.APPROVED,
        effect=Extension.Effect.MOVED if in_time else Extension.Effect.PLAN,
        decided_on=on,
        decision=decision.strip()[:500] or extension.decision,
        approved_by=first or actor,
        second_approved_by=actor if first else None,
        change=change,
    )
    note_extension(extension, actor, "approved", reason=decision)


def _freeze(extension: Extension, actor: User, plan: PlanFreeze) -> None:
    record_fact(
        actor=actor,
        customer=extension.customer,
        due_item=extension.due_item,
        kind=Fact.Kind.PLAN,
        from_on=plan.start_on,
        until_on=plan.missed_on,
        source=_source(extension),
        note=extension.reason,
    )


def _source(extension: Extension) -> str:
    return f"extension {extension.pk}"
