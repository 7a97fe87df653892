"""Steps that every reversal of money or a credit note shares."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core.models import User
from invoices.models import Allocation, Payment
from invoices.services.balances import row_of, settle_dates
from invoices.services.errors import LedgerRefusedError
from invoices.services.money_in import Source
from invoices.services.undo_allocation import give_back


class AlreadyReversedError(LedgerRefusedError):
    """The document has a counter-document already."""


def undo_all(
    *, actor: User | None, allocations: list[Allocation], on: dt.date, reason: str
) -> None:
    """Undo allocations from `on`, or from their own later day.

    The caller classifies the items when it is done.
    """
    for allocation in allocations:
        give_back(
            actor=actor,
            allocation=allocation,
            effective_on=max(on, allocation.effective_on),
            reason=reason,
        )


def in_force_of(source: Source) -> list[Allocation]:
    """Allocations of the source that nobody undid, in order of items."""
    side = "payment" if isinstance(source, Payment) else "credit_note"
    return list(
        Allocation.objects.filter(reverses=None, reversed_by=None, **{side: source})
        .select_related("due_item__invoice", "payment", "credit_note")
        .order_by("due_item_id", "pk")
    )


def empty_on_account(source: Source, *, on: dt.date) -> None:
    """Nothing of a reversed source is left; refuses if somebody just allocated it."""
    emptied = (
        row_of(source)
        .filter(unallocated=source.amount)
        .update(unallocated=0, used_up_on=on, reversed_on=on)
    )
    if not emptied:
        raise LedgerRefusedError(
            _("%(document)s was allocated meanwhile. Look at it again.")
            % {"document": source}
        )
    settle_dates(source=source, item_ids=[])
