"""An independent reckoning of aged receivables, straight from the CSV files.

It shares no line with the product: documents as dictionaries, days as dates, money as
Decimal, the class from the default policy's thresholds.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

Line = dict[str, tuple[int, Decimal]]
BUCKETS = ((0, "not_due"), (30, "1-30"), (60, "31-60"), (90, "61-90"))
BUCKETS += ((180, "91-180"), (365, "181-365"), (10**6, ">365"))


class Recount:
    """The books in a folder of canonical CSV files."""

    def __init__(self, folder: Path) -> None:
        self.documents = _read(folder / "invoices.csv")
        self.payments = _read(folder / "payments.csv")
        self.allocations = _read(folder / "allocations.csv")
        self.invoices = {d["number"]: d for d in self.documents if not _is_credit(d)}
        self.sources = {p["reference"]: (p, p["received_on"]) for p in self.payments}
        for note in filter(_is_credit, self.documents):
            self.sources[note["number"]] = (note, note["issued_on"])

    def at(self, day: dt.date, by: str) -> dict[str, dict[str, Line]]:
        """{currency: {"": whole line, customer: line}} at the end of `day`."""
        paid: Counter[str] = Counter()
        used: Counter[str] = Counter()
        for row in self.allocations:
            source, invoice = row["payment_reference"], row["invoice_number"]
            dated = self.sources[source][1], self.invoices[invoice]["issued_on"]
            if max(row["allocated_on"], *dated) <= day.isoformat():
                paid[invoice] += Decimal(row["amount"])  # type: ignore[assignment]
                used[source] += Decimal(row["amount"])  # type: ignore[assignment]
        found: dict[str, dict[str, Line]] = {}
        for number, invoice in self.invoices.items():
            left = Decimal(invoice["amount"]) - paid[number]
            _add(
                found, invoice, invoice["issued_on"], day, _part(invoice, day, by), left
            )
        for key, (source, since) in self.sources.items():
            left = Decimal(source["amount"]) - used[key]
            _add(found, source, since, day, "on_account", left)
        return found


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _is_credit(row: dict[str, str]) -> bool:
    return row.get("kind") == "credit_note"


def _part(invoice: dict[str, str], day: dt.date, by: str) -> str:
    issued = dt.date.fromisoformat(invoice["issued_on"])
    named = invoice.get("term_days") or ""
    stated = invoice.get("due_on") or ""
    days = int(named or "0")
    due = dt.date.fromisoformat(stated) if stated else issued + dt.timedelta(days=days)
    late = (day - due).days
    if by == "bucket":
        return next(name for upto, name in BUCKETS if late <= upto)
    grace = (days if named else max(0, (due - issued).days)) // 3
    quasi = max(90, grace + 30)
    bad = max(365, quasi + 90)
    limits = ((grace, "UNCOLLECTED"), (quasi, "EXPEDITED"), (bad, "QUASI_BAD"))
    return next((name for upto, name in limits if late <= upto), "BAD")


def _add(
    found: dict[str, dict[str, Line]],
    document: dict[str, str],
    since: str,
    day: dt.date,
    part: str,
    left: Decimal,
) -> None:
    if since > day.isoformat():
        return
    lines = found.setdefault(document["currency"], {"": {}})
    for key in ("", document["customer_code"]) if left else ():
        line = lines.setdefault(key, {})
        items, amount = line.get(part, (0, Decimal(0)))
        line[part] = items + 1, amount + left


def as_printed(line: dict[str, Any]) -> Line:
    """A line of the aging command without its empty parts and its total."""
    return {
        name: (figure["items"], Decimal(figure["amount"]))
        for name, figure in line.items()
        if name not in ("total", "customers") and figure["items"]
    }
