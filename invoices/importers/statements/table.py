"""Tables by profile: which one fits, and rows to entries. Pure.

A profile is the checked content of its TOML file (see `profile`). It fits a table when
all its headings stand in one line near the top; exactly one must fit. What a profile
does not foresee refuses the file: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from invoices.importers.statements.shape import (
    RawEntry,
    RawFile,
    RawStatement,
    RefusedError,
)
from invoices.importers.statements.sheets import (
    Cell,
    Row,
    csv_rows,
    xls_sheets,
    xlsx_sheets,
)
from invoices.importers.statements.table_cells import (
    Cells,
    amount_of,
    choose_format,
    day_of,
    text_of,
)

Profile = dict[str, Any]
# Remarks stand above the headings of some exports.
SEARCHED = 60
_BOOKED, _PENDING, _LEFT_OUT = "booked", "pending", "left_out"


@dataclass(frozen=True, slots=True)
class _Fit:
    profile: Profile
    above: list[Row]
    header: list[str]
    rows: list[Row]


def read_table(content: bytes, *, kind: str, profiles: list[Profile]) -> RawFile:
    """The statements of a table, one per currency. Raises `RefusedError`."""
    broken: list[RefusedError] = []
    suitable = [profile for profile in profiles if kind in profile["kinds"]]
    fits = list(_fits(content, kind, suitable, broken))
    if not fits:
        raise broken[0] if broken else RefusedError("no_profile", kind=kind)
    if len(fits) > 1:
        names = ", ".join(sorted({fit.profile["name"] for fit in fits}))
        raise RefusedError("several_profiles", names=names)
    return _file(fits[0], kind)


def _fits(
    content: bytes, kind: str, profiles: list[Profile], broken: list[RefusedError]
) -> Iterator[_Fit]:
    if kind == "csv":
        for profile in profiles:
            fit = _fit(profile, _decoded(content, profile, broken))
            if fit:
                yield fit
        return
    sheets = xlsx_sheets(content) if kind == "xlsx" else xls_sheets(content)
    for _title, rows in sheets:
        yield from filter(None, (_fit(profile, rows) for profile in profiles))


def _decoded(content: bytes, profile: Profile, broken: list[RefusedError]) -> list[Row]:
    """The lines in the first of the profile's encodings that reads them all.

    A file that is not quoted as the profile has it does not fit; `broken` remembers
    why, for a file that fits none.
    """
    for encoding in profile["encodings"]:
        try:
            return csv_rows(
                content,
                encoding=encoding,
                delimiter=profile["delimiter"],
                loose_quotes=profile["loose_quotes"],
            )
        except UnicodeError:
            continue
        except RefusedError as error:
            broken.append(error)
            return []
    return []


def _fit(profile: Profile, rows: list[Row]) -> _Fit | None:
    wanted = set(profile["header"])
    for position, (_line, cells) in enumerate(rows[:SEARCHED]):
        header = [text_of(cell) for cell in cells]
        if wanted <= set(header):
            return _Fit(profile, rows[:position], header, rows[position + 1 :])
    return None


def _file(fit: _Fit, kind: str) -> RawFile:
    profile = fit.profile
    rows = list(_table(fit))
    columns = profile["columns"]
    formats = {
        name: choose_format(
            (row[columns[name]] for row in rows), profile["dates"], name
        )
        for name in ("booked_on", "value_on")
        if columns.get(name)
    }
    found = RawFile(format=kind, statements=[], profile=profile["name"])
    account = _account(fit, rows)
    own = _own_currency(profile, rows)
    by_currency: dict[str, RawStatement] = {}
    for row in rows:
        status = _status(profile, row)
        amount = None if status == _LEFT_OUT else amount_of(row, profile["amount"])
        if amount is None:
            found.left_out += 1
            continue
        currency = own or _currency(profile, row)
        statement = by_currency.setdefault(
            currency, RawStatement(account=account, currency=currency)
        )
        statement.entries.append(
            _entry(row, columns, amount, currency, formats, status)
        )
    found.statements = [_dated(item) for item in by_currency.values()]
    if not found.statements:
        raise RefusedError("no_rows", profile=profile["name"])
    return found


def _table(fit: _Fit) -> Iterator[Cells]:
    """The rows under the headings, up to the line that ends the table."""
    ends = tuple(fit.profile["ends_with"])
    for line, cells in fit.rows:
        if ends and text_of(cells[0]).startswith(ends):
            return
        if any(text_of(cell) for cell in cells[len(fit.header) :]):
            raise RefusedError("row_too_long", line=line)
        padded = [*cells, *[""] * (len(fit.header) - len(cells))]
        yield Cells(line, fit.header, padded, fit.profile["empty"])


def _entry(
    row: Cells,
    columns: dict[str, Any],
    amount: Decimal,
    currency: str,
    formats: dict[str, str],
    status: str,
) -> RawEntry:
    booked = day_of(row, columns["booked_on"], formats["booked_on"])
    value = None
    if columns.get("value_on") and row.text(columns["value_on"]):
        value = day_of(row, columns["value_on"], formats["value_on"])
    texts = dict.fromkeys(row.text(name) for name in columns["text"])
    return RawEntry(
        booked_on=booked,
        value_on=value,
        amount=amount,
        currency=currency,
        name=_maybe(row, columns.get("name")),
        account=_maybe(row, columns.get("account")),
        text="\n".join(text for text in texts if text),
        bank_reference=_maybe(row, columns.get("bank_reference")),
        payer_reference=_maybe(row, columns.get("payer_reference")),
        status=status,
    )


def _maybe(row: Cells, name: str | None) -> str:
    return row.text(name) if name else ""


def _status(profile: Profile, row: Cells) -> str:
    """Booked, pending or left out, by the words the profile knows."""
    rule = profile.get("status")
    if rule is None:
        return _BOOKED
    word = row.text(rule["column"])
    for status in (_BOOKED, _PENDING, _LEFT_OUT):
        if word in rule.get(status, ()):
            return status
    raise RefusedError("status_word", line=row.line, value=word[:40])


def _currency(profile: Profile, row: Cells) -> str:
    rule = profile["currency"]
    if "constant" in rule:
        return str(rule["constant"])
    word = row.text(rule["column"])
    return str(rule.get("words", {}).get(word, word))


def _own_currency(profile: Profile, rows: Iterable[Cells]) -> str:
    """The currency of all amounts where the sheet states original ones beside them.

    A row with an original amount was converted and names the original currency; the
    other rows name the account's own.
    """
    original = profile.get("original_amount")
    if not original:
        return ""
    plain = {
        _currency(profile, row) for row in rows if row.text(original).strip("0.,") == ""
    }
    if len(plain) != 1:
        raise RefusedError("own_currency", column=original)
    return plain.pop()


def _account(fit: _Fit, rows: list[Cells]) -> str:
    """The account the table names, in a column or above the headings."""
    rule = fit.profile.get("account") or {}
    if "constant" in rule:
        return str(rule["constant"])
    if "column" in rule:
        found = {row.text(rule["column"]) for row in rows}
        if len(found) > 1:
            raise RefusedError("several_accounts", column=rule["column"])
        return found.pop() if found else ""
    return _behind(rule["after"], fit.above) if "after" in rule else ""


def _behind(label: str, above: list[Row]) -> str:
    """What follows the label: in its cell, else in the next one."""
    for _line, cells in above:
        for position, cell in enumerate(cells):
            text = text_of(cell)
            if text.startswith(label):
                more: Cell = cells[position + 1] if position + 1 < len(cells) else ""
                return text.removeprefix(label).strip() or text_of(more)
    return ""


def _dated(statement: RawStatement) -> RawStatement:
    days = [entry.booked_on for entry in statement.entries]
    statement.from_on, statement.until_on = min(days), max(days)
    return statement
