"""A mapping that a person chose on the screen, written down as a profile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from invoices.importers.columns import COLUMNS, Holds, Kind, column_names

# Extra choices of a ledger of invoices: they make customers and payments too.
CUSTOMER_NAME, SETTLED_ON = "customer_name", "settled_on"
DATE_FORMS = {
    "iso": "%Y-%m-%d",
    "slash": "%Y/%m/%d",
    "compact": "%Y%m%d",
    "dotted": "%d.%m.%Y",
    "british": "%d/%m/%Y",
    "american": "%m/%d/%Y",
}
NUMBER_FORMS = {
    "plain": {},
    "comma_groups": {"decimal": ".", "grouping": ","},
    "dot_groups": {"decimal": ",", "grouping": "."},
    "blank_groups": {"decimal": ",", "grouping": " "},
}


@dataclass(frozen=True, slots=True)
class ChosenMapping:
    """Source column per canonical column, and how dates and amounts are written."""

    title: str
    kind: Kind
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    date_form: str = "iso"
    number_form: str = "plain"


def wanted_columns(kind: Kind) -> tuple[str, ...]:
    """Canonical columns a person can map, the extra ones at the end."""
    extra = (CUSTOMER_NAME, SETTLED_ON) if kind is Kind.INVOICES else ()
    return (*column_names(kind), *extra)


def profile_text(mapping: ChosenMapping) -> str:
    """The profile in TOML; `parse_profile` reads it back."""
    lines = [f"title = {_quoted(mapping.title)}", ""]
    if mapping.kind is Kind.INVOICES and CUSTOMER_NAME in mapping.columns:
        lines += _customer_rows(mapping)
    lines += ["[[rows]]", f"kind = {_quoted(mapping.kind.value)}"]
    if mapping.kind is Kind.INVOICES and SETTLED_ON in mapping.columns:
        settled = _expression(mapping, SETTLED_ON, Holds.DATE)
        lines.append(f"settled_on = {settled}")
    lines += ["", "[rows.columns]"]
    for column in COLUMNS[mapping.kind]:
        expression = _expression(mapping, column.name, column.holds)
        if expression:
            lines.append(f"{column.name} = {expression}")
    return "\n".join(lines) + "\n"


def _customer_rows(mapping: ChosenMapping) -> list[str]:
    code = _expression(mapping, "customer_code", Holds.TEXT)
    name = _quoted(mapping.columns[CUSTOMER_NAME])
    cleaned = 'clean = ["collapse_blanks"], most_frequent = true'
    return [
        "[[rows]]",
        'kind = "customers"',
        "",
        "[rows.columns]",
        f"code = {code}",
        f"name = {{ column = {name}, {cleaned} }}",
        "",
    ]


def _expression(mapping: ChosenMapping, name: str, holds: Holds) -> str:
    constant = mapping.constants.get(name, "")
    source = mapping.columns.get(name)
    if source is None:
        return f"{{ constant = {_quoted(constant)} }}" if constant else ""
    parts = [f"column = {_quoted(source)}"]
    if constant:
        parts.append(f"if_empty = {_quoted(constant)}")
    if holds is Holds.DATE and mapping.date_form != "iso":
        parts.append(f"date = {_quoted(DATE_FORMS[mapping.date_form])}")
    form = NUMBER_FORMS[mapping.number_form]
    if holds in (Holds.AMOUNT, Holds.SIGNED_AMOUNT) and form:
        inside = ", ".join(f"{key} = {_quoted(value)}" for key, value in form.items())
        parts.append(f"number = {{ {inside} }}")
    return f"{{ {', '.join(parts)} }}"


def _quoted(text: str) -> str:
    # JSON's escapes are a subset of TOML's basic strings.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
