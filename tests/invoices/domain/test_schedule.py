"""From agreed terms to due items, as a bookkeeper would write them down."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.dates import DueRoll, WorkingDays
from arcollect.core.money import MAX_AMOUNT
from invoices.domain.schedule import (
    AgreedTerm,
    Agreement,
    Base,
    MilestoneShare,
    Part,
    Retention,
    ScheduleError,
    TermType,
    due_parts,
)
from invoices.domain.terms import (
    DueRuleError,
    Explicit,
    GraceBase,
    ItemKind,
    parse_due_rule,
    stored_due_rule,
)

D = Decimal
MAR_10 = date(2026, 3, 10)
Row = tuple[str, str, date | None, int]


def schedule(
    amount: str,
    term: AgreedTerm,
    *,
    bases: dict[Base, date] | None = None,
    **agreement: Any,
) -> list[Row]:
    parts = due_parts(
        {1: D(amount)},
        agreement=Agreement(terms={1: term}, **agreement),
        bases={Base.INVOICE: MAR_10} | (bases or {}),
        currency="CNY",
    )
    return [_row(part) for part in parts]


def _row(part: Part) -> Row:
    return part.kind.value, str(part.amount), part.due_on, part.term_days


def test_net_30_and_month_end_plus_30() -> None:
    assert schedule("100.00", AgreedTerm(TermType.NET, days=30)) == [
        ("standard", "100.00", date(2026, 4, 9), 30)
    ]
    # 月结30天: thirty days after the end of March; grace is a third of 30.
    assert schedule("100.00", AgreedTerm(TermType.EOM_PLUS, days=30)) == [
        ("standard", "100.00", date(2026, 4, 30), 30)
    ]


def test_the_25th_of_the_next_month_gives_46_days() -> None:
    term = AgreedTerm(TermType.FIXED_DAY, day_of_month=25, months=1)
    assert schedule("100.00", term) == [("standard", "100.00", date(2026, 4, 25), 46)]


def test_one_invoice_with_products_of_different_terms() -> None:
    """Cream net 30, shampoo 月结60, the sample shop cash on delivery (S23)."""
    parts = due_parts(
        {1: D("6000.00"), 2: D("3500.50"), 3: D("499.50")},
        agreement=Agreement(
            terms={
                1: AgreedTerm(TermType.NET, days=30),
                2: AgreedTerm(TermType.EOM_PLUS, days=60),
                3: AgreedTerm(TermType.COD),
            }
        ),
        bases={Base.INVOICE: MAR_10, Base.DELIVERY: date(2026, 3, 12)},
        currency="CNY",
    )
    assert [(p.term_group, str(p.amount), p.due_on, p.term_days) for p in parts] == [
        (1, "6000.00", date(2026, 4, 9), 30),
        (2, "3500.50", date(2026, 5, 30), 60),
        (3, "499.50", date(2026, 3, 12), 0),
    ]


def test_a_deposit_of_30_percent_and_the_balance_after_60_days() -> None:
    term = AgreedTerm(TermType.DEPOSIT_BALANCE, share_bp=3000, days=60)
    assert schedule("1000.01", term) == [
        ("deposit", "300.00", MAR_10, 0),
        ("standard", "700.01", date(2026, 5, 9), 60),
    ]


def test_the_balance_after_a_deposit_in_three_instalments() -> None:
    term = AgreedTerm(TermType.DEPOSIT_BALANCE, share_bp=4000, days=30, count=3)
    assert schedule("1000.00", term) == [
        ("deposit", "400.00", MAR_10, 0),
        ("instalment", "200.00", date(2026, 4, 9), 0),
        ("instalment", "200.00", date(2026, 5, 9), 0),
        ("instalment", "200.00", date(2026, 6, 9), 0),
    ]


def test_three_instalments_of_100_lose_no_cent() -> None:
    term = AgreedTerm(TermType.INSTALMENTS, count=3, days=21)
    assert schedule("100.00", term) == [
        ("instalment", "33.34", date(2026, 3, 31), 0),
        ("instalment", "33.33", date(2026, 4, 30), 0),
        ("instalment", "33.33", date(2026, 5, 31), 0),
    ]


def test_retention_is_kept_a_year_and_the_rest_is_net_30() -> None:
    term = AgreedTerm(TermType.NET, days=30)
    assert schedule("200000.00", term, retention=Retention(500, 12)) == [
        ("standard", "190000.00", date(2026, 4, 9), 30),
        ("retention", "10000.00", date(2027, 3, 10), 0),
    ]


def test_cash_and_prepayment_take_no_retention_and_no_term() -> None:
    kept = Retention(500, 12)
    assert schedule("80.00", AgreedTerm(TermType.PREPAID), retention=kept) == [
        ("standard", "80.00", MAR_10, 0)
    ]
    assert schedule("80.00", AgreedTerm(TermType.COD), retention=kept) == [
        ("standard", "80.00", None, 0)
    ]


def test_milestones_not_accepted_have_no_date() -> None:
    steps = (
        MilestoneShare(7, 3000, date(2026, 3, 1)),
        MilestoneShare(8, 6000, date(2026, 3, 20)),
        MilestoneShare(9, 1000),
    )
    term = AgreedTerm(TermType.MILESTONE, days=15)
    assert schedule("9999.99", term, milestones=steps) == [
        # Accepted before the invoice: due from that day, never before the invoice.
        ("milestone", "3000.00", date(2026, 3, 16), 15),
        ("milestone", "5999.99", date(2026, 4, 4), 15),
        ("milestone", "1000.00", None, 15),
    ]
    with pytest.raises(ScheduleError):
        schedule("1.00", term, milestones=steps[:2])


def test_goods_for_sell_through_wait_for_the_statement() -> None:
    term = AgreedTerm(TermType.SELL_THROUGH, days=10)
    assert schedule("500000.00", term) == [("standard", "500000.00", None, 10)]
    agreed = {Base.STATEMENT: date(2026, 3, 31)}
    assert schedule("500000.00", term, bases=agreed) == [
        ("standard", "500000.00", date(2026, 4, 10), 10)
    ]


def test_a_term_from_acceptance_waits_for_it() -> None:
    term = AgreedTerm(TermType.NET, days=60, base=Base.ACCEPTANCE)
    assert schedule("10.00", term) == [("standard", "10.00", None, 60)]
    accepted = {Base.ACCEPTANCE: date(2026, 4, 1)}
    assert schedule("10.00", term, bases=accepted) == [
        ("standard", "10.00", date(2026, 5, 31), 60)
    ]


def test_due_roll_moves_the_date_and_the_grace_base_decides_the_third_of_what() -> None:
    weekends_off = WorkingDays()

    def due(roll: DueRoll, grace: GraceBase) -> Row:
        term = AgreedTerm(TermType.NET, days=32, due_roll=roll, grace_base=grace)
        parts = due_parts(
            {1: D("1.00")},
            agreement=Agreement(terms={1: term}),
            bases={Base.INVOICE: MAR_10},
            currency="CNY",
            calendar=weekends_off,
        )
        return _row(parts[0])

    # 11 April 2026 is a Saturday.
    assert due(DueRoll.NONE, GraceBase.NOMINAL)[2:] == (date(2026, 4, 11), 32)
    assert due(DueRoll.FOLLOWING, GraceBase.NOMINAL)[2:] == (date(2026, 4, 13), 32)
    assert due(DueRoll.FOLLOWING, GraceBase.EFFECTIVE)[2:] == (date(2026, 4, 13), 34)
    assert due(DueRoll.PRECEDING, GraceBase.EFFECTIVE)[2:] == (date(2026, 4, 10), 31)


terms = st.builds(
    AgreedTerm,
    type=st.sampled_from(list(TermType)),
    days=st.integers(0, 400),
    months=st.integers(0, 4),
    day_of_month=st.integers(1, 31),
    base=st.sampled_from([Base.INVOICE, Base.DELIVERY, Base.ACCEPTANCE]),
    share_bp=st.integers(1, 9999),
    count=st.integers(2, 24),
)
# Up to the largest amount that can be booked in a currency without decimals.
cents = st.integers(1, int(MAX_AMOUNT))


@given(
    groups=st.dictionaries(st.integers(1, 4), cents, min_size=1),
    agreed=st.tuples(terms, terms, terms, terms),
    held=st.none() | st.builds(Retention, st.integers(1, 9999), st.integers(0, 60)),
    cuts=st.lists(st.integers(1, 9999), max_size=5, unique=True),
    delivered=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    currency=st.sampled_from(["CNY", "JPY", "KWD"]),
)
def test_parts_sum_to_the_lines_and_each_is_dated_or_waits(
    groups: dict[int, int],
    agreed: tuple[AgreedTerm, ...],
    held: Retention | None,
    cuts: list[int],
    delivered: date | None,
    currency: str,
) -> None:
    places = {"CNY": 2, "JPY": 0, "KWD": 3}[currency]
    amounts = {group: D(value).scaleb(-places) for group, value in groups.items()}
    edges = [0, *sorted(cuts), 10_000]
    steps = [
        MilestoneShare(n, upper - lower)
        for n, (lower, upper) in enumerate(pairwise(edges))
    ]
    bases = {Base.INVOICE: MAR_10}
    if delivered is not None:
        bases[Base.DELIVERY] = delivered
    parts = due_parts(
        amounts,
        agreement=Agreement(dict(enumerate(agreed, start=1)), steps, held),
        bases=bases,
        currency=currency,
    )
    for group, amount in amounts.items():
        of_group = [part for part in parts if part.term_group == group]
        assert sum(part.amount for part in of_group) == amount
        assert all(part.amount > 0 for part in of_group)
        last = [part for part in of_group if part.kind is ItemKind.RETENTION]
        assert len(last) <= 1
    for part in parts:
        known = part.base in bases
        assert (part.due_on is not None) is known
        assert part.due_on is None or part.due_on >= MAR_10
        assert parse_due_rule(stored_due_rule(part.rule)) == part.rule


def test_a_rule_with_a_date_of_its_own_waits_for_nothing() -> None:
    with pytest.raises(DueRuleError):
        stored_due_rule(Explicit(MAR_10 + timedelta(days=1)))
