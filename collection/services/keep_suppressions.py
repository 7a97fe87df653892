"""Why letters are held back, kept as intervals that change only when the reason does."""

from __future__ import annotations

from arcollect.core.bulk import in_chunks
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company
from collection.models import SuppressionInterval
from collection.selectors.dunning_plan import HeldItem, Plan

CHUNK = 1_000


def keep_suppressions(*, company: Company, plan: Plan) -> int:
    """Bring the open intervals of the company in line with a day's plan; how many changed.

    An interval holds from its first day until before the day on which the item was
    found free, or held for another reason or at another level. Safe to run twice.
    """
    wanted = {held.item.item_id: held for held in plan.held}
    running = {
        row.due_item_id: row
        for row in SuppressionInterval.objects.filter(company=company, until_on=None)
    }
    ending = [
        row.pk
        for item_id, row in running.items()
        if item_id not in wanted or not _is_same(row, wanted[item_id])
    ]
    beginning = [
        held
        for item_id, held in wanted.items()
        if item_id not in running or not _is_same(running[item_id], held)
    ]
    for ids in in_chunks(ending, CHUNK):
        SuppressionInterval.objects.filter(pk__in=ids, until_on=None).update(
            until_on=plan.day
        )
    for chunk in in_chunks(beginning, CHUNK):
        _begin(company, plan, chunk)
    return len(ending) + len(beginning)


@retried_transaction
def _begin(company: Company, plan: Plan, held: list[HeldItem]) -> None:
    SuppressionInterval.objects.bulk_create(
        [
            SuppressionInterval(
                company=company,
                customer_id=each.item.customer_id,
                due_item_id=each.item.item_id,
                reason=each.reason.value,
                level=each.level.value,
                currency=each.item.currency,
                amount=each.amount,
                from_on=plan.day,
            )
            for each in held
        ],
        ignore_conflicts=True,
    )


def _is_same(row: SuppressionInterval, held: HeldItem) -> bool:
    return (row.reason, row.level, row.amount) == (
        held.reason.value,
        held.level.value,
        held.amount,
    )
