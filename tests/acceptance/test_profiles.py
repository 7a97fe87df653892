"""A profile written for a German bookkeeping export, and profiles that make no sense."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.acceptance.desk import Desk
from tests.acceptance.ledger_counts import ledger_counts

PROFILE = dedent(
    """
    title = "Offene Posten"
    delimiter = ";"
    [values.customer]
    column = "Kunde"
    clean = ["strip_leading_zeros", "upper"]
    [[rows]]
    kind = "invoices"
    when = [{ column = "Art", one_of = ["RE"] }]
    settled_on = { column = "bezahlt", date = "%d.%m.%Y" }
    [rows.columns]
    number = { column = "Beleg" }
    customer_code = { value = "customer" }
    issued_on = { column = "Datum", date = ["%d.%m.%Y", "%Y-%m-%d"] }
    term_days = { column = "Ziel", if_empty = "30" }
    currency = { column = "Waehrung", map = { "€" = "EUR" }, otherwise = "keep" }
    amount = { column = "Betrag", number = { decimal = ",", grouping = "." } }
    [[rows]]
    kind = "invoices"
    when = [{ column = "Art", equals = "GS" }]
    [rows.columns]
    number = { join = [{ constant = "G" }, { column = "Beleg" }] }
    kind = { constant = "credit_note" }
    customer_code = { value = "customer" }
    issued_on = { column = "Datum", date = "%d.%m.%Y" }
    currency = { column = "Waehrung", map = { "€" = "EUR" }, otherwise = "keep" }
    [rows.columns.amount]
    column = "Betrag"
    clean = ["without_minus"]
    number = { decimal = ",", grouping = "." }
    """
)
HEADER = "Art;Kunde;Beleg;Datum;Ziel;Waehrung;Betrag;bezahlt\n"
BOOK = HEADER + dedent(
    """\
    RE;007a;1;31.01.2026;;€;1.234,50;
    RE;7A;2;2026-02-01;14;EUR;5,00;05.02.2026
    GS;7A;1;05.02.2026;;€;-12,00;
    ZZ;7A;9;99.99.9999;;;;
    """
)


def test_an_export_is_mapped_row_by_row(desk: Desk) -> None:
    desk.write("p.toml", PROFILE)
    book = desk.write("posten.csv", BOOK)
    profile = str(desk.folder / "p.toml")
    answer = desk.must_import(book, profile=profile)
    assert answer.counts == (4, 3, 1)
    figures = desk.aging("2026-02-20", by="customer")["EUR"]
    assert figures["customers"].keys() == {"7A"}
    assert figures["not_due"] == {"items": 1, "amount": "1234.50"}
    assert figures["on_account"] == {"items": 1, "amount": "12.00"}
    assert figures["total"] == {"items": 1, "amount": "1222.50"}
    assert desk.must_import(book, profile=profile).counts == (4, 0, 4)
    paid = desk.write("posten.csv", BOOK.replace("1.234,50;", "1.234,50;20.02.2026"))
    assert desk.must_import(paid, profile=profile).counts == (4, 1, 3)
    assert desk.aging("2026-02-20")["EUR"]["total"]["amount"] == "-12.00"
    assert desk.verify() == []


def test_a_bad_cell_is_named_as_the_export_names_it(desk: Desk) -> None:
    desk.write("p.toml", PROFILE)
    rows = "RE;1;3;31.13.2026;x;$;1.23,50;\nRE;;4;;;;;morgen\n"
    book = desk.write("posten.csv", HEADER + rows)
    answer = desk.import_(book, profile=str(desk.folder / "p.toml"))
    assert answer.status == 1
    found = {
        (bad["line"], bad["column"], bad["value"]) for bad in answer.json["errors"]
    }
    assert (2, "Datum", "31.13.2026") in found
    assert (3, "bezahlt", "morgen") in found
    assert not any(ledger_counts().values())


ROWS = "[[rows]]\nkind = 'customers'\n"
SENSELESS = {
    "empty": "",
    "no TOML": "x =",
    "unknown kind": "[[rows]]\nkind = 'orders'",
    "an expression of its author": ROWS + "columns.code = {column = 'a', regex = '.*'}",
    "a value nobody defined": ROWS + "columns.code = {value = 'b'}",
    "two sources": ROWS + "columns.code = {column = 'a', constant = 'b'}",
    "a number among texts": ROWS
    + "when = [{column = 'a', one_of = [1]}]\ncolumns.code = {column = 'a'}",
    "one sign for two": ROWS
    + "columns.code = {column = 'a', number = {decimal = ',', grouping = ','}}",
    "grouping by the dot that parts decimals": ROWS
    + "columns.code = {column = 'a', number = {grouping = '.'}}",
    "required column missing": "[[rows]]\nkind = 'invoices'\ncolumns.number = {column='a'}",
}


@pytest.mark.parametrize("which", SENSELESS)
def test_a_profile_that_makes_no_sense_is_wrong_usage(desk: Desk, which: str) -> None:
    profile = desk.write("p.toml", SENSELESS[which])
    book = desk.write("book.csv", "a\n1\n")
    answer = desk.import_(book, profile=str(profile))
    assert answer.status == 2
    assert "p.toml" in answer.text
    assert not any(ledger_counts().values())
