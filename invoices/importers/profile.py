"""Import profiles: a TOML file that maps a flat file onto the canonical columns.

Read strictly: an unknown key is an error, since a mistyped one would be a rule that
silently does not hold.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from invoices.importers.columns import COLUMNS, Kind, column_names
from invoices.importers.expressions import (
    CHANGES,
    CLEANINGS,
    GROUPINGS,
    SOURCES,
    ProfileError,
    check_date_format,
)

SHIPPED = Path(__file__).with_name("profiles")
MAX_BYTES = 200_000
_TOP = ("title", "description", "delimiter", "recognise", "values", "rows")
_ROW = ("kind", "when", "columns", "settled_on")
_TESTS = ("equals", "not_equals", "one_of", "empty", "negative")
DELIMITERS = (",", ";", "\t", "|")

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowSpec:
    """Rows of one kind made from each source row that meets every condition."""

    kind: Kind
    when: tuple[Spec, ...]
    columns: Mapping[str, Spec]
    settled_on: Spec | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A checked profile."""

    title: str
    description: str
    delimiter: str
    recognise: tuple[str, ...]
    values: Mapping[str, Spec]
    rows: tuple[RowSpec, ...]

    def source_columns(self) -> tuple[str, ...]:
        """Every source column the profile reads, in the order of its mention."""
        found: dict[str, None] = {}
        for spec in self.values.values():
            _collect(spec, found)
        for row in self.rows:
            for spec in (*row.when, *row.columns.values()):
                _collect(spec, found)
            if row.settled_on:
                _collect(row.settled_on, found)
        return tuple(found)


def _collect(spec: Mapping[str, Any], found: dict[str, None]) -> None:
    if "column" in spec:
        found.setdefault(spec["column"])
    for several in ("first_of", "earlier_of", "join"):
        for part in spec.get(several, ()):
            _collect(part, found)


def load_profile(path: Path) -> Profile:
    """Read a profile file. Raises `ProfileError`, `OSError`."""
    if path.stat().st_size > MAX_BYTES:
        raise ProfileError(_("The profile is larger than any profile needs to be."))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise ProfileError(_("The profile is not UTF-8 text.")) from problem
    return parse_profile(text)


