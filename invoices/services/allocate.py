"""Allocate money or a credit note to due items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain
from invoices.models import Allocation, CreditNote, DueItem, DueItemState, Payment
from invoices.services.amounts import not_before, positive_amount
from invoices.services.balances import (
    row_of,
    settle_dates,
    take_from_item,
    take_from_source,
)
from invoices.services.classify_touched import classify_touched
from invoices.services.errors import LedgerRefusedError
from invoices.services.money_in import (
    Source,
    allocations_of,
    effective_date,
    last_freed,
)
from invoices.services.open_period import hold_open_day, refuse_closed


@dataclass(frozen=True, slots=True)
class AllocationPart:
    """`amount` for one due item."""

    due_item_id: int
    amount: Decimal


class NotEnoughError(LedgerRefusedError):
    """One side has less left than was asked for; somebody may have been faster."""


@retried_transaction
def allocate(
    *,
    actor: User | None,
    source: Source,
    parts: Sequence[AllocationPart],
    effective_on: dt.date | None = None,
    rule: str = Allocation.Rule.MANUAL,
    request_key: str = "",
) -> list[Allocation]:
    """Allocate `parts` of one payment or credit note; all of them or none.

    The effective date is the later of both documents' dates, and of the day on which
    an undone allocation freed the amount, or the first open day after it, unless
    `effective_on` names a later one.
    The sum per source never exceeds it, the sum per item never exceeds what is open:
    two conditional UPDATEs decide, also between many writers (domain `Allocation`).
    Raises `NotEnoughError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.allocation.made")
    items = _items_of(source, parts)
    amounts = {
        part.due_item_id: positive_amount(part.amount, source.currency)
        for part in parts
    }
    total = sum(amounts.values(), Decimal(0))
    dates = {item.pk: _effective(source, item, effective_on) for item in items}
    if not take_from_source(source, total, on=max(dates.values())):
        raise _too_little_left(source, total)
    made = [
        _book(source, item, amounts[item.pk], on=dates[item.pk], actor=actor, rule=rule)
        for item in items
    ]
    settle_dates(source=source, item_ids=[item.pk for item in items])
    audit.record(
        actor=actor,
        action="invoices.allocation.made",
        target=source,
        company=source.company_id,
        after={"parts": [_part_for_audit(allocation) for allocation in made]},
    )
    touched = Q(pk__in=[item.pk for item in items])
    classify_touched(company_id=source.company_id, items=touched)
    return made


def _book(
    source: Source,
    item: DueItem,
    amount: Decimal,
    *,
    on: dt.date,
    actor: User | None,
    rule: str,
) -> Allocation:
    if not take_from_item(item.pk, amount, on=on):
        raise _too_little_open(item, amount)
    allocation = Allocation(
        company_id=source.company_id,
        due_item=item,
        payment=source if isinstance(source, Payment) else None,
        credit_note=source if isinstance(source, CreditNote) else None,
        currency=source.currency,
        amount=amount,
        effective_on=on,
        rule=rule,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    allocation.save(force_insert=True)
    return allocation


def _part_for_audit(allocation: Allocation) -> dict[str, object]:
    return {
        "invoice": allocation.due_item.invoice.number,
        "amount": format_plain(allocation.amount, allocation.currency),
        "effective_on": allocation.effective_on,
    }


def _items_of(source: Source, parts: Sequence[AllocationPart]) -> list[DueItem]:
    ids = [part.due_item_id for part in parts]
    if not ids or len(set(ids)) != len(ids):
        raise LedgerRefusedError(_("Choose each due item once, and at least one."))
    if source.reverses_id is not None:
        raise LedgerRefusedError(_("A counter-document cannot be allocated."))
    items = list(
        DueItem.objects.filter(pk__in=ids, company_id=source.company_id)
        .select_related("invoice")
        .order_by("pk")
    )
    if len(items) != len(ids):
        raise LedgerRefusedError(_("A due item does not exist in this company."))
    for item in items:
        if item.currency != source.currency:
            raise LedgerRefusedError(
                _("Invoice %(number)s is in %(theirs)s, the money is in %(ours)s.")
                % {
                    "number": item.invoice.number,
                    "theirs": item.currency,
                    "ours": source.currency,
                }
            )
        if source.customer_id is not None and item.customer_id != source.customer_id:
            raise LedgerRefusedError(
                _("Invoice %(number)s belongs to another customer.")
                % {"number": item.invoice.number}
            )
    return items


def _effective(source: Source, item: DueItem, asked: dt.date | None) -> dt.date:
    freed = last_freed(Q(due_item=item) | allocations_of(source))
    earliest = max(
        day
        for day in (effective_date(source), item.issued_on, freed)
        if day is not None
    )
    if asked is None:
        return hold_open_day(source.company_id, earliest)
    not_before(day=asked, earliest=earliest, what=_("The allocation"))
    refuse_closed(source.company_id, asked)
    return asked


def _too_little_left(source: Source, wanted: Decimal) -> NotEnoughError:
    left = row_of(source).values_list("unallocated", flat=True).get()
    return NotEnoughError(
        _("Only %(left)s of %(source)s is left, %(wanted)s was asked for.")
        % {
            "left": format_plain(left, source.currency),
            "source": source,
            "wanted": format_plain(wanted, source.currency),
        }
    )


def _too_little_open(item: DueItem, wanted: Decimal) -> NotEnoughError:
    still_open = DueItemState.objects.values_list("open_amount", flat=True).get(
        pk=item.pk
    )
    return NotEnoughError(
        _("Only %(open)s of invoice %(number)s is open, %(wanted)s was asked for.")
        % {
            "open": format_plain(still_open, item.currency),
            "number": item.invoice.number,
            "wanted": format_plain(wanted, item.currency),
        }
    )
