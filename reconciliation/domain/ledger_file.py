"""The machine-readable ledger of a letter: `ledger.csv`, fixed columns (domain 4.6).

Debits less credits of all rows are the balance: the opening balance is a row like any
other. Rows of kind `open_item` carry neither; their `balance` is what is open of them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "line",
    "date",
    "kind",
    "number",
    "reference",
    "currency",
    "debit",
    "credit",
    "balance",
    "due_date",
    "days_past_due",
    "class",
    "note",
)
OPENING, OPEN_ITEM = "opening", "open_item"
# What makes a spreadsheet take a text for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text as a spreadsheet may show it: never the beginning of a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_ledger(data: Mapping[str, Any]) -> bytes:
    """The file of a letter's content: UTF-8, dots, ISO dates, one line break.

    `class` stays empty: how we judge a debt is not for the debtor's eyes.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for number, row in enumerate(_rows(data), start=1):
        writer.writerow({"line": number, "currency": data["currency"], **row})
    return text.getvalue().encode()


def _rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    opening = data["opening"]
    rows = [
        {
            "date": data["since"] or "",
            "kind": OPENING,
            "debit": "" if opening.startswith("-") else opening,
            "credit": opening[1:] if opening.startswith("-") else "",
            "balance": opening,
        }
    ]
    rows += [
        {
            "date": line["on"],
            "kind": line["kind"],
            "number": harmless(line["number"]),
            "debit": line["debit"],
            "credit": line["credit"],
            "balance": line["balance"],
            "note": harmless(line["note"]),
        }
        for line in data["lines"]
    ]
    rows += [
        {
            "date": item["issued_on"],
            "kind": OPEN_ITEM,
            "number": harmless(item["number"]),
            "balance": item["open"],
            "due_date": item["due_on"],
            "days_past_due": item["days_past_due"],
        }
        for item in data["items"]
    ]
    return rows


def ledger_hash(ledger: bytes) -> str:
    """SHA-256 of the file, as the last page prints it."""
    return hashlib.sha256(ledger).hexdigest()
