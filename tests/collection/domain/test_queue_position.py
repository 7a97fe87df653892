"""The order of payment in points: what sells and pays, whom he knows, who comes in time."""

from __future__ import annotations

import pytest

from collection.domain.queue_position import QueueFacts, QueuePosition, queue_position


def _position(**known: int | None) -> QueuePosition:
    facts: dict[str, int | None] = {
        "sales_share_bp": None,
        "margin_bp": None,
        "in_time_bp": None,
    }
    visits = known.pop("visits", 0) or 0
    return queue_position(QueueFacts(**{**facts, **known}, visits=visits))


def test_the_supplier_he_needs_and_knows_has_all_points() -> None:
    best = _position(sales_share_bp=2_500, margin_bp=2_500, visits=6, in_time_bp=10_000)
    assert (best, best.total) == (
        QueuePosition(sales=5, profit=5, relation=5, firmness=5),
        20,
    )


def test_a_stranger_has_none() -> None:
    assert _position().total == 0


@pytest.mark.parametrize(
    ("share", "points"), [(0, 0), (1, 1), (500, 1), (501, 2), (2_000, 4), (9_000, 5)]
)
def test_a_point_for_each_part_begun_of_his_sales(share: int, points: int) -> None:
    assert _position(sales_share_bp=share).sales == points


@pytest.mark.parametrize(("visits", "points"), [(0, 0), (1, 1), (2, 2), (5, 5), (9, 5)])
def test_met_a_few_times_a_year_is_a_weak_relation(visits: int, points: int) -> None:
    assert _position(visits=visits).relation == points


def test_a_product_sold_at_a_loss_earns_nothing() -> None:
    assert _position(margin_bp=-300).profit == 0


@pytest.mark.parametrize(("rate", "points"), [(9_999, 4), (10_000, 5), (1_999, 0)])
def test_contacts_in_time_are_rounded_down(rate: int, points: int) -> None:
    assert _position(in_time_bp=rate).firmness == points
