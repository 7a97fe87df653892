"""A row of canonical cells to a staged row, or to problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core.dates import add_days
from invoices.importers.cells import CellError, minor_units, parser_of
from invoices.importers.columns import COLUMNS, Kind, column_names
from invoices.importers.problems import error, warning
from invoices.importers.staging import Staging

# Column and value as the source file has them, by the place of the canonical column.
Origin = Callable[[int], tuple[str, str]]
# The key that other rows refer to, by the place of its column.
_KEY_AT: dict[Kind, int] = {kind: 0 for kind in Kind if kind is not Kind.ALLOCATIONS}
_DATES_REMEMBERED = 50_000
Row = list[Any]


class RowReader:
    """Reads rows of one kind and stages those whose cells are sound."""

    def __init__(
        self, kind: Kind, staging: Staging, *, may_lack: frozenset[str] = frozenset()
    ) -> None:
        self.kind = kind
        self.staging = staging
        names = column_names(kind)
        self.place = {name: index for index, name in enumerate(names)}
        self.names = names
        self._parsers = [parser_of(column) for column in COLUMNS[kind]]
        self._required = [
            index
            for index, column in enumerate(COLUMNS[kind])
            if column.required and column.name not in may_lack
        ]
        self._units = minor_units()
        self._currency_at = self.place.get("currency")
        self._amount_at = self.place.get("amount", self.place.get("open_amount"))
        self._due_dates: dict[tuple[str, int], str] = {}
        self._terms: dict[tuple[str, str], int] = {}

    def read(self, at: int, cells: Sequence[str], origin: Origin) -> Row | None:
        """Stage the row and return its values; None (and problems) if it is in error.

        `cells` holds a text per canonical column, empty where there is none.
        """
        values: Row = []
        sound = True
        for index, text in enumerate(cells):
            if not text or text.isspace():
                values.append(None)
                continue
            try:
                values.append(self._parsers[index](text.strip()))
            except CellError as problem:
                self._refuse(at, index, origin, problem.cause, str(problem))
                values.append(None)
                sound = False
        if not (self._complete(at, values, cells, origin) and sound):
            self._set_aside(values)
            return None
        if self.kind is Kind.INVOICES:
            if not self._read_terms(at, values, origin):
                self._set_aside(values)
                return None
        elif self.kind is Kind.OPENINGS:
            if not self._read_opening(at, values, origin):
                self._set_aside(values)
                return None
        elif self.kind is Kind.ALLOCATIONS:
            values += (None, None, None)
        self.staging.add(self.kind, (at, *values))
        return values

    def _refuse(
        self, at: int, index: int, origin: Origin, cause: str, reason: str
    ) -> None:
        column, value = origin(index)
        self.staging.report(error(cause, at, reason, column=column, value=value))

    def _complete(
        self, at: int, values: Row, cells: Sequence[str], origin: Origin
    ) -> bool:
        """Required cells are filled, and the amount is no finer than its currency."""
        complete = True
        for index in self._required:
            if values[index] is None and not cells[index].strip():
                self._refuse(at, index, origin, "empty", _("The cell is empty."))
                complete = False
        amount_at, currency_at = self._amount_at, self._currency_at
        if amount_at is None or currency_at is None:
            return complete
        amount, currency = values[amount_at], values[currency_at]
        if amount and currency and amount % self._units[currency]:
            reason = _("The amount is finer than the minor unit of %(currency)s.")
            self._refuse(
                at, amount_at, origin, "amount.fine", reason % {"currency": currency}
            )
            complete = False
        return complete

    def _set_aside(self, values: Row) -> None:
        key_at = _KEY_AT.get(self.kind)
        if key_at is not None and values[key_at] is not None:
            self.staging.mark_unusable(self.kind, values[key_at])
        if self.kind is Kind.INVOICES and values[self.place["customer_code"]]:
            # The row would have made this customer, so its absence is no news.
            code = values[self.place["customer_code"]]
            self.staging.mark_unusable(Kind.CUSTOMERS, code)

    def _read_terms(self, at: int, values: Row, origin: Origin) -> bool:
        """Due date U and nominal term T of an invoice (Domain rule 3.1.2, 3.1.3).

        Credit notes have neither; what their cells say is left out with a warning.
        """
        place = self.place
        kind_at, due_at, term_at = place["kind"], place["due_on"], place["term_days"]
        issued, due, term = values[place["issued_on"]], values[due_at], values[term_at]
        values.append(term is not None)
        if values[kind_at] is None:
            values[kind_at] = "invoice"
        if values[kind_at] == "credit_note":
            self._ignore_terms(at, values, origin)
            return True
        if due is None and term is None:
            self._refuse(
                at,
                due_at,
                origin,
                "empty.due",
                _("An invoice needs due_on or term_days; both are empty."),
            )
            return False
        if due is None:
            values[due_at] = self._due_after(issued, term)
        elif term is None:
            values[term_at] = self._days_between(issued, due)
        return True

    def _read_opening(self, at: int, values: Row, origin: Origin) -> bool:
        """What is owed needs its due date, the customer's credit any date."""
        issued_at, due_at = self.place["issued_on"], self.place["due_on"]
        owed = values[self.place["open_amount"]] > 0
        if owed and values[due_at] is None:
            reason = _("Say when it is due.")
        elif values[due_at] is None and values[issued_at] is None:
            reason = _("Give the day of the old document.")
        else:
            return True
        self._refuse(at, due_at if owed else issued_at, origin, "empty.day", reason)
        return False

    def _ignore_terms(self, at: int, values: Row, origin: Origin) -> None:
        for name in ("due_on", "term_days"):
            index = self.place[name]
            if values[index] is not None:
                column, value = origin(index)
                reason = _("A credit note has no due date; the value is left out.")
                self.staging.report(
                    warning("credit.due", at, reason, column=column, value=value)
                )
                values[index] = None

    def _due_after(self, issued: str, term: int) -> str:
        found = self._due_dates.get((issued, term))
        if found is None:
            found = add_days(dt.date.fromisoformat(issued), term).isoformat()
            if len(self._due_dates) < _DATES_REMEMBERED:
                self._due_dates[issued, term] = found
        return found

    def _days_between(self, issued: str, due: str) -> int:
        found = self._terms.get((issued, due))
        if found is None:
            span = dt.date.fromisoformat(due) - dt.date.fromisoformat(issued)
            found = max(0, span.days)
            if len(self._terms) < _DATES_REMEMBERED:
                self._terms[issued, due] = found
        return found
