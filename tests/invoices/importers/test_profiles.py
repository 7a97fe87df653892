"""Profiles: a mapping in TOML, read strictly, followed exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from customers.models import Customer
from invoices.importers.columns import Kind
from invoices.importers.expressions import ProfileError
from invoices.importers.mapping import ChosenMapping, profile_text
from invoices.importers.profile import list_shipped, load_profile, parse_profile
from invoices.importers.suggestions import fits, likely_kind, suggest
from invoices.models import CreditNote, Invoice, Payment
from tests.invoices.importers.books import Import, open_amounts, snapshot

MINIMAL = """
[[rows]]
kind = "invoices"
[rows.columns]
number = { column = "no" }
customer_code = { column = "cust" }
issued_on = { column = "date" }
due_on = { column = "date" }
currency = { constant = "CNY" }
amount = { column = "amount" }
"""


@pytest.fixture
def through(load: Import, tmp_path: Path):
    """Import `ledger.csv` through a profile given as text."""

    def call(profile: str, text: str, **options):
        path = tmp_path / "mapping.toml"
        path.write_text(profile)
        return load({"ledger.csv": text}, profile=str(path), **options)

    return call


def test_columns_and_constants(through):
    result = through(MINIMAL, "no,cust,date,amount\n7,D,2026-01-01,5\n")
    assert result.status == 0
    assert open_amounts() == {"7": "5.00"}


def test_errors_name_the_column_of_the_file(through):
    result = through(MINIMAL, "no,cust,date,amount\n7,D,2026-01-01,x\n")
    assert (result.errors[0]["column"], result.errors[0]["value"]) == ("amount", "x")
    result = through(MINIMAL, "no,cust,date\n7,D,2026-01-01\n")
    assert "The profile reads the column amount" in result.reasons()


def test_dates_numbers_maps_and_conditions(through):
    profile = """
delimiter = ";"
[values.day]
column = "day"
date = ["%d.%m.%Y", "%Y%m%d.0"]
[[rows]]
kind = "invoices"
when = [{ column = "amount", negative = false }]
[rows.columns]
number = { column = "no" }
customer_code = { column = "cust", clean = ["strip_leading_zeros"] }
issued_on = { value = "day" }
due_on = { value = "day" }
currency = { column = "cur", map = { "¥" = "CNY", "$" = "USD" } }
amount = { column = "amount", number = { decimal = ",", grouping = "." } }
[[rows]]
kind = "invoices"
when = [{ column = "amount", negative = true }]
[rows.columns]
number = { column = "no" }
kind = { constant = "credit_note" }
customer_code = { column = "cust", clean = ["strip_leading_zeros"] }
issued_on = { value = "day" }
currency = { column = "cur", map = { "¥" = "CNY", "$" = "USD" } }
amount = { column = "amount", clean = ["without_minus"], number = { decimal = "," } }
"""
    text = (
        "no;cust;day;cur;amount\n1;007;31.01.2026;¥;1.234,50\n2;7;20260201.0;$;-20,00\n"
    )
    result = through(profile, text)
    assert result.status == 0, result.errors
    assert open_amounts() == {"1": "1234.50"}
    assert CreditNote.objects.get().currency == "USD"
    assert Customer.objects.get().code == "7"


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("1.23,00", "grouped by three"),
        ("1234.567", "grouped by three"),
        ("12,34.5", "decimal sign"),
        ("32.01.2026", "form"),
        ("０1.01.2026", "form"),
        ("€", "table"),
    ],
)
def test_what_the_profile_cannot_read_is_an_error(through, cell, word):
    profile = MINIMAL.replace(
        'amount = { column = "amount" }',
        'amount = { column = "amount", number = { decimal = ",", grouping = "." } }',
    )
    profile = profile.replace(
        '{ column = "date" }', '{ column = "date", date = "%d.%m.%Y" }'
    )
    profile = profile.replace(
        '{ constant = "CNY" }', '{ column = "cur", map = { "¥" = "CNY" } }'
    )
    row = {
        "grouped by three": ("01.01.2026", cell, "¥"),
        "decimal sign": ("01.01.2026", cell, "¥"),
        "form": (cell, "1", "¥"),
    }
    date, amount, currency = row.get(word, ("01.01.2026", "1", cell))
    text = f'no,cust,date,amount,cur\n7,D,{date},"{amount}",{currency}\n'
    result = through(profile, text)
    assert result.status == 1
    assert word in result.reasons()


def test_a_dot_is_never_the_decimal_sign_where_the_profile_says_comma(through):
    profile = MINIMAL.replace(
        'amount = { column = "amount" }',
        'amount = { column = "amount", number = { decimal = "," } }',
    )
    result = through(profile, "no,cust,date,amount\n7,D,2026-01-01,1.500\n")
    assert result.status == 1
    assert result.errors[0]["value"] == "1.500"
    assert "decimal sign" in result.reasons()


@pytest.mark.parametrize("cell", ["2026111", "20260101 ", "202611"])
def test_a_day_that_could_be_another_one_is_refused(through, cell):
    profile = MINIMAL.replace(
        '{ column = "date" }', '{ column = "date", date = "%Y%m%d" }'
    )
    result = through(profile, f"no,cust,date,amount\n7,D,{cell},5\n")
    assert result.status == (0 if cell.strip() == "20260101" else 1)


@pytest.mark.parametrize("cell", ["yes", "2026-02-31", "31.01.2026", "0001-01-01"])
def test_a_settlement_day_must_be_a_day(through, cell):
    profile = MINIMAL.replace(
        'kind = "invoices"', 'kind = "invoices"\nsettled_on = { column = "paid" }'
    )
    text = f"no,cust,date,amount,paid\n1,D,2026-01-01,5,{cell}\n"
    result = through(profile, text)
    assert result.status == 1
    found = [(each["column"], each["value"]) for each in result.errors]
    assert found == [("paid", cell)]
    assert not Payment.objects.exists()


def test_rows_that_no_part_takes_are_listed(through):
    profile = MINIMAL.replace(
        'kind = "invoices"',
        'kind = "invoices"\nwhen = [{ column = "type", equals = "RE" }]',
    )
    text = "no,cust,date,amount,type\n1,D,2026-01-01,5,RE\n2,D,2026-01-01,5,GU\n"
    result = through(profile, text)
    assert (result.status, result.json["created"]) == (0, 1)
    assert [each["line"] for each in result.warnings] == [3]
    assert "No part of the profile" in result.warnings[0]["reason"]


def test_a_payment_too_fine_for_the_currency_it_was_given_is_refused(through):
    profile = """
