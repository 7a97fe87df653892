"""Showing a late saver what somebody else changed, without losing what he typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from customers.forms import VersionedForm
from customers.services.versions import ChangedMeanwhileError


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field: what it was, what is saved now and by whom, what was typed here."""

    label: str
    before: str
    theirs: str
    mine: str
    is_disputed: bool
    person: str
    at: dt.datetime


def conflict_rows(
    form: VersionedForm, conflict: ChangedMeanwhileError
) -> list[ConflictRow]:
    """The other person's changes for the table above the form."""
    return [
        ConflictRow(
            label=str(form.fields[change.field].label),
            before=_word(form, change.field, change.before),
            theirs=_word(form, change.field, change.theirs),
            mine=_word(form, change.field, form[change.field].value()),
            is_disputed=change.field in form.changed_data,
            person=change.person,
            at=change.at,
        )
        for change in conflict.changes
        if change.field in form.fields
    ]


def merged_data(
    form: VersionedForm, fresh: VersionedForm, *, version: int
) -> QueryDict:
    """What to show now: the reader's own changes over what the other person saved."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name in form.fields:
        bound = fresh[name]
        _put(data, bound.html_initial_name, bound.value())
        if name not in form.changed_data:
            _put(data, bound.html_name, bound.value())
    data["version"] = str(version)
    return data


def _put(data: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, (list, tuple)):
        data.setlist(name, [str(part) for part in value])
    else:
        data[name] = "" if value is None else str(value)


def _word(form: VersionedForm, name: str, value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_word(form, name, part) for part in value)
    text = f"{value:f}" if isinstance(value, Decimal) else str(value or "")
    choices: Iterable[Any] = getattr(form.fields[name], "choices", None) or ()
    if isinstance(form.fields[name], forms.MultipleChoiceField) and ", " in text:
        return ", ".join(_word(form, name, part) for part in text.split(", "))
    for key, label in choices:
        if text and str(key) == text:
            return str(label)
    return text
