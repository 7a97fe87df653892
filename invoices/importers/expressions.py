"""Expressions of a profile: one text out of the cells of one source row.

Each expression names exactly one source (`column`, `constant`, `value`, `first_of`,
`earlier_of`, `join`) and may change what it finds (`clean`, `if_empty`, `map`, `date`,
`number`), in that order. They are compiled once per header; no code or pattern of the
profile's author is ever run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from invoices.importers.cells import CellError

Cells = Sequence[str]
Evaluate = Callable[[Cells], str]
_REMEMBERED = 50_000

SOURCES = ("column", "constant", "value", "first_of", "earlier_of", "join")
CHANGES = ("clean", "if_empty", "map", "otherwise", "date", "number")
GROUPINGS = (",", ".", "'", " ", "\u00a0", "")
_DATE_CODES = ("%Y", "%m", "%d", "%H", "%M", "%S")


class ProfileError(ValueError):
    """The profile itself is wrong; the text names the key and says why."""


class ValueFaultError(CellError):
    """A source cell cannot be turned into what the profile asks for."""

    def __init__(self, cause: str, reason: str, *, column: str, value: str) -> None:
        super().__init__(cause, reason)
        self.column = column
        self.value = value


@dataclass(frozen=True, slots=True)
class Names:
    """Where columns and named values of a row lie, for compiling."""

    columns: Mapping[str, int]
    values: Mapping[str, int]


def _strip_leading_zeros(text: str) -> str:
    return text.lstrip("0") or ("0" if text else "")


def _collapse_blanks(text: str) -> str:
    return " ".join(text.split())


def _remove_blanks(text: str) -> str:
    return "".join(text.split())


def _before_dot(text: str) -> str:
    return text.partition(".")[0]


def _without_minus(text: str) -> str:
    return text.removeprefix("-").lstrip()


CLEANINGS: dict[str, Callable[[str], str]] = {
    "strip_leading_zeros": _strip_leading_zeros,
    "collapse_blanks": _collapse_blanks,
    "remove_blanks": _remove_blanks,
    "before_dot": _before_dot,
    "without_minus": _without_minus,
    "upper": str.upper,
    "lower": str.lower,
}


def compile_expression(spec: Mapping[str, Any], names: Names) -> Evaluate:
    """The function that evaluates a checked expression on the cells of a row.

    Cells are those of the file followed by the named values. The function raises
    `ValueFaultError`.
    """
    evaluate = _compile_source(spec, names)
    column = label_of(spec)
    for cleaning in spec.get("clean", ()):
        evaluate = _then(evaluate, CLEANINGS[cleaning])
    if "if_empty" in spec:
        evaluate = _if_empty(evaluate, spec["if_empty"])
    if "map" in spec:
        evaluate = _mapped(evaluate, spec, column)
    if "date" in spec:
        formats = spec["date"]
        wanted = (formats,) if isinstance(formats, str) else tuple(formats)
        evaluate = _dated(evaluate, wanted, column)
    if "number" in spec:
        evaluate = _numbered(evaluate, spec["number"], column)
    return evaluate


def label_of(spec: Mapping[str, Any]) -> str:
    """The first source column of the expression, for telling people where to look."""
    if "column" in spec:
        return str(spec["column"])
    for several in ("first_of", "earlier_of", "join"):
        for part in spec.get(several, ()):
            found = label_of(part)
            if found:
                return found
    return ""


def _compile_source(spec: Mapping[str, Any], names: Names) -> Evaluate:
    if "column" in spec:
        return _at(names.columns[spec["column"]])
    if "value" in spec:
        return _at(names.values[spec["value"]])
    if "constant" in spec:
        constant = str(spec["constant"])
        return lambda _cells: constant
    several = next(key for key in ("first_of", "earlier_of", "join") if key in spec)
    parts = [compile_expression(part, names) for part in spec[several]]
    if several == "join":
        return lambda cells: "".join([part(cells) for part in parts])
    if several == "first_of":
        return _first_of(parts)
    return lambda cells: min(filter(None, [part(cells) for part in parts]), default="")


def _at(index: int) -> Evaluate:
    return lambda cells: cells[index].strip()


def _first_of(parts: list[Evaluate]) -> Evaluate:
    def evaluate(cells: Cells) -> str:
        for part in parts:
            found = part(cells)
            if found:
                return found
        return ""

    return evaluate


def _then(evaluate: Evaluate, change: Callable[[str], str]) -> Evaluate:
    return lambda cells: change(evaluate(cells))


def _if_empty(evaluate: Evaluate, instead: str) -> Evaluate:
    return lambda cells: evaluate(cells) or instead


def _mapped(evaluate: Evaluate, spec: Mapping[str, Any], column: str) -> Evaluate:
    table, keep = spec["map"], spec.get("otherwise", "error") == "keep"

    def mapped(cells: Cells) -> str:
        text = evaluate(cells)
        found = table.get(text)
        if found is not None:
            return str(found)
        if keep or not text:
            return text
        raise ValueFaultError(
            "map",
            _("The profile's table does not say what this value means."),
            column=column,
            value=text,
        )

    return mapped


def _dated(evaluate: Evaluate, formats: tuple[str, ...], column: str) -> Evaluate:
    known: dict[str, str] = {"": ""}

    def dated(cells: Cells) -> str:
        text = evaluate(cells)
        found = known.get(text)
        if found is None:
            found = _parse_date(text, formats, column)
            if len(known) < _REMEMBERED:
                known[text] = found
        return found

    return dated


def _parse_date(text: str, formats: tuple[str, ...], column: str) -> str:
    for wanted in formats:
        try:
            moment = dt.datetime.strptime(text, wanted)  # noqa: DTZ007
        except ValueError:
            continue
        if _is_certain(text, wanted, moment):
            return moment.date().isoformat()
    raise ValueFaultError(
        "date.format",
        _("This is not a date of the form %(formats)s.")
        % {"formats": ", ".join(formats)},
        column=column,
        value=text,
    )


def _is_certain(text: str, wanted: str, moment: dt.datetime) -> bool:
    """Whether no other day could be meant: 2026111 may be 11 January or 1 November."""
    if not all(sign.isascii() for sign in text if sign.isdigit()):
        return False
    touching = any(one + two in wanted for one in _DATE_CODES for two in _DATE_CODES)
    return not touching or moment.strftime(wanted) == text


def _numbered(evaluate: Evaluate, form: Mapping[str, str], column: str) -> Evaluate:
    decimal, grouping = form.get("decimal", "."), form.get("grouping", "")

    def numbered(cells: Cells) -> str:
        text = evaluate(cells)
        whole, _dot, decimals = text.partition(decimal)
        reason = ""
        if grouping and grouping in whole:
            if not _is_grouped(whole.split(grouping)):
                reason = _("The digits of this number are not grouped by three.")
            whole = whole.replace(grouping, "")
        if decimal != "." and "." in whole + decimals:
            # Left alone it would be read as the decimal sign, a thousand times too small.
            reason = reason or _("The dot is not the profile's decimal sign here.")
        if reason:
            raise ValueFaultError("amount.format", reason, column=column, value=text)
        return f"{whole}.{decimals}" if decimals else whole

    return numbered


def _is_grouped(groups: list[str]) -> bool:
    """One to three digits, then groups of exactly three; a sign may go before them."""
    first, *others = groups
    digits = first.lstrip("+-")
    return 1 <= len(digits) <= 3 and all(len(group) == 3 for group in others)


def check_date_format(text: object, where: str) -> None:
    """Refuse a date form with codes beyond year, month, day and time. `ProfileError`."""
    if not isinstance(text, str) or "%Y" not in text:
        raise ProfileError(_("%(where)s: a date form needs %%Y.") % {"where": where})
    rest = text
    for code in _DATE_CODES:
        rest = rest.replace(code, "")
    if "%" in rest:
        raise ProfileError(
            _("%(where)s: a date form knows only %(codes)s.")
            % {"where": where, "codes": " ".join(_DATE_CODES)}
        )
