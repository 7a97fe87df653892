"""Ask for a later due date, or take the request back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import DueItem, DueItemState, Extension
from invoices.services.amounts import not_before
from invoices.services.approvals import say_reason
from invoices.services.errors import LedgerRefusedError


class ExtensionMovedError(LedgerRefusedError):
    """The request is not in the state that the step needs; somebody was faster."""


@retried_transaction
def request_extension(
    *,
    actor: User | None,
    due_item: DueItem,
    new_due_on: dt.date,
    requested_on: dt.date,
    reason: str,
    signed_document: str = "",
) -> Extension:
    """Ask that the item be due on `new_due_on`; nothing moves before the approval.

    One request per item waits at a time (domain `Extension`). Raises
    `LedgerRefusedError`.
    """
    state = DueItemState.objects.get(pk=due_item.pk)
    if not state.open_amount:
        raise LedgerRefusedError(_("Nothing of this item is open any more."))
    if new_due_on <= state.due_on:
        raise LedgerRefusedError(
            _("The new due date must lie after %(day)s, the present one.")
            % {"day": state.due_on}
        )
    not_before(day=requested_on, earliest=due_item.issued_on, what=_("The request"))
    extension = Extension(
        company_id=due_item.company_id,
        customer_id=due_item.customer_id,
        due_item=due_item,
        old_due_on=state.due_on,
        new_due_on=new_due_on,
        currency=due_item.currency,
        amount=state.open_amount,
        reason=say_reason(reason),
        signed_document=signed_document,
        requested_on=requested_on,
        requested_by=actor,
        recorded_at=clock.now(),
    )
    _insert(extension)
    note_extension(extension, actor, "requested", reason=reason)
    return extension


@retried_transaction
def withdraw_extension(
    *, actor: User, extension: Extension, decided_on: dt.date, decision: str
) -> None:
    """Take a request back before anybody decides. Raises `ExtensionMovedError`."""
    decision = say_reason(decision)
    move_extension(
        extension,
        since=[Extension.State.REQUESTED],
        state=Extension.State.WITHDRAWN,
        decided_on=decided_on,
        decision=decision,
    )
    note_extension(extension, actor, "withdrawn", reason=decision)


def move_extension(
    extension: Extension, *, since: Sequence[str], **changes: Any
) -> None:
    """Compare-and-set on state and first approver. Raises `ExtensionMovedError`."""
    moved = Extension.objects.filter(
        pk=extension.pk, state__in=since, approved_by=extension.approved_by_id
    ).update(**changes)
    if not moved:
        extension.refresh_from_db()
        raise decided_by_now(extension)
    for name, value in changes.items():
        setattr(extension, name, value)


def decided_by_now(extension: Extension) -> ExtensionMovedError:
    """Says in which state it is."""
    return ExtensionMovedError(
        _("This request is %(state)s by now. Look at it again.")
        % {"state": extension.get_state_display()}
    )


def note_extension(
    extension: Extension, actor: User | None, what: str, *, reason: str
) -> None:
    """The audit row of one step."""
    audit.record(
        actor=actor,
        action=f"invoices.extension.{what}",
        target=extension,
        company=extension.company_id,
        label=str(extension.due_item.invoice),
        before={"due_on": extension.old_due_on},
        after={"due_on": extension.new_due_on, "state": extension.state},
        reason=reason,
    )


def _insert(extension: Extension) -> None:
    try:
        with transaction.atomic():
            extension.save(force_insert=True)
    except IntegrityError as error:
        waiting = Extension.objects.filter(
            due_item=extension.due_item_id, state=Extension.State.REQUESTED
        )
        if waiting.exists():
            raise LedgerRefusedError(
                _("Another request about this item waits for a decision.")
            ) from error
        raise
