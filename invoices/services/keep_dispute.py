"""Open and resolve disputes: what a customer contests of an item."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain
from invoices.models import Dispute, DueItem, DueItemState
from invoices.services.amounts import positive_amount
from invoices.services.errors import LedgerRefusedError

# Days in which a dispute is to be settled, unless another day is named.
DEADLINE_DAYS = 30


class DisputeRefusedError(LedgerRefusedError):
    """The dispute was not opened or resolved; the text says why."""


@retried_transaction
def open_dispute(
    *,
    actor: User,
    due_item: DueItem,
    amount: Decimal,
    reason: str,
    opened_on: dt.date,
    target_on: dt.date | None = None,
    owner: User | None = None,
    note: str = "",
) -> Dispute:
    """Note that `amount` of an item, in its currency, is contested from `opened_on`.

    It keeps ageing and reminders leave it out. All open disputes of an item together
    never exceed what is open of it. `target_on` is 30 days later unless named; `owner`
    settles it, else who opened it. Raises `DisputeRefusedError` and
    `LedgerRefusedError`.
    """
    amount = positive_amount(amount, due_item.currency)
    _refuse_more_than_open(due_item, amount)
    target_on = target_on or opened_on + dt.timedelta(days=DEADLINE_DAYS)
    if target_on < opened_on:
        raise DisputeRefusedError(_("It cannot be settled before it is opened."))
    dispute = Dispute.objects.create(
        company_id=due_item.company_id,
        customer_id=due_item.customer_id,
        due_item=due_item,
        currency=due_item.currency,
        amount=amount,
        reason=reason,
        note=note,
        owner=owner or actor,
        opened_on=opened_on,
        target_on=target_on,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    audit.record(
        actor=actor,
        action="invoices.dispute.opened",
        target=dispute,
        company=dispute.company_id,
        label=str(due_item.invoice),
        after={"amount": amount, "reason": reason, "due_item": due_item.pk},
        reason=note,
    )
    return dispute


def _refuse_more_than_open(due_item: DueItem, amount: Decimal) -> None:
    # Takes the row first: of two disputes at once the second one sees the first.
    row = DueItemState.objects.filter(pk=due_item.pk)
    row.update(open_amount=F("open_amount"))
    open_amount = row.values_list("open_amount", flat=True).get()
    contested = Dispute.objects.filter(
        due_item=due_item, state=Dispute.State.OPEN
    ).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if contested + amount > open_amount:
        free = format_plain(max(Decimal(0), open_amount - contested), due_item.currency)
        raise DisputeRefusedError(
            _("At most %(free)s %(currency)s can still be disputed.")
            % {"free": free, "currency": due_item.currency}
        )