def parse_profile(text: str) -> Profile:
    """Read a profile's text. Raises `ProfileError` with the key that is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ProfileError(
            _("The profile is not TOML: %(reason)s") % {"reason": problem}
        ) from problem
    _only(data, _TOP, "profile")
    values = _table(data.get("values", {}), "values")
    known: list[str] = []
    for name, spec in values.items():
        check_expression(spec, f"values.{name}", known)
        known.append(name)
    rows = data.get("rows")
    if not isinstance(rows, list) or not rows:
        raise ProfileError(_("The profile needs at least one [[rows]] part."))
    return Profile(
        title=_text(data.get("title", ""), "title"),
        description=_text(data.get("description", ""), "description"),
        delimiter=_one_of(data.get("delimiter", ","), DELIMITERS, "delimiter"),
        recognise=tuple(_texts(data.get("recognise", []), "recognise")),
        values=values,
        rows=tuple(
            _row(part, f"rows[{number}]", known) for number, part in enumerate(rows, 1)
        ),
    )


def _row(part: Any, where: str, known: list[str]) -> RowSpec:
    _only(_table(part, where), _ROW, where)
    kind = Kind(_one_of(part.get("kind"), tuple(Kind), f"{where}.kind"))
    columns = _table(part.get("columns", {}), f"{where}.columns")
    _only(columns, column_names(kind), f"{where}.columns")
    for name, spec in columns.items():
        extra = _extra_keys(kind, name)
        check_expression(spec, f"{where}.columns.{name}", known, extra=extra)
    for column in COLUMNS[kind]:
        if column.required and column.name not in columns:
            raise ProfileError(
                _("%(where)s: the required column %(name)s is not mapped.")
                % {"where": where, "name": column.name}
            )
    settled = part.get("settled_on")
    if settled is not None:
        if kind is not Kind.INVOICES:
            raise ProfileError(
                _("%(where)s: settled_on is for invoices only.") % {"where": where}
            )
        check_expression(settled, f"{where}.settled_on", known)
    when = part.get("when", [])
    if not isinstance(when, list):
        raise ProfileError(_("%(where)s.when must be a list.") % {"where": where})
    for number, test in enumerate(when, 1):
        _check_test(test, f"{where}.when[{number}]", known)
    return RowSpec(kind, tuple(when), columns, settled)


def _extra_keys(kind: Kind, name: str) -> tuple[str, ...]:
    if kind is Kind.CUSTOMERS and name != "code":
        return ("most_frequent",)
    if name == "currency" and kind in (Kind.INVOICES, Kind.PAYMENTS):
        return ("or_only_currency",)
    return ()


def _check_test(test: Any, where: str, known: list[str]) -> None:
    _only(_table(test, where), ("column", "value", *_TESTS), where)
    if ("column" in test) == ("value" in test):
        raise ProfileError(
            _("%(where)s needs either column or value.") % {"where": where}
        )
    _check_reference(test, where, known)
    tests = [key for key in _TESTS if key in test]
    if len(tests) != 1:
        raise ProfileError(
            _("%(where)s needs exactly one of %(keys)s.")
            % {"where": where, "keys": ", ".join(_TESTS)}
        )
    asked = test[tests[0]]
    wanted = {"one_of": list, "empty": bool, "negative": bool}.get(tests[0], str)
    if wanted is list:
        _texts(asked, f"{where}.{tests[0]}")
    if not isinstance(asked, wanted):
        raise ProfileError(
            _("%(where)s.%(key)s is of the wrong type.")
            % {"where": where, "key": tests[0]}
        )


def _check_reference(spec: Spec, where: str, known: list[str]) -> None:
    if "column" in spec:
        _text(spec["column"], f"{where}.column", filled=True)
    if "value" in spec and spec["value"] not in known:
        raise ProfileError(
            _("%(where)s: there is no value %(name)s before this place.")
            % {"where": where, "name": spec["value"]}
        )


def check_expression(
    spec: Any, where: str, known: list[str], *, extra: tuple[str, ...] = ()
) -> None:
    """Check an expression and everything inside it. Raises `ProfileError`."""
    _only(_table(spec, where), (*SOURCES, *CHANGES, *extra), where)
    if sum(key in spec for key in SOURCES) != 1:
        raise ProfileError(
            _("%(where)s needs exactly one of %(keys)s.")
            % {"where": where, "keys": ", ".join(SOURCES)}
        )
    _check_reference(spec, where, known)
    for several in ("first_of", "earlier_of", "join"):
        if several in spec:
            parts = spec[several]
            if not isinstance(parts, list) or not parts:
                raise ProfileError(
                    _("%(where)s.%(key)s must be a list of expressions.")
                    % {"where": where, "key": several}
                )
            for number, part in enumerate(parts, 1):
                check_expression(part, f"{where}.{several}[{number}]", known)
    _check_changes(spec, where)
    for key in extra:
        if not isinstance(spec.get(key, True), bool):
            raise ProfileError(
                _("%(where)s.%(key)s must be true or false.")
                % {"where": where, "key": key}
            )


def _check_changes(spec: Spec, where: str) -> None:
    for key in ("constant", "if_empty"):
        if key in spec:
            _text(spec[key], f"{where}.{key}")
    for cleaning in _texts(spec.get("clean", []), f"{where}.clean"):
        _one_of(cleaning, tuple(CLEANINGS), f"{where}.clean")
    if "map" in spec:
        for key, value in _table(spec["map"], f"{where}.map").items():
            _text(value, f"{where}.map.{key}")
    if "otherwise" in spec:
        _one_of(spec["otherwise"], ("error", "keep"), f"{where}.otherwise")
    if "date" in spec:
        formats = spec["date"]
        for form in [formats] if isinstance(formats, str) else _texts(formats, where):
            check_date_format(form, f"{where}.date")
    if "number" in spec:
        _check_number(_table(spec["number"], f"{where}.number"), f"{where}.number")


def _check_number(number: Spec, where: str) -> None:
    _only(number, ("decimal", "grouping"), where)
    decimal = _one_of(number.get("decimal", "."), (".", ","), f"{where}.decimal")
    grouping = _one_of(number.get("grouping", ""), GROUPINGS, f"{where}.grouping")
    if grouping == decimal:
        raise ProfileError(
            _("%(where)s: one sign cannot both group digits and part decimals.")
            % {"where": where}
        )


def _only(data: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise ProfileError(
            _("%(where)s: unknown key %(name)s; known are %(known)s.")
            % {"where": where, "name": unknown[0], "known": ", ".join(known)}
        )


def _table(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProfileError(_("%(where)s must be a table.") % {"where": where})
    return value


def _text(value: Any, where: str, *, filled: bool = False) -> str:
    if not isinstance(value, str) or (filled and not value):
        raise ProfileError(_("%(where)s must be a text.") % {"where": where})
    return value


def _texts(value: Any, where: str) -> list[str]:
    if not isinstance(value, list):
        raise ProfileError(_("%(where)s must be a list of texts.") % {"where": where})
    return [_text(item, where) for item in value]


def _one_of(value: Any, known: tuple[str, ...], where: str) -> str:
    if value not in known:
        raise ProfileError(
            _("%(where)s must be one of %(known)s, not %(value)s.")
            % {
                "where": where,
                "known": ", ".join(repr(item) for item in map(str, known)),
                "value": repr(value),
            }
        )
    return str(value)


def list_shipped() -> dict[str, Path]:
    """Names of the shipped profiles and their files."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}
