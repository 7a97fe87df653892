"""What a letter says but for its words: lines, totals, dates, frozen by the run."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from arcollect.core.dates import WorkingDays, add_days
from arcollect.core.money import format_plain
from collection.domain.dunning import Level, counts_from
from collection.selectors.dunning_plan import PlannedLetter, PlannedLine
from invoices.selectors.dunnable import ItemWords
from invoices.selectors.interest import Interest

FINAL_DAYS, SECOND_WORKING_DAYS = 7, 5


def content_of(
    letter: PlannedLetter,
    *,
    day: dt.date,
    previous_on: dt.date | None,
    words: Mapping[int, ItemWords],
    earlier: list[dict[str, str]],
    calendar: WorkingDays,
    interest: Mapping[int, Interest],
) -> dict[str, Any]:
    """JSON-ready content; amounts as decimal texts, dates in ISO form.

    Only a final letter asks for `interest`, which is never part of the principal.
    """
    if letter.level < Level.FINAL:
        interest = {}
    who = letter.recipient
    return {
        "customer": {"code": who.code, "name": who.name, "address": who.address},
        "contact": who.contact or who.name,
        "rep": who.rep,
        "lines": [
            _line(
                line, day=day, previous_on=previous_on, words=words[line.item.item_id]
            )
            | _interest_of(line, interest)
            for line in letter.lines
        ],
        "totals": totals_of(letter, interest),
        "earlier": earlier,
        "pay_by": pay_by(letter.level, day=day, calendar=calendar).isoformat(),
    }


def _line(
    line: PlannedLine, *, day: dt.date, previous_on: dt.date | None, words: ItemWords
) -> dict[str, Any]:
    item, step = line.item, line.step
    counted = None
    if step is not None:
        counted = counts_from(planned_on=step.on, run_on=day, last_run_on=previous_on)
    return {
        "item": item.item_id,
        "invoice": words.invoice,
        "contract": words.contract,
        "issued_on": item.issued_on.isoformat(),
        "due_on": item.due_on.isoformat(),
        "currency": item.currency,
        "open": format_plain(item.open_amount, item.currency),
        "contested": format_plain(line.standing.contested, item.currency),
        "demanded": format_plain(line.standing.demanded, item.currency),
        "level": step.level.value if step else None,
        "counts_from": counted.isoformat() if counted else None,
        "cycle": line.cycle,
    }


def _interest_of(line: PlannedLine, interest: Mapping[int, Interest]) -> dict[str, str]:
    found = interest.get(line.item.item_id)
    if found is None:
        return {}
    return {
        "interest": format_plain(found.amount, line.item.currency),
        "rate": f"{Decimal(found.rate_bp) / 100:f}",
    }


def totals_of(
    letter: PlannedLetter, interest: Mapping[int, Interest]
) -> list[dict[str, str]]:
    """Per currency: what is asked for, its interest, and what is contested."""
    demanded: dict[str, Decimal] = defaultdict(Decimal)
    contested: dict[str, Decimal] = defaultdict(Decimal)
    borne: dict[str, Decimal] = defaultdict(Decimal)
    for line in letter.lines:
        if line.item.item_id in interest:
            borne[line.item.currency] += interest[line.item.item_id].amount
        demanded[line.item.currency] += line.standing.demanded
        contested[line.item.currency] += line.standing.contested
    return [
        {
            "currency": currency,
            "demanded": format_plain(demanded[currency], currency),
            "contested": format_plain(contested[currency], currency),
            "interest": format_plain(borne[currency], currency),
        }
        for currency in sorted(demanded)
    ]


def pay_by(level: Level, *, day: dt.date, calendar: WorkingDays) -> dt.date:
    """The day the letter sets: five working days, seven days in a final letter."""
    if level is Level.FINAL:
        return add_days(day, FINAL_DAYS)
    left, current = SECOND_WORKING_DAYS, day
    while left:
        current = add_days(current, 1)
        left -= calendar.is_working_day(current)
    return current
