"""A milestone is accepted: what waits for it falls due."""

from __future__ import annotations

import datetime as dt

from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Milestone
from customers.services.certify_milestone import certify_milestone, withdraw_certificate
from invoices.models import DueDateChange, DueItem
from invoices.services.give_due_date import give_due_date, waiting_items
from invoices.services.move_due_date import reverse_due_date


@retried_transaction
def accept_milestone(
    *,
    actor: User | None,
    milestone: Milestone,
    accepted_on: dt.date,
    certificate: str,
    accepted_by: str = "",
) -> list[DueDateChange]:
    """Keep the acceptance and give every item that waits for it its due date.

    An invoice posted later under the milestone counts from the same day. Raises
    `MilestoneRefusedError` and `DueDateRefusedError`; nothing is kept then.
    """
    certify_milestone(
        actor=actor,
        milestone=milestone,
        accepted_on=accepted_on,
        certificate=certificate,
        accepted_by=accepted_by,
    )
    return [
        give_due_date(
            actor=actor, due_item=item, base_on=accepted_on, reason=certificate
        )
        for item in waiting_items(awaited__milestone=milestone)
    ]


@retried_transaction
def withdraw_acceptance(
    *, actor: User | None, milestone: Milestone, reason: str
) -> list[DueDateChange]:
    """Take an acceptance back: what it had made due waits again, as before.

    Raises `MilestoneRefusedError`, and `DueDateRefusedError` where a due date was moved
    again since.
    """
    withdraw_certificate(actor=actor, milestone=milestone, reason=reason)
    items = DueItem.objects.filter(awaited__milestone=milestone)
    found = DueDateChange.objects.filter(
        due_item__in=items,
        cause=DueDateChange.Cause.MILESTONE,
        reverses=None,
        reversed_by=None,
    )
    changes = found.select_related("due_item__invoice").order_by("due_item_id")
    return [
        reverse_due_date(actor=actor, change=change, reason=reason)
        for change in changes
    ]
