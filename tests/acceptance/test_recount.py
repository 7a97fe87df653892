"""Aged receivables agree with an independent reckoning from the files, on any day."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.acceptance.desk import Desk
from tests.acceptance.recount import Recount, as_printed
from tests.levels import at_level

START = dt.date(2024, 1, 31)
UNITS = {"CNY": "0.01", "JPY": "1", "KWD": "0.001", "USD": "0.01"}


def _write_book(folder: Path, random: Random) -> None:
    """Invoices, credit notes and money of two years, dated as carelessly as real ones."""
    documents, payments, allocations = [], [], []
    for number in range(60):
        currency = random.choice(list(UNITS))
        day = START + dt.timedelta(days=random.randrange(500))
        is_credit = random.random() < 0.15
        row: dict[str, Any] = {
            "number": f"{'G' if is_credit else 'F'}{number}",
            "customer_code": random.choice(["甲一", "B-2", "003"]),
            "kind": "credit_note" if is_credit else random.choice(["", "invoice"]),
            "issued_on": day.isoformat(),
            "currency": currency,
            "amount": str(random.randrange(1, 90_000) * Decimal(UNITS[currency])),
        }
        if not is_credit:
            row |= _terms(day, random)
        documents.append(row)
    for number in range(25):
        invoice = random.choice(documents)
        day = dt.date.fromisoformat(invoice["issued_on"])
        payments.append(
            {
                "reference": f"P{number}",
                "customer_code": invoice["customer_code"],
                "received_on": str(day + dt.timedelta(days=random.randrange(-20, 300))),
                "currency": invoice["currency"],
                "amount": invoice["amount"],
            }
        )
    left = {row["number"]: Decimal(row["amount"]) for row in documents}
    left |= {row["reference"]: Decimal(row["amount"]) for row in payments}
    notes = [row for row in documents if row["kind"] == "credit_note"]
    for _ in range(400):
        source, invoice = random.choice(payments + notes), random.choice(documents)
        key = source.get("reference") or source["number"]
        same = all(
            source[column] == invoice[column]
            for column in ("customer_code", "currency")
        )
        if not same or invoice["kind"] == "credit_note":
            continue
        most = min(left[key], left[invoice["number"]])
        unit = Decimal(UNITS[source["currency"]])
        amount = max(unit, most * random.choice([1, 2, 5]) // 5 // unit * unit)
        if most < amount:
            continue
        left[key] -= amount
        left[invoice["number"]] -= amount
        day = dt.date.fromisoformat(source.get("received_on") or source["issued_on"])
        day += dt.timedelta(days=random.choice([-5, 0, 0, 0, 3, 90]))
        allocations.append(
            {
                "payment_reference": key,
                "invoice_number": invoice["number"],
                "amount": str(amount),
                "allocated_on": day.isoformat(),
            }
        )
    for name, rows in (
        ("invoices", documents),
        ("payments", payments),
        ("allocations", allocations),
    ):
        columns = list(dict.fromkeys(key for row in rows for key in row))
        random.shuffle(columns)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)


def _terms(day: dt.date, random: Random) -> dict[str, str]:
    term = random.choice([0, 1, 2, 3, 7, 30, 45, 60, 90, 120, 400])
    due = day + dt.timedelta(days=term + random.choice([0, 0, 5, -10]))
    shape = random.choice(["term", "due", "both"])
    found = {}
    if shape != "due":
        found["term_days"] = str(term)
    if shape != "term":
        found["due_on"] = due.isoformat()
    return found


def _agree(desk: Desk, book: Recount, day: dt.date) -> None:
    for by in ("bucket", "class"):
        printed = desk.aging(day, by=by)
        expected = book.at(day, by)
        assert printed.keys() == expected.keys(), (day, by)
        for currency, lines in expected.items():
            assert as_printed(printed[currency]) == lines[""], (day, by, currency)
    printed = desk.aging(day, by="customer")
    for currency, lines in book.at(day, "bucket").items():
        customers = printed[currency]["customers"]
        found = {code: as_printed(line) for code, line in customers.items()}
        assert found == {code: line for code, line in lines.items() if code}, day
        _adds_up(printed[currency])


def _adds_up(line: dict[str, Any]) -> None:
    parts = {name: line[name] for name in line if name not in ("total", "customers")}
    on_account = Decimal(parts.pop("on_account")["amount"])
    owed = sum(Decimal(part["amount"]) for part in parts.values())
    assert Decimal(line["total"]["amount"]) == owed - on_account
    assert line["total"]["items"] == sum(part["items"] for part in parts.values())


@pytest.mark.parametrize("seed", range(at_level(ci=3, everything=40)))
def test_aging_agrees_with_the_files_on_every_day(desk: Desk, seed: int) -> None:
    random = Random(seed)
    _write_book(desk.folder, random)
    desk.must_import()
    book = Recount(desk.folder)
    assert desk.verify() == []
    days = {START + dt.timedelta(days=random.randrange(-5, 1000)) for _ in range(8)}
    for count, day in enumerate(sorted(days)):
        if count % 4 == 3:
            desk.nightly(day)
            assert desk.verify() == []
        _agree(desk, book, day)
    # What the nights stored does not bend the answer about an earlier day.
    for day in sorted(days)[:4]:
        _agree(desk, book, day)
    again = desk.must_import()
    assert again.counts == (again.json["rows"], 0, again.json["rows"])
