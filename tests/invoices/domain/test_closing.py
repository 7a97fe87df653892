"""Since when a document is closed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from invoices.domain.closing import closed_since

HUNDRED = Decimal(100)


def day(number: int) -> dt.date:
    return dt.date(2026, 1, number)


def test_open_while_anything_is_left() -> None:
    assert closed_since(HUNDRED, []) is None
    assert closed_since(HUNDRED, [(day(1), Decimal("99.99"))]) is None


def test_the_last_part_closes_it() -> None:
    parts = [(day(5), Decimal(60)), (day(9), Decimal(40))]
    assert closed_since(HUNDRED, parts) == day(9)


def test_an_undone_allocation_opens_it_until_other_money_comes() -> None:
    effects = [(day(3), HUNDRED), (day(7), -HUNDRED), (day(12), HUNDRED)]
    assert closed_since(HUNDRED, effects) == day(12)
    assert closed_since(HUNDRED, effects[:2]) is None


def test_money_that_replaces_other_money_on_one_day_leaves_it_closed() -> None:
    effects = [(day(3), HUNDRED), (day(7), -HUNDRED), (day(7), HUNDRED)]
    assert closed_since(HUNDRED, effects) == day(3)
