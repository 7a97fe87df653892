"""Control figures, balances that tie, and what tells entries apart."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.importers.statements.checking import check_file, figures_of, identities
from invoices.importers.statements.sentences import sentence
from invoices.importers.statements.shape import (
    Balance,
    RawEntry,
    RawFile,
    RawStatement,
    RefusedError,
)

DAY = dt.date(2026, 3, 2)


def file_of(*amounts: str, currency: str = "EUR", **statement: object) -> RawFile:
    """A file of one statement with entries of these amounts."""
    entries = [RawEntry(DAY, Decimal(amount), currency) for amount in amounts]
    made = RawStatement("A1", currency=currency, entries=entries, **statement)
    return RawFile("mt940", [made])


def balance(amount: str, currency: str = "EUR") -> Balance:
    return Balance(Decimal(amount), currency)


def test_opening_and_entries_make_the_closing_balance():
    check_file(
        file_of("250.00", "-12.50", opening=balance("1000"), closing=balance("1237.5"))
    )


def test_balances_that_do_not_tie_are_refused_with_the_figures():
    file = file_of("250.00", "-12.50", opening=balance("1000"), closing=balance("1238"))
    with pytest.raises(RefusedError) as refused:
        check_file(file)
    said = sentence(refused.value)
    for figure in ("A1", "1000.00 EUR", "237.50", "1237.50", "1238.00"):
        assert figure in said


@pytest.mark.parametrize("closing", [None, balance("7", "SEK")])
def test_without_both_balances_in_the_entries_currency_nothing_must_tie(
    closing: Balance | None,
):
    file = file_of("250.00", opening=balance("1000"), closing=closing)
    check_file(file)
    assert file.statements[0].closing is None


@pytest.mark.parametrize(
    ("amount", "currency", "exact"),
    [("8.850", "EUR", "8.85"), ("8.8500", "KWD", "8.850"), ("9.0", "JPY", "9")],
)
def test_trailing_zeros_are_no_finer_amount(amount: str, currency: str, exact: str):
    file = file_of(amount, currency=currency)
    check_file(file)
    assert str(file.statements[0].entries[0].amount) == exact


@pytest.mark.parametrize(
    ("amount", "currency"), [("8.855", "EUR"), ("8.8555", "KWD"), ("9.5", "JPY")]
)
def test_an_amount_finer_than_the_minor_unit_is_refused(amount: str, currency: str):
    with pytest.raises(RefusedError, match="minor_unit"):
        check_file(file_of(amount, currency=currency))


def test_figures_over_several_currencies_name_none():
    file = file_of("250.00", "-12.50")
    file.statements.append(
        RawStatement("A2", currency="JPY", entries=[RawEntry(DAY, Decimal(500), "JPY")])
    )
    check_file(file)
    figures = figures_of(file)
    assert (figures.currency, figures.credit, figures.debit) == (
        None,
        "750.00",
        "12.50",
    )
    assert (figures.statements, figures.entries) == (2, 3)


def test_lines_that_read_the_same_are_numbered():
    (rows,) = identities(file_of("10.00", "10.00", "11.00"))
    assert [key.occurrence for _entry, key in rows] == [1, 2, 1]
    assert len({key.fingerprint for _entry, key in rows}) == 2


def test_the_banks_reference_counts_before_the_text():
    one, other = file_of("10.00"), file_of("10.00")
    for file, text in ((one, "as in the morning"), (other, "AS AT NIGHT")):
        entry = file.statements[0].entries[0]
        entry.bank_reference, entry.text = "R1", text
    first, second = (next(identities(file))[0][1] for file in (one, other))
    assert first == second
    other.statements[0].entries[0].bank_reference = ""
    assert next(identities(other))[0][1] != first


LINES = st.lists(st.sampled_from(["1.00", "2.00", "-2.00"]), max_size=8)


@given(files=st.lists(LINES, min_size=1, max_size=5))
def test_however_days_overlap_each_line_is_known_as_often_as_one_file_has_it(
    files: list[list[str]],
):
    known = set()
    for amounts in files:
        (rows,) = identities(file_of(*amounts))
        known |= {key for _entry, key in rows}
    most: Counter[str] = Counter()
    for amounts in files:
        most |= Counter(amounts)
    assert len(known) == most.total()
