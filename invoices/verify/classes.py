"""Classes: the stored one against the rule, and each row of history against its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from arcollect.core.differences import Difference, compare, plain
from invoices.domain.aging import next_age_change
from invoices.domain.classes import ReceivableClass
from invoices.models import ClassHistory, DueItem, DueItemState
from invoices.verify.sources import ZERO, Books, Move

SETTLED = ReceivableClass.SETTLED.severity
STATES, HISTORY = "invoices_dueitemstate", "invoices_classhistory"
# A document bears a time a little before its transaction ends: a night in between may
# or may not have seen it, and both are right.
OVERLAP = dt.timedelta(hours=1)


def verify_class(
    books: Books, item: DueItem, state: DueItemState, moves: list[Move]
) -> Iterator[Difference]:
    """The class at the end of the last day classified, unless a look is still due."""
    through, policy_id = books.through, books.policy_id
    if through is None or policy_id is None or item.issued_on > through:
        return
    if state.next_change_on is not None and state.next_change_on <= through:
        return
    severity, decided_by = _decided(books, item, moves, on=through, policy=policy_id)
    yield from compare(
        STATES,
        item.pk,
        expected={"severity": severity, "decided_by": decided_by},
        found={"severity": state.severity, "decided_by": state.decided_by},
    )
    latest = _next_look(books, item, moves, on=through, policy=policy_id)
    if latest is None:
        return
    if state.next_change_on is None or state.next_change_on > latest:
        found = {"next_change_on": plain(state.next_change_on)}
        expected = {"next_change_on": plain(latest)}
        yield Difference(STATES, str(item.pk), expected, found)


def verify_history(
    books: Books,
    item: DueItem,
    state: DueItemState,
    rows: list[ClassHistory],
    moves: list[Move],
) -> Iterator[Difference]:
    """The chain of classes up to the stored one, and each link by the rule of its day."""
    previous: int | None = None
    if rows and rows[0].from_severity == SETTLED:
        # Settled before it was ever classified: that beginning is not told.
        previous = SETTLED
    before: ClassHistory | None = None
    for row in rows:
        expected: dict[str, Any] = {"from_severity": previous}
        expected["policy_id"] = books.policy_on(row.changed_on)
        expected |= _expected_of(books, item, row, moves)
        found = {name: getattr(row, name) for name in expected}
        yield from compare(HISTORY, row.pk, expected=expected, found=found)
        if before is not None:
            yield from _verify_first_day(books, item, before, row, moves)
        previous, before = row.to_severity, row
    if rows:
        chain = {"severity": rows[-1].to_severity, "class_since": rows[-1].changed_on}
    elif state.severity:
        chain = {"severity": SETTLED}
    else:
        return
    found = {name: getattr(state, name) for name in chain}
    yield from compare(STATES, item.pk, expected=chain, found=found)


def _expected_of(
    books: Books, item: DueItem, row: ClassHistory, moves: list[Move]
) -> dict[str, Any]:
    found = (row.to_severity, row.decided_by)
    answers = [
        _decided(
            books, item, moves, on=row.changed_on, policy=row.policy_id, known_at=at
        )
        for at in _moments(books, item, row, moves)
    ]
    # Only if no possible knowledge of that night leads to the row is it wrong.
    severity, decided_by = found if found in answers else answers[0]
    return {"to_severity": severity, "decided_by": decided_by}


def _verify_first_day(
    books: Books,
    item: DueItem,
    before: ClassHistory,
    row: ClassHistory,
    moves: list[Move],
) -> Iterator[Difference]:
    """The day before a change still had the class before it, as then known."""
    eve = row.changed_on - dt.timedelta(days=1)
    policy = books.policy_on(eve)
    if eve < before.changed_on or policy is None:
        return
    since = before.recorded_at - OVERLAP
    instants = _instants(books, item, moves)
    then = {at for at in instants if since <= at <= row.recorded_at}
    then |= {at - dt.timedelta(microseconds=1) for at in then}
    for at in (row.recorded_at, before.recorded_at, *sorted(then)):
        decided, _by = _decided(books, item, moves, on=eve, policy=policy, known_at=at)
        if decided == before.to_severity:
            return
    found = {"changed_on": plain(row.changed_on)}
    yield Difference(HISTORY, str(row.pk), {"changed_on": "earlier"}, found)


def _instants(books: Books, item: DueItem, moves: list[Move]) -> set[dt.datetime]:
    """When anything about the item was recorded or taken back."""
    known = books.known.of_all_times(customer_id=item.customer_id, item_id=item.pk)
    due = books.due.moments(item.pk)
    return {move.recorded_at for move in moves} | known | due


def _moments(
    books: Books, item: DueItem, row: ClassHistory, moves: list[Move]
) -> list[dt.datetime]:
    doubtful = {
        instant - dt.timedelta(microseconds=1)
        for instant in _instants(books, item, moves)
        if row.recorded_at - OVERLAP <= instant <= row.recorded_at
    }
    return [row.recorded_at, *sorted(doubtful, reverse=True)]


def _decided(
    books: Books,
    item: DueItem,
    moves: list[Move],
    *,
    on: dt.date,
    policy: int,
    known_at: dt.datetime | None = None,
) -> tuple[int, str]:
    known = books.known.of_item(
        customer_id=item.customer_id, item_id=item.pk, at=known_at
    )
    decision = known.decide(
        books.dates(policy, item, known_at=known_at),
        as_of=on,
        is_open=_open_on(item, moves, on, known_at) > ZERO,
        rules=books.rules[policy],
    )
    return decision.cls.severity, decision.decided_by


def _open_on(
    item: DueItem, moves: list[Move], on: dt.date, known_at: dt.datetime | None
) -> Any:
    counted = (
        move.amount
        for move in moves
        if move.on <= on and (known_at is None or move.recorded_at <= known_at)
    )
    return item.amount - sum(counted, ZERO)


def _next_look(
    books: Books, item: DueItem, moves: list[Move], *, on: dt.date, policy: int
) -> dt.date | None:
    """The day by which the night must look again: it closes, reopens or gets older."""
    is_open = _open_on(item, moves, on, None) > ZERO
    days = [
        day
        for day in sorted({move.on for move in moves if move.on > on})
        if (_open_on(item, moves, day, None) > ZERO) is not is_open
    ][:1]
    if is_open:
        coming = next_age_change(books.dates(policy, item), after=on)
        if coming is not None:
            days.append(coming)
    return min(days, default=None)
