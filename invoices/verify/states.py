"""Due items: amounts, closing days, first days of the classes, history and class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from arcollect.core.differences import Difference, compare, missing
from invoices.models import ClassHistory, DueItem, DueItemState
from invoices.verify.classes import verify_class, verify_history
from invoices.verify.sources import ZERO, Books, Move, in_parts, moves_by, used_up_on

TABLE = "invoices_dueitemstate"
_COPIED = (
    "company_id",
    "customer_id",
    "currency",
    "issued_on",
    "term_days",
    "amount",
)
_DATES = ("final_on", "expedited_from", "quasi_from", "bad_from", "dead_from")


def verify_items(books: Books) -> Iterator[Difference]:
    """Everything stored about the company's due items, rebuilt from the documents."""
    for items in in_parts(DueItem.objects.filter(company=books.company)):
        ids = [item.pk for item in items]
        states = DueItemState.objects.in_bulk(ids)
        moves = moves_by("due_item", ids)
        history = _history(ids)
        for item in items:
            state = states.get(item.pk)
            if state is None:
                yield missing(TABLE, item.pk)
                continue
            yield from _verify_amounts(books, item, state, moves[item.pk])
            yield from _verify_dates(books, item, state)
            yield from verify_history(
                books, item, state, history[item.pk], moves[item.pk]
            )
            yield from verify_class(books, item, state, moves[item.pk])


def _history(ids: Iterable[int]) -> dict[int, list[ClassHistory]]:
    found: dict[int, list[ClassHistory]] = defaultdict(list)
    for row in ClassHistory.objects.filter(due_item__in=list(ids)).order_by("pk"):
        found[row.due_item_id].append(row)
    return found


def _verify_amounts(
    books: Books, item: DueItem, state: DueItemState, moves: list[Move]
) -> Iterator[Difference]:
    expected = {name: getattr(item, name) for name in _COPIED}
    expected["due_on"] = books.due.of(item)
    expected["open_amount"] = item.amount - sum((m.amount for m in moves), ZERO)
    expected["settled_on"] = used_up_on(item.amount, moves)
    found = {name: getattr(state, name) for name in expected}
    yield from compare(TABLE, item.pk, expected=expected, found=found)


def _verify_dates(
    books: Books, item: DueItem, state: DueItemState
) -> Iterator[Difference]:
    if books.policy_id is None:
        return
    dates = books.dates(books.policy_id, item)
    expected = {name: getattr(dates, name) for name in _DATES}
    found = {name: getattr(state, name) for name in _DATES}
    yield from compare(TABLE, item.pk, expected=expected, found=found)
