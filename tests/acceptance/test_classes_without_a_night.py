"""Classes for those who only type commands: before any night, and between two."""

from __future__ import annotations

import datetime as dt

from invoices.models import ClassificationProgress, DueItemState
from tests.acceptance.desk import Desk

DAY = dt.date(2026, 3, 1)
HEADER = "number|customer_code|issued_on|term_days|currency|amount"


def _row(number: str, *, late: int) -> str:
    """A row of 100.00 that is `late` days past due on `DAY`, net 30."""
    return f"{number}|C1|{DAY - dt.timedelta(days=30 + late)}|30|CNY|100.00"


def _classes(desk: Desk) -> dict[str, int]:
    figures = desk.aging(DAY, by="class")["CNY"]
    names = ("UNCOLLECTED", "EXPEDITED", "QUASI_BAD", "BAD", "DEAD")
    return {name: figures[name]["items"] for name in names if figures[name]["items"]}


def test_an_import_alone_is_enough_for_the_aging_by_class(desk: Desk) -> None:
    rows = [_row("A", late=-5), _row("B", late=10), _row("C", late=11)]
    desk.table("invoices.csv", HEADER, *rows, _row("D", late=91), _row("E", late=366))
    desk.must_import()
    before = _classes(desk)
    assert before == {"UNCOLLECTED": 2, "EXPEDITED": 1, "QUASI_BAD": 1, "BAD": 1}
    assert desk.verify() == []
    # The first night may still be that of any day.
    assert ClassificationProgress.objects.get().through is None
    assert desk.nightly(DAY) == 5
    assert _classes(desk) == before


def test_an_import_after_a_night_has_the_classes_of_its_day(desk: Desk) -> None:
    desk.table("invoices.csv", HEADER, _row("A", late=50))
    desk.must_import()
    desk.nightly(DAY)
    desk.table("invoices.csv", HEADER, _row("B", late=95), _row("C", late=-40))
    desk.must_import()
    stored = DueItemState.objects.order_by("pk").values_list("severity", flat=True)
    # C is issued after the day that the books are classified through.
    assert list(stored) == [2, 3, None]
    assert desk.verify() == []
    assert desk.nightly(DAY) == 0
    assert desk.nightly(DAY + dt.timedelta(days=10)) == 1