[[rows]]
kind = "customers"
[rows.columns]
code = { column = "cust" }
[[rows]]
kind = "payments"
[rows.columns]
reference = { column = "no" }
customer_code = { column = "cust" }
received_on = { column = "date" }
currency = { column = "cur", or_only_currency = true }
amount = { column = "amount" }
"""
    text = "no,cust,date,amount,cur\n1,D,2026-01-01,5.001,\n"
    result = through(profile, text)
    assert result.status == 1
    assert "minor unit of CNY" in result.reasons()


def test_settled_on_posts_a_payment_and_allocates_it(through):
    profile = MINIMAL.replace(
        'kind = "invoices"', 'kind = "invoices"\nsettled_on = { column = "paid" }'
    )
    text = "no,cust,date,amount,paid\n1,D,2026-01-01,5,2026-02-01\n2,D,2026-01-01,6,\n"
    result = through(profile, text)
    assert (result.json["rows"], result.json["created"]) == (2, 2)
    assert open_amounts() == {"1": "0.00", "2": "6.00"}
    payment = Payment.objects.get()
    assert (payment.reference, str(payment.received_on)) == ("1", "2026-02-01")
    before = snapshot()
    assert through(profile, text).json["unchanged"] == 2
    assert snapshot() == before


def test_settled_on_is_not_confused_by_an_equal_reference(through, load: Import):
    load(
        {
            "customers.csv": "code\nD\n",
            "payments.csv": "reference,customer_code,received_on,currency,amount\n"
            "1,D,2026-01-05,CNY,3\n",
        }
    )
    profile = MINIMAL.replace(
        'kind = "invoices"', 'kind = "invoices"\nsettled_on = { column = "paid" }'
    )
    text = "no,cust,date,amount,paid\n1,D,2026-01-01,5,2026-02-01\n"
    assert through(profile, text).status == 0
    assert open_amounts() == {"1": "0.00"}


def test_another_day_of_settlement_is_refused_with_both_days(through):
    profile = MINIMAL.replace(
        'kind = "invoices"', 'kind = "invoices"\nsettled_on = { column = "paid" }'
    )
    header = "no,cust,date,amount,paid\n"
    assert through(profile, header + "1,D,2026-01-01,5,2026-02-01\n").status == 0
    before = snapshot()
    result = through(profile, header + "1,D,2026-01-01,5,2026-02-03\n")
    assert result.status == 1
    (problem,) = result.errors
    assert (problem["line"], problem["column"]) == (2, "received_on")
    assert problem["value"] == "2026-02-03"
    assert "of 2026-02-01; the file says 2026-02-03" in problem["reason"]
    assert snapshot() == before


CUSTOMERS = """
[[rows]]
kind = "customers"
[rows.columns]
code = { column = "cust" }
name = { column = "name", clean = ["collapse_blanks"], most_frequent = true }
region = { column = "region" }
"""


def test_the_most_frequent_name_wins_and_a_tie_goes_to_the_first_in_order(through):
    text = "cust,name,region\n1,B  co,\n1,A co,\n1,B co ,\n2,Z,\n2,Y,\n3,,\n"
    assert through(CUSTOMERS, text).status == 0
    names = dict(Customer.objects.values_list("code", "name"))
    assert names == {"1": "B co", "2": "Y", "3": "3"}


def test_other_columns_of_a_customer_must_agree(through):
    text = "cust,name,region\n1,A,East\n1,A,West\n"
    result = through(CUSTOMERS, text)
    assert result.status == 1
    assert "2 different values" in result.reasons()


def test_an_empty_currency_is_the_customers_only_one_else_the_companys(through):
    profile = MINIMAL.replace(
        '{ constant = "CNY" }', '{ column = "cur", or_only_currency = true }'
    )
    text = (
        "no,cust,date,amount,cur\n1,A,2026-01-01,5,USD\n2,A,2026-01-01,5,\n"
        "3,B,2026-01-01,5,USD\n4,B,2026-01-01,5,EUR\n5,B,2026-01-01,5,\n6,C,2026-01-01,5,\n"
    )
    result = through(profile, text)
    assert result.status == 0
    found = dict(Invoice.objects.values_list("number", "currency"))
    assert [found[number] for number in "256"] == ["USD", "CNY", "CNY"]
    assert [warning["line"] for warning in result.warnings] == [3, 6, 7]


WRONG = {
    "not TOML": ("= 1", "not TOML"),
    "no rows": ("title = 'x'", "at least one"),
    "unknown key": ("titel = 'x'\n" + MINIMAL, "unknown key titel"),
    "unknown column": (MINIMAL + 'nubmer = { column = "x" }', "unknown key nubmer"),
    "unknown change": (
        MINIMAL.replace('column = "no"', 'column = "no", regex = "x"'),
        "unknown key regex",
    ),
    "two sources": (
        MINIMAL.replace('column = "no"', 'column = "no", constant = "x"'),
        "exactly one of",
    ),
    "unmapped": (
        MINIMAL.replace('number = { column = "no" }', ""),
        "number is not mapped",
    ),
    "unknown value": (MINIMAL.replace('column = "no"', 'value = "no"'), "no value no"),
    "unknown cleaning": (
        MINIMAL.replace('column = "no"', 'column = "no", clean = ["sub"]'),
        "must be one of",
    ),
    "odd date": (
        MINIMAL.replace('column = "date"', 'column = "date", date = "%Y %B"'),
        "date form knows only",
    ),
    "kind": (MINIMAL.replace('"invoices"', '"bills"'), "must be one of"),
    "two tests": (
        MINIMAL.replace(
            "[rows.columns]",
            'when = [{ column = "no", equals = "1", empty = false }]\n[rows.columns]',
        ),
        "exactly one of",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_profile_is_refused_by_name(case: str):
    text, word = WRONG[case]
    with pytest.raises(ProfileError, match=word):
        parse_profile(text)


def test_a_wrong_profile_is_wrong_usage(through):
    result = through("x = 1", "no\n1\n")
    assert result.status == 2
    assert through(MINIMAL, "no,cust,date,amount\n").status == 0


def test_the_shipped_profiles_are_sound():
    assert set(list_shipped()) == {"highradius"}
    for path in list_shipped().values():
        assert load_profile(path).rows


def test_suggestions_know_chinese_headers():
    header = ["客户编码", "客户名称", "发票号", "开票日期", "到期日", "币种", "金额"]
    found = suggest(
        (
            "number",
            "customer_code",
            "issued_on",
            "due_on",
            "currency",
            "amount",
            "note",
        ),
        header,
    )
    assert found == {
        "number": "发票号",
        "customer_code": "客户编码",
        "issued_on": "开票日期",
        "due_on": "到期日",
        "currency": "币种",
        "amount": "金额",
    }
    assert likely_kind(header) is Kind.INVOICES


def test_a_mapping_by_hand_becomes_a_profile(through):
    mapping = ChosenMapping(
        title='Our "old" books',
        kind=Kind.INVOICES,
        columns={
            "number": "发票号",
            "customer_code": "客户",
            "issued_on": "日期",
            "due_on": "到期",
            "amount": "金额",
            "customer_name": "名称",
        },
        constants={"currency": "CNY"},
        date_form="slash",
        number_form="comma_groups",
    )
    text = profile_text(mapping)
    assert fits(parse_profile(text), ["发票号", "客户", "日期", "到期", "金额", "名称"])
    rows = (
        '发票号,客户,日期,到期,金额,名称\n1,D,2026/01/05,2026/02/05,"1,234.50",蓝月\n'
    )
    assert through(text, rows).status == 0
    assert open_amounts() == {"1": "1234.50"}
    assert Customer.objects.get().name == "蓝月"
