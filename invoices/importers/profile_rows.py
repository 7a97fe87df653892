"""Source rows through a profile into canonical rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import groupby

from django.utils.translation import gettext as _

from invoices.importers.canonical import Row, RowReader
from invoices.importers.cells import CellError, parse_date
from invoices.importers.columns import Kind, column_names, folded
from invoices.importers.expressions import (
    Cells,
    Evaluate,
    Names,
    ValueFaultError,
    compile_expression,
    label_of,
)
from invoices.importers.problems import error, warning
from invoices.importers.profile import Profile, RowSpec, Spec
from invoices.importers.staging import Staging

_VOTES_IN_MEMORY = 20_000
ReadRow = Callable[[int, list[str]], None]
# Whether the part of the profile takes the row.
MakeRow = Callable[[int, list[str]], bool]
Test = Callable[[Cells], bool]


class ProfileReader:
    """Applies one profile to every file of an import."""

    def __init__(self, profile: Profile, staging: Staging) -> None:
        self.profile = profile
        self.staging = staging
        self._readers: dict[Kind, RowReader] = {}
        self._votes: Counter[tuple[str, int, str]] = Counter()
        self._first_at: dict[tuple[str, int, str], int] = {}
        for row in profile.rows:
            falls_back = row.columns.get("currency", {}).get("or_only_currency", False)
            may_lack = frozenset({"currency"} if falls_back else ())
            self._readers[row.kind] = RowReader(row.kind, staging, may_lack=may_lack)

    def bind(self, at: int, header: tuple[str, ...]) -> ReadRow | None:
        """Compile the profile for a header; None if it lacks a column."""
        places = {folded(title): index for index, title in enumerate(header)}
        wanted = self.profile.source_columns()
        missing = [name for name in wanted if folded(name) not in places]
        for name in missing:
            reason = _("The profile reads the column %(column)s; the file has none.")
            self.staging.report(
                error("header.missing", at, reason % {"column": name}, column=name)
            )
        if missing:
            return None
        columns = {name: places[folded(name)] for name in wanted}
        names = Names(
            columns=columns,
            values={
                name: len(header) + index
                for index, name in enumerate(self.profile.values)
            },
        )
        return self._compile(names)

    def _compile(self, names: Names) -> ReadRow:
        values = [
            compile_expression(spec, names) for spec in self.profile.values.values()
        ]
        makers = [self._maker(row, names) for row in self.profile.rows]

        def read_row(at: int, cells: list[str]) -> None:
            try:
                for evaluate in values:
                    cells.append(evaluate(cells))
                taken = [make(at, cells) for make in makers]
            except ValueFaultError as fault:
                self.staging.report(
                    error(
                        fault.cause,
                        at,
                        str(fault),
                        column=fault.column,
                        value=fault.value,
                    )
                )
                return
            if not any(taken):
                reason = _("No part of the profile takes this row; it is left out.")
                self.staging.report(warning("profile.left_out", at, reason))

        return read_row

    def _maker(self, row: RowSpec, names: Names) -> MakeRow:
        order = column_names(row.kind)
        nothing: Evaluate = lambda _cells: ""  # noqa: E731
        cells_of = [
            compile_expression(row.columns[name], names)
            if name in row.columns
            else nothing
            for name in order
        ]
        tests = [_compile_test(test, names) for test in row.when]
        labels = [self._label(row.columns.get(name, {})) or name for name in order]
        if row.kind is Kind.CUSTOMERS:
            return self._voter(cells_of, tests)
        reader = self._readers[row.kind]
        settled = (
            self._settlement_day(row.settled_on, names) if row.settled_on else None
        )

        def make(at: int, cells: list[str]) -> bool:
            if not all(test(cells) for test in tests):
                return False
            texts = [evaluate(cells) for evaluate in cells_of]
            values = reader.read(at, texts, lambda index: (labels[index], texts[index]))
            settled_on = settled(cells) if settled else ""
            if settled_on and values is not None:
                self._settle(at, reader, values, settled_on)
            return True

        return make

    def _settlement_day(self, spec: Spec, names: Names) -> Evaluate:
        """The day a payment is posted of: held to what a cell `received_on` must be."""
        evaluate, column = compile_expression(spec, names), self._label(spec)
        known: dict[str, str] = {"": ""}

        def day(cells: Cells) -> str:
            text = evaluate(cells)
            try:
                return parse_date(text, known=known)
            except CellError as fault:
                raise ValueFaultError(
                    fault.cause, str(fault), column=column, value=text
                ) from fault

        return day

    def _label(self, spec: Spec) -> str:
        """The source column that people should look at, through named values too."""
        if "value" in spec:
            return self._label(self.profile.values[spec["value"]])
        found = label_of(spec)
        if found:
            return found
        for several in ("first_of", "earlier_of", "join"):
            for part in spec.get(several, ()):
                inner = self._label(part)
                if inner:
                    return inner
        return ""

    def _settle(self, at: int, reader: RowReader, values: Row, day: str) -> None:
        """A payment of the full amount on `day`, named after its invoice."""
        place = reader.place
        number, customer = values[place["number"]], values[place["customer_code"]]
        currency, amount = values[place["currency"]], values[place["amount"]]
        self.staging.add(
            Kind.PAYMENTS, (at, number, customer, day, currency, amount, None, None)
        )
        self.staging.add(
            Kind.ALLOCATIONS, (at, number, number, amount, day, customer, day, amount)
        )

    def _voter(self, cells_of: list[Evaluate], tests: list[Test]) -> MakeRow:
        votes, first_at = self._votes, self._first_at

        def vote(at: int, cells: list[str]) -> bool:
            if not all(test(cells) for test in tests):
                return False
            code = cells_of[0](cells)
            for index, evaluate in enumerate(cells_of):
                value = evaluate(cells)
                if value or index == 0:
                    ballot = (code, index, value)
                    votes[ballot] += 1
                    first_at.setdefault(ballot, at)
            if len(votes) > _VOTES_IN_MEMORY:
                self._count_votes()
            return True

        return vote

    def _count_votes(self) -> None:
        self.staging.insert_many(
            "INSERT INTO vote (code, column_no, value, votes, at) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "votes = votes + excluded.votes, at = min(at, excluded.at)",
            (
                (*ballot, number, self._first_at[ballot])
                for ballot, number in self._votes.items()
            ),
        )
        self._votes.clear()
        self._first_at.clear()

    def finish(self) -> None:
        """Stage one customer per code; of several values the most frequent one.

        A tie goes to the value that comes first in the order of its characters, so
        that the order of the rows does not matter.
        """
        row = next((r for r in self.profile.rows if r.kind is Kind.CUSTOMERS), None)
        if row is None:
            return
        self._count_votes()
        self._report_disagreement(row)
        reader, order = self._readers[Kind.CUSTOMERS], column_names(Kind.CUSTOMERS)
        labels = [self._label(row.columns.get(name, {})) or name for name in order]
        winners = self.staging.query(
            """SELECT code, column_no, value, min(at) OVER (PARTITION BY code)
               FROM (SELECT *, row_number() OVER (PARTITION BY code, column_no
                     ORDER BY votes DESC, value) AS place FROM vote)
               WHERE place = 1 ORDER BY code, column_no"""
        ).fetchall()
        for _code, found in groupby(winners, key=lambda winner: winner[0]):
            texts, at = [""] * len(order), 0
            for _same, index, value, first in found:
                texts[index], at = value, first
            _read_customer(reader, at, texts, labels)

    def _report_disagreement(self, row: RowSpec) -> None:
        for index, name in enumerate(column_names(Kind.CUSTOMERS)):
            spec = row.columns.get(name)
            if index == 0 or spec is None or spec.get("most_frequent"):
                continue
            rows = self.staging.query(
                "SELECT code, min(at), count(*) FROM vote WHERE column_no = ? "
                "GROUP BY code HAVING count(*) > 1",
                [index],
            ).fetchall()
            for code, at, number in rows:
                reason = _("Customer %(code)s has %(count)d different values here.")
                shown = {"code": code, "count": number}
                self.staging.report(
                    error(
                        "customer.values",
                        at,
                        reason % shown,
                        column=self._label(spec) or name,
                        value=code,
                    )
                )


def _read_customer(
    reader: RowReader, at: int, texts: list[str], labels: list[str]
) -> None:
    reader.read(at, texts, lambda index: (labels[index], texts[index]))


def _compile_test(test: Spec, names: Names) -> Test:
    source: Spec = {key: test[key] for key in ("column", "value") if key in test}
    evaluate = compile_expression(source, names)
    if "equals" in test:
        wanted = test["equals"]
        return lambda cells: evaluate(cells) == wanted
    if "not_equals" in test:
        unwanted = test["not_equals"]
        return lambda cells: evaluate(cells) != unwanted
    if "one_of" in test:
        accepted = frozenset(map(str, test["one_of"]))
        return lambda cells: evaluate(cells) in accepted
    if "empty" in test:
        empty = test["empty"]
        return lambda cells: (not evaluate(cells)) is empty
    negative = test["negative"]
    return lambda cells: evaluate(cells).startswith("-") is negative
