"""The shape of an aging: figures per currency, part and customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from arcollect.core.money import format_plain
from invoices.domain.classes import ReceivableClass
from invoices.selectors.age_sql import BUCKETS

ZERO = Decimal(0)
# Money that nobody could assign to a customer yet is listed under this code.
NO_CUSTOMER = ""
CLASS_PARTS = tuple(cls.value for cls in ReceivableClass if cls.severity > 0)
BUCKET_PARTS = tuple(bucket.name for bucket in BUCKETS)


class By(StrEnum):
    """How an aging is broken down."""

    BUCKET = "bucket"
    CLASS = "class"
    CUSTOMER = "customer"

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts of each line, in order."""
        return CLASS_PARTS if self is By.CLASS else BUCKET_PARTS


class Figure(NamedTuple):
    """A number of documents and their amount."""

    items: int = 0
    amount: Decimal = ZERO

    def plus(self, other: Figure) -> Figure:
        return Figure(self.items + other.items, self.amount + other.amount)


NOTHING = Figure()


@dataclass
class AgingLine:
    """Open items by part, and what is on account, of one currency or customer."""

    parts: dict[str, Figure]
    on_account: Figure = NOTHING

    @classmethod
    def empty(cls, by: By) -> AgingLine:
        return cls({name: Figure() for name in by.parts})

    @property
    def open(self) -> Figure:
        """All open items, whatever is on account."""
        return Figure(
            sum(figure.items for figure in self.parts.values()),
            sum((figure.amount for figure in self.parts.values()), ZERO),
        )

    @property
    def total(self) -> Figure:
        """Open items less what is on account; `items` counts due items only."""
        found = self.open
        return Figure(found.items, found.amount - self.on_account.amount)

    def as_dict(self, currency: str) -> dict[str, Any]:
        """Plain data, amounts with the currency's decimals."""
        figures = {**self.parts, "on_account": self.on_account, "total": self.total}
        return {
            name: {
                "items": figure.items,
                "amount": format_plain(figure.amount, currency),
            }
            for name, figure in figures.items()
        }


class PartRow(NamedTuple):
    """One row of the database: open items of a part, or with part None on account."""

    currency: str
    customer: str | None
    part: int | None
    items: int
    amount: Decimal


@dataclass
class Aging:
    """An aging as of the end of a day. `customers` is filled by customer only."""

    as_of: dt.date
    by: By
    currencies: dict[str, AgingLine] = field(default_factory=dict)
    customers: dict[str, dict[str, AgingLine]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the aging command."""
        found: dict[str, Any] = {}
        for currency, line in sorted(self.currencies.items()):
            found[currency] = line.as_dict(currency)
            if self.by is By.CUSTOMER:
                lines: Mapping[str, AgingLine] = self.customers.get(currency, {})
                found[currency]["customers"] = {
                    code: of_customer.as_dict(currency)
                    for code, of_customer in sorted(lines.items())
                }
        return {"as_of": self.as_of.isoformat(), "currencies": found}


def collect(
    *, as_of: dt.date, by: By, rows: Iterable[PartRow], currencies: Iterable[str] = ()
) -> Aging:
    """Sum rows into lines; `currencies` appear even where nothing is open."""
    aging = Aging(as_of, by)
    for currency in currencies:
        aging.currencies[currency] = AgingLine.empty(by)
    for row in rows:
        _add(aging.currencies, row.currency, row, by)
        if by is By.CUSTOMER:
            lines = aging.customers.setdefault(row.currency, {})
            _add(lines, row.customer or NO_CUSTOMER, row, by)
    return aging


def _add(lines: dict[str, AgingLine], name: str, row: PartRow, by: By) -> None:
    line = lines.get(name)
    if line is None:
        line = lines[name] = AgingLine.empty(by)
    figure = Figure(row.items, row.amount)
    if row.part is None:
        line.on_account = line.on_account.plus(figure)
        return
    # Classes are numbered by severity, from 1: settled items are not open.
    part = by.parts[row.part - 1 if by is By.CLASS else row.part]
    line.parts[part] = line.parts[part].plus(figure)
