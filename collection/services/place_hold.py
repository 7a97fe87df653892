"""Let reminders rest, and let them go on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from collection.models import Hold

if TYPE_CHECKING:
    from customers.models import Customer
    from invoices.models import DueItem


class HoldRefusedError(Exception):
    """The hold was not placed or lifted; the text says why."""


@retried_transaction
def place_hold(
    *,
    actor: User,
    customer: Customer,
    kind: str,
    from_on: dt.date,
    until_on: dt.date | None,
    reason: str,
    due_item: DueItem | None = None,
) -> Hold:
    """Hold reminders from `from_on` through `until_on`, both included (rule 5.3).

    Without `due_item` it reaches everything of the customer. A pause needs an end; the
    other kinds may stay until they are lifted. Letters already queued are called off as
    a worker comes to them. Raises `HoldRefusedError`.
    """
    if not reason.strip():
        raise HoldRefusedError(_("Say why reminders shall rest."))
    if kind == Hold.Kind.PAUSE and until_on is None:
        raise HoldRefusedError(_("A pause needs the day through which it lasts."))
    if until_on is not None and until_on < from_on:
        raise HoldRefusedError(_("A hold cannot end before it begins."))
    if due_item is not None and due_item.customer_id != customer.pk:
        raise HoldRefusedError(_("The due item belongs to another customer."))
    hold = Hold.objects.create(
        company_id=customer.company_id,
        customer=customer,
        due_item=due_item,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        reason=reason.strip()[:300],
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    audit.record(
        actor=actor,
        action="collections.hold.placed",
        target=hold,
        company=hold.company_id,
        label=str(customer),
        after={"kind": kind, "from_on": from_on, "until_on": until_on},
        reason=reason,
    )
    return hold


@retried_transaction
def lift_hold(*, actor: User, hold: Hold, reason: str) -> None:
    """End a hold now. Raises `HoldRefusedError` without a reason or if it is lifted."""
    if not reason.strip():
        raise HoldRefusedError(_("Say why reminders go on."))
    lifted = Hold.objects.filter(pk=hold.pk, lifted_at=None).update(
        lifted_at=clock.now(), lifted_by=actor
    )
    if not lifted:
        raise HoldRefusedError(_("Somebody has lifted this hold already."))
    audit.record(
        actor=actor,
        action="collections.hold.lifted",
        target=hold,
        company=hold.company_id,
        label=str(hold.customer),
        before={"kind": hold.kind, "until_on": hold.until_on},
        reason=reason,
    )
