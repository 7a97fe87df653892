"""Which facts a file must hold, and what share of them is there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.domain.completeness import (
    OF_CREDIT_CUSTOMERS,
    OF_EVERYBODY,
    FileFact,
    buys_on_credit,
    completeness,
)
from customers.domain.margins import dealer_margin_bp
from customers.domain.status import MOVES, may_move

facts = st.frozensets(st.sampled_from(FileFact))


def test_an_empty_file_of_a_credit_customer_lacks_all_three_roles() -> None:
    found = completeness(frozenset(), on_credit=True)
    assert found.percent == 0
    assert found.missing == OF_CREDIT_CUSTOMERS
    assert [fact.value for fact in found.missing_roles] == [
        "DECISION_MAKER",
        "ACCEPTOR",
        "PAYER",
    ]


def test_a_cash_customer_needs_no_roles_and_no_payment_profile() -> None:
    found = completeness(frozenset(OF_EVERYBODY), on_credit=False)
    assert (found.percent, found.missing) == (100, ())
    same = completeness(frozenset(OF_EVERYBODY), on_credit=True)
    assert same.percent == 31  # 7 of 22, rounded down
    assert FileFact.PAYER in same.missing


@pytest.mark.parametrize(
    ("status", "modes", "expected"),
    [
        ("ACTIVE", [], True),
        ("ACTIVE", ["CASH_SPOT"], False),
        ("ACTIVE", ["CASH_SPOT", "CREDIT"], True),
        ("SUSPENDED", ["CONSIGNMENT"], True),
        ("PROSPECT", ["CREDIT"], False),
        ("CLOSED", [], False),
    ],
)
def test_who_buys_on_credit(status: str, modes: list[str], expected: bool) -> None:
    assert buys_on_credit(status=status, sales_modes=modes) is expected


@given(facts, st.booleans())
def test_all_there_is_a_hundred_and_nothing_else_is(
    present: frozenset[FileFact], on_credit: bool
) -> None:
    found = completeness(present, on_credit=on_credit)
    assert (found.percent == 100) == (not found.missing)
    assert not present & set(found.missing)


@given(facts, st.sampled_from(FileFact), st.booleans())
def test_one_more_fact_never_lowers_the_score(
    present: frozenset[FileFact], one: FileFact, on_credit: bool
) -> None:
    before = completeness(present, on_credit=on_credit).percent
    assert completeness(present | {one}, on_credit=on_credit).percent >= before


def test_a_closed_customer_comes_back_suspended() -> None:
    assert may_move("CLOSED", "SUSPENDED")
    assert not may_move("CLOSED", "ACTIVE")
    assert not may_move("ACTIVE", "PROSPECT")
    assert all(may_move(status, status) for status in MOVES)


@pytest.mark.parametrize(
    ("listed", "dealer", "margin"),
    [
        ("2999.00", "2399.20", 2000),
        ("100.00", "100.00", 0),
        ("3.00", "2.00", 3333),  # rounded down
        ("100.00", "110.00", -1000),  # he pays more than the list price
    ],
)
def test_the_margin_is_what_the_list_price_leaves(
    listed: str, dealer: str, margin: int
) -> None:
    found = dealer_margin_bp(list_price=Decimal(listed), dealer_price=Decimal(dealer))
    assert found == margin
