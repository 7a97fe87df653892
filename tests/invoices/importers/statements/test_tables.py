"""Tables by profile: the shipped ones, one's own, and what none of them foresees."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from invoices.importers.expressions import ProfileError
from invoices.importers.statements.profile import load_shipped, parse_profile
from invoices.importers.statements.titles import TITLES
from tests.invoices.importers.statements import samples
from tests.invoices.importers.statements.reading import (
    entries_of,
    read_here,
    why_refused,
)

CHINESE = ("icbc", "boc", "cmb", "abc", "alipay", "wechat")


@pytest.mark.parametrize("name", CHINESE)
def test_a_chinese_table_gives_what_came_in_and_what_went_out(name: str):
    encoding = "gb18030" if name == "alipay" else "utf-8"
    file = read_here(samples.CSV[name].encode(encoding))
    paid, spent = file.statements[0].entries
    assert file.profile == name
    assert (paid.booked_on, paid.currency) == (dt.date(2026, 3, 2), "CNY")
    assert (paid.amount, spent.amount) == (Decimal("1234.56"), Decimal("-5.00"))
    assert paid.name.startswith("甲公司")


def test_an_old_workbook_and_a_new_one():
    (statement,) = read_here(samples.xls()).statements
    assert (statement.account, len(statement.entries)) == ("6200000000000001", 2)
    paid, fee = entries_of(samples.xlsx())
    # Typed cells: a date is a date and a number is exact.
    assert (paid.booked_on, paid.amount) == (dt.date(2026, 3, 2), Decimal("250.00"))
    assert (paid.account, fee.amount) == ("123456789", Decimal("-12.50"))


def test_what_a_provider_counts_as_neither_is_left_out_and_said():
    assert read_here(samples.CSV["alipay"].encode("gb18030")).left_out == 1
    assert read_here(samples.CSV["wechat"]).left_out == 1


def test_a_word_that_the_profile_does_not_know_refuses_the_file():
    changed = samples.CSV["wechat"].replace("已收钱", "奇怪的状态")
    assert "奇怪的状态" in why_refused(changed)
    changed = samples.CSV["wechat"].replace(",支出,", ",转出,")
    assert "转出" in why_refused(changed)


def test_paypal_is_read_by_net_amount_one_statement_per_currency():
    file = read_here(samples.CSV["paypal"])
    assert [item.currency for item in file.statements] == ["USD", "EUR"]
    assert file.statements[0].entries[0].amount == Decimal("1079.75")
    assert file.statements[1].entries[0].status == "pending"


def test_dates_that_read_both_ways_are_refused():
    both = samples.CSV["paypal"].replace("29/03", "02/03").replace("30/03", "03/03")
    assert "both as day/month and as month/day" in why_refused(both)


def test_amounts_are_in_the_accounts_currency_where_original_ones_stand_beside_them():
    paid = entries_of(samples.CSV["label_sheet"])[1]
    assert (paid.amount, paid.currency) == (Decimal("1525.00"), "USD")
    only_converted = "\n".join(
        line for line in samples.CSV["label_sheet"].splitlines() if "Fee" not in line
    )
    assert "own currency" in why_refused(only_converted)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("250.00", "250.001", "finer than the minor unit"),
        ("250.00", '"1,25"', "not an amount"),
        ("250.00", "", "not an amount"),
        ("250.00", "2.5e2", "not an amount"),
        ("2026-03-02", "2026-02-30", "not a date"),
        (",EUR,", ",DEM,", "not a currency"),
        ("REF0001", "REF0001,more", "more cells"),
    ],
)
def test_nothing_is_guessed(old: str, new: str, why: str):
    assert why in why_refused(samples.CSV["sheet"].replace(old, new, 1))


def test_exactly_one_profile_must_fit():
    twice = [*load_shipped(), {**load_shipped()[0], "name": "mine"}]
    first = load_shipped()[0]["name"]
    assert f"{first}, mine" in why_refused(samples.CSV[first], twice)


OWN = b"""
header = ["Buchungstag", "Betrag", "Zweck"]
dates = ["%d.%m.%Y"]
delimiter = ";"
encodings = ["cp1252"]
currency = { constant = "EUR" }
account = { constant = "DE02" }
[columns]
booked_on = "Buchungstag"
text = "Zweck"
[amount]
column = "Betrag"
decimal = ","
thousands = "."
"""


def test_a_profile_of_ones_own():
    profile = parse_profile(OWN, name="own")
    text = "Buchungstag;Betrag;Zweck\n02.03.2026;1.234,50;Überweisung\n".encode(
        "cp1252"
    )
    (entry,) = entries_of(text, [profile])
    assert (entry.amount, entry.text) == (Decimal("1234.50"), "Überweisung")
    assert read_here(text, [profile]).statements[0].account == "DE02"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"delimiter", b"delimeter", "no key"),
        (b'text = "Zweck"', b'text = "Text"', "does not stand in"),
        (b'column = "Betrag"', b'credit = "Betrag"', "signed column"),
        (b"cp1252", b"klingon", "encodings"),
        (b"[amount]", b"[amount", "line"),
    ],
)
def test_a_profile_is_read_strictly(old: bytes, new: bytes, why: str):
    with pytest.raises(ProfileError, match=why):
        parse_profile(OWN.replace(old, new), name="own")


def test_every_shipped_profile_has_a_title_that_can_be_translated() -> None:
    assert sorted(item["title"] for item in load_shipped()) == sorted(TITLES)
