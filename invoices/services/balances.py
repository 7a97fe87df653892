"""The conditional UPDATEs that hold every limit, and the dates they keep.

Each function changes one row and only if the amount is there; the CHECKs behind
them refuse what a forgotten condition would let through. Locks are taken in one
order: the source's row first, then the items by id.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Case, DateField, F, Q, QuerySet, Value, When

from arcollect.core.fields import money
from invoices.domain.closing import Effect, closed_since
from invoices.models import Allocation, DueItemState, OnAccount, Payment
from invoices.services.money_in import Source, effective_date


def row_of(source: Source) -> QuerySet[OnAccount]:
    """The on-account row of a payment or credit note, as a queryset to update."""
    if isinstance(source, Payment):
        return OnAccount.objects.filter(payment=source)
    return OnAccount.objects.filter(credit_note=source)


def take_from_source(source: Source, amount: Decimal, *, on: dt.date) -> bool:
    """Take `amount` from what is unallocated; False if there is less."""
    emptied = Case(When(unallocated=amount, then=Value(on)), output_field=DateField())
    return bool(
        row_of(source)
        .filter(unallocated__gte=amount)
        .update(unallocated=F("unallocated") - money(amount), used_up_on=emptied)
    )


def give_back_to_source(source: Source, amount: Decimal) -> None:
    """Return `amount` of an undone allocation."""
    row_of(source).update(unallocated=F("unallocated") + money(amount), used_up_on=None)


def take_from_item(item_id: int, amount: Decimal, *, on: dt.date) -> bool:
    """Lower the open amount by `amount`; False if less is open.

    An item that closes must be looked at by the night of `on`.
    """
    closes = Q(open_amount=amount)
    return bool(
        DueItemState.objects.filter(pk=item_id, open_amount__gte=amount).update(
            open_amount=F("open_amount") - money(amount),
            settled_on=Case(When(closes, then=Value(on)), output_field=DateField()),
            next_change_on=_not_later_than(on, only_if=closes),
        )
    )


def give_back_to_item(item_id: int, amount: Decimal, *, on: dt.date) -> None:
    """Raise the open amount by `amount`; the night of `on` must look again."""
    DueItemState.objects.filter(pk=item_id).update(
        open_amount=F("open_amount") + money(amount),
        settled_on=None,
        next_change_on=_not_later_than(on),
    )


def _not_later_than(on: dt.date, *, only_if: Q | None = None) -> Any:
    later = Q(next_change_on__isnull=True) | Q(next_change_on__gt=on)
    return Case(
        When(later if only_if is None else only_if & later, then=Value(on)),
        default=F("next_change_on"),
        output_field=DateField(),
    )


def settle_dates(*, source: Source, item_ids: list[int]) -> None:
    """Set the true closing days of what the caller just took from both sides.

    The UPDATEs that guard the amounts can only name the day of their own allocation.
    """
    for row in DueItemState.objects.filter(pk__in=item_ids, open_amount=0):
        closed = closed_since(row.amount, _effects(Q(due_item=row.pk)))
        DueItemState.objects.filter(pk=row.pk, open_amount=0).update(settled_on=closed)
    side = "payment" if isinstance(source, Payment) else "credit_note"
    effects = _effects(Q(**{side: source}))
    effects += _reversal_effects(source)
    closed = closed_since(source.amount, effects)
    if closed is not None:
        row_of(source).filter(unallocated=0).update(used_up_on=closed)


def _effects(of_document: Q) -> list[Effect]:
    rows = Allocation.objects.filter(of_document)
    return list(rows.values_list("effective_on", "amount"))


def _reversal_effects(source: Source) -> list[Effect]:
    counters = type(source).objects.filter(reverses=source.pk)
    return [(effective_date(counter), -counter.amount) for counter in counters]
