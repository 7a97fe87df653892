"""Give items that wait for a day their due date, now that the day is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.dates import EVERY_DAY, NO_DATE_YET, DueRoll
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.selectors.calendars import working_days_of
from invoices.domain.terms import parse_due_rule, resolve_terms
from invoices.models import AwaitedDate, DueDateChange, DueItem, Invoice
from invoices.services.errors import LedgerRefusedError
from invoices.services.move_due_date import DueDateRefusedError, move_due_date

_CAUSES = {
    AwaitedDate.Awaits.MILESTONE: DueDateChange.Cause.MILESTONE,
    AwaitedDate.Awaits.ACCEPTANCE: DueDateChange.Cause.MILESTONE,
    AwaitedDate.Awaits.DELIVERY: DueDateChange.Cause.DELIVERY,
    AwaitedDate.Awaits.STATEMENT: DueDateChange.Cause.STATEMENT,
}


def waiting_items(**of: Any) -> Any:
    """Items without a date yet, with what they wait for; open ones only."""
    rows = DueItem.objects.filter(
        awaited__isnull=False,
        state__due_on=NO_DATE_YET,
        state__open_amount__gt=0,
        **of,
    )
    return rows.select_related("awaited", "invoice", "company").order_by("pk")


def agreed_due_date(due_item: DueItem, base_on: dt.date) -> dt.date:
    """The day on which a waiting item falls due if what it waits for is `base_on`."""
    awaited = due_item.awaited
    roll = DueRoll(awaited.due_roll)
    calendar = EVERY_DAY if roll is DueRoll.NONE else working_days_of(due_item.company)
    return resolve_terms(
        parse_due_rule(awaited.rule), base_on=base_on, due_roll=roll, calendar=calendar
    ).due_on


def give_due_date(
    *, actor: User | None, due_item: DueItem, base_on: dt.date, reason: str = ""
) -> DueDateChange:
    """Count the agreed term of a waiting item from `base_on` (Domain rule 3.1.2).

    A day before the invoice counts from itself, yet nothing falls due before it is
    invoiced. Must run in a transaction. Raises `DueDateRefusedError`.
    """
    awaits = AwaitedDate.Awaits(due_item.awaited.awaits)
    effective_on = max(base_on, due_item.issued_on)
    return move_due_date(
        actor=actor,
        due_item=due_item,
        cause=_CAUSES[awaits],
        effective_on=effective_on,
        new_due_on=max(agreed_due_date(due_item, base_on), effective_on),
        reason=reason,
    )


@retried_transaction
def record_base_date(
    *, actor: User | None, invoice: Invoice, awaits: str, on: dt.date, note: str = ""
) -> list[DueDateChange]:
    """Goods of an invoice were delivered or accepted `on` that day.

    Every item of the invoice that waits for it (`awaits`: delivery or acceptance) gets
    its due date. Raises `LedgerRefusedError` where none waits.
    """
    if awaits not in (AwaitedDate.Awaits.DELIVERY, AwaitedDate.Awaits.ACCEPTANCE):
        raise LedgerRefusedError(_("Only delivery and acceptance are noted here."))
    items = list(waiting_items(invoice=invoice, awaited__awaits=awaits))
    if not items:
        raise DueDateRefusedError(_("No part of this invoice waits for that day."))
    changes = [
        give_due_date(actor=actor, due_item=item, base_on=on, reason=note)
        for item in items
    ]
    audit.record(
        actor=actor,
        action="invoices.invoice.base_date",
        target=invoice,
        company=invoice.company_id,
        after={"awaits": awaits, "effective_on": on},
        reason=note,
    )
    return changes
