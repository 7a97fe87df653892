"""Why letters are held back, kept as intervals that change only when the reason does."""

from __future__ import annotations

from arcollect.core.bulk import in_chunks, insert_missing, read_rows
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company
from arcollect.core.money import to_stored
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
        item_id: (pk, (reason, level, amount))
        for pk, item_id, reason, level, amount in read_rows(
            SuppressionInterval.objects.filter(
                company=company, until_on=None
            ).values_list("pk", "due_item_id", "reason", "level", "amount")
        )
    }
    told = {item_id: _told(held) for item_id, held in wanted.items()}
    ending = [
        pk for item_id, (pk, kept) in running.items() if told.get(item_id) != kept
    ]
    beginning = [
        held
        for item_id, held in wanted.items()
        if item_id not in running or running[item_id][1] != told[item_id]
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
    day = plan.day.isoformat()
    insert_missing(
        SuppressionInterval,
        (
            *("company_id", "customer_id", "due_item_id", "reason", "level"),
            *("currency", "amount", "from_on"),
        ),
        [
            (
                *(company.pk, each.item.customer_id, each.item.item_id),
                *_told(each)[:2],
                *(each.item.currency, to_stored(each.amount), day),
            )
            for each in held
        ],
    )


def _told(held: HeldItem) -> tuple[str, int, int]:
    """What an interval says; another one begins when it changes."""
    return held.reason.value, held.level.value, to_stored(held.amount)
