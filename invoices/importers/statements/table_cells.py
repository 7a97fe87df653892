"""Cells of a table as texts, days and amounts, by the rules of a profile. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from invoices.importers.statements.shape import RefusedError, decimal_of
from invoices.importers.statements.sheets import Cell


def text_of(cell: Cell) -> str:
    """The cell as text on one line; a number without trailing zeros."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return " ".join(cell.split())


@dataclass(frozen=True, slots=True)
class Cells:
    """One row under its headings; `empty` are the words for nothing."""

    line: int
    header: list[str]
    cells: list[Cell]
    empty: list[str]

    def __getitem__(self, name: str) -> Cell:
        cell = self.cells[self.header.index(name)]
        return "" if text_of(cell) in self.empty else cell

    def text(self, name: str) -> str:
        """The cell under that heading, as text."""
        return text_of(self[name])


def choose_format(cells: Iterable[Cell], formats: list[str], name: str) -> str:
    """The one format by which every text among the cells is a day.

    Raises `RefusedError` where none does, and where several do and disagree.
    """
    texts = {text_of(cell) for cell in cells if isinstance(cell, str)} - {""}
    read = {
        form: days
        for form in formats
        if (days := [_day(text, form) for text in sorted(texts)]) and None not in days
    }
    if texts and not read:
        bad = next(t for t in sorted(texts) if _day(t, formats[0]) is None)
        raise RefusedError("date", value=bad[:40], where=name)
    if len({tuple(days) for days in read.values()}) > 1:
        raise RefusedError("date_order", where=name)
    return next(iter(read), formats[0])


def _day(text: str, form: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, form).date()  # noqa: DTZ007
    except ValueError:
        return None


def day_of(row: Cells, name: str, form: str) -> dt.date:
    """The day in a cell. Raises `RefusedError`."""
    cell = row[name]
    if isinstance(cell, dt.date):
        return cell
    day = _day(text_of(cell), form)
    if day is None:
        raise RefusedError("date", value=text_of(cell)[:40], where=f"{name}:{row.line}")
    return day


def amount_of(row: Cells, rule: dict[str, Any]) -> Decimal | None:
    """The amount of a row, positive for a credit; None where the row moves no money.

    Raises `RefusedError` for anything the profile does not foresee.
    """
    if "credit" in rule:
        return _of_two_columns(row, rule)
    amount = _number(row, rule["column"], rule)
    if "direction" not in rule:
        if amount is None:
            raise _refused(row, rule["column"])
        return amount
    word = row.text(rule["direction"]) or str(
        row.cells[row.header.index(rule["direction"])]
    )
    word = word.strip()
    if word in rule.get("left_out_words", ()):
        return None
    if amount is None or amount < 0:
        raise _refused(row, rule["column"])
    if word in rule["credit_words"]:
        return amount
    if word in rule["debit_words"]:
        return -amount
    raise RefusedError("direction_word", line=row.line, value=word[:40])


def _of_two_columns(row: Cells, rule: dict[str, Any]) -> Decimal:
    credit = _number(row, rule["credit"], rule)
    debit = _number(row, rule["debit"], rule)
    # A zero in the other column means the same as nothing there.
    if credit is not None and debit is not None:
        if credit and debit:
            raise RefusedError("two_amounts", line=row.line)
        credit, debit = (None, debit) if debit else (credit, None)
    if credit is not None:
        return credit
    if debit is not None and debit >= 0:
        return -debit
    raise _refused(row, rule["credit" if debit is None else "debit"])


def _number(row: Cells, name: str, rule: dict[str, Any]) -> Decimal | None:
    """The number in a cell; None where it holds nothing."""
    cell = row[name]
    if isinstance(cell, Decimal):
        return decimal_of(f"{cell:f}", what=f"{name}:{row.line}")
    text = text_of(cell)
    for sign in rule["signs"]:
        text = text.replace(sign, "", 1)
    text = text.replace(" ", "")
    if not text:
        return None
    if not _shape(rule["decimal"], rule["thousands"]).fullmatch(text):
        raise _refused(row, name)
    if rule["thousands"]:
        text = text.replace(rule["thousands"], "")
    return decimal_of(text.replace(rule["decimal"], "."), what=f"{name}:{row.line}")


def _shape(decimal: str, thousands: str) -> re.Pattern[str]:
    groups = rf"|\d{{1,3}}({re.escape(thousands)}\d{{3}})+" if thousands else ""
    return re.compile(rf"[+-]?(\d+{groups})({re.escape(decimal)}\d+)?", re.ASCII)


def _refused(row: Cells, name: str) -> RefusedError:
    value = text_of(row.cells[row.header.index(name)])
    return RefusedError("amount", value=value[:40], where=f"{name}:{row.line}")
