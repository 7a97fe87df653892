"""Due dates and nominal terms by kind of rule and kind of item."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from arcollect.core.dates import DueRoll, WorkingDays
from invoices.domain.terms import (
    Bill,
    DueRule,
    DueRuleError,
    EomPlus,
    Explicit,
    FixedDay,
    GraceBase,
    ItemKind,
    Net,
    Terms,
    parse_due_rule,
    resolve_terms,
)

ISSUED = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("rule", "due_on", "term_days"),
    [
        (Net(30), date(2026, 3, 2), 30),
        (Net(0), ISSUED, 0),
        # 月结30天 names 30 days, however many the month really gives.
        (EomPlus(30), date(2026, 3, 2), 30),
        (EomPlus(0), ISSUED, 0),
        (FixedDay(31, 1), date(2026, 2, 28), 28),
        (FixedDay(25, 2), date(2026, 3, 25), 53),
        (FixedDay(5, 0), date(2026, 1, 5), 0),
        (Explicit(date(2026, 5, 1)), date(2026, 5, 1), 90),
        (Explicit(date(2026, 5, 1), days=60), date(2026, 5, 1), 60),
        (Explicit(date(2025, 12, 1)), date(2025, 12, 1), 0),
    ],
)
def test_an_invoice_takes_the_days_named_or_else_the_real_ones(
    rule: DueRule, due_on: date, term_days: int
) -> None:
    assert resolve_terms(rule, base_on=ISSUED) == Terms(due_on, term_days)


@pytest.mark.parametrize("extended_to", [None, date(2026, 6, 30)])
def test_a_bill_keeps_its_first_maturity_without_grace(
    extended_to: date | None,
) -> None:
    rule = Bill(date(2026, 4, 30), extended_to)
    assert resolve_terms(rule, base_on=ISSUED) == Terms(
        date(2026, 4, 30), 0, no_grace=True
    )


def test_a_bill_with_a_written_date_has_no_grace_either() -> None:
    terms = resolve_terms(
        Explicit(date(2026, 4, 30)), base_on=ISSUED, kind=ItemKind.BILL
    )
    assert terms == Terms(date(2026, 4, 30), 0, no_grace=True)


@pytest.mark.parametrize("kind", ["milestone", "retention", "instalment", "deposit"])
def test_items_without_credit_term_get_a_third_of_their_payment_days_only(
    kind: str,
) -> None:
    year_on = Explicit(date(2027, 1, 31))
    assert resolve_terms(year_on, base_on=ISSUED, kind=ItemKind(kind)).term_days == 0
    assert (
        resolve_terms(FixedDay(25), base_on=ISSUED, kind=ItemKind(kind)).term_days == 0
    )
    assert resolve_terms(Net(15), base_on=ISSUED, kind=ItemKind(kind)).term_days == 15


def test_grace_may_be_based_on_the_real_days() -> None:
    terms = resolve_terms(
        EomPlus(30), base_on=date(2026, 3, 5), grace_base=GraceBase.EFFECTIVE
    )
    assert terms == Terms(date(2026, 4, 30), 56)


def test_a_due_date_rolls_only_where_the_term_says_so() -> None:
    saturday = date(2026, 1, 31)
    plain = resolve_terms(Net(0), base_on=saturday, calendar=WorkingDays())
    rolled = resolve_terms(
        Net(0), base_on=saturday, due_roll=DueRoll.FOLLOWING, calendar=WorkingDays()
    )
    assert plain.due_on == saturday
    assert rolled == Terms(date(2026, 2, 2), 0)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ({"type": "net", "days": 30}, Net(30)),
        ({"type": "eom_plus", "days": 30}, EomPlus(30)),
        ({"type": "eom_plus", "days": 5, "months": 1}, EomPlus(5, 1)),
        ({"type": "fixed_day", "day": 31, "months": 2}, FixedDay(31, 2)),
        ({"type": "fixed_day", "day": 25}, FixedDay(25, 1)),
        ({"type": "explicit", "date": "2027-01-01"}, Explicit(date(2027, 1, 1))),
        (
            {"type": "explicit", "date": "2027-01-01", "days": 9},
            Explicit(date(2027, 1, 1), 9),
        ),
        ({"type": "bill", "first_maturity": "2026-04-30"}, Bill(date(2026, 4, 30))),
    ],
)
def test_the_stored_form(data: dict[str, Any], rule: DueRule) -> None:
    assert parse_due_rule(data) == rule


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "one of net"),
        ({"type": "weekly"}, "weekly"),
        ({"type": "net"}, "needs the value 'days'"),
        ({"type": "net", "days": -1}, "shorter than 0"),
        ({"type": "eom_plus", "days": -1}, "shorter than 0"),
        ({"type": "fixed_day"}, "needs the value 'day'"),
        ({"type": "bill"}, "needs the value 'first_maturity'"),
    ],
)
def test_a_stored_form_that_says_too_little_is_refused(
    data: dict[str, Any], says: str
) -> None:
    with pytest.raises(DueRuleError, match=says):
        parse_due_rule(data)
