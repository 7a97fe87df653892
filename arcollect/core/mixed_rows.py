"""Rows of several tables in one query: each brings the fields that are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    CharField,
    Field,
    JSONField,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, JSONObject

from arcollect.core.fields import MoneyField
from arcollect.core.money import from_stored


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of one table under a name, and the fields of them: `due_item__invoice__number`."""

    name: str
    rows: QuerySet[Any]
    fields: Sequence[str]


def read_together(wanted: Iterable[Wanted]) -> dict[tuple[str, int], Any]:
    """The rows by name and key, in one query however many tables they come from.

    A field that was not asked for is read when it is used, as after `only`.
    """
    parts = {one.name: one for one in wanted}
    if not parts:
        return {}
    queries = [_told(one) for one in parts.values()]
    return {
        (name, pk): _row(parts[name].rows.model, told)
        for name, pk, told in queries[0].union(*queries[1:], all=True)
    }


def _told(one: Wanted) -> QuerySet[Any]:
    fields = dict.fromkeys(["pk", *one.fields, *_keys_on_the_way(one.fields)])
    model = one.rows.model
    found: QuerySet[Any] = (
        one.rows.order_by()
        .annotate(
            of=Value(one.name, output_field=CharField()),
            told=JSONObject(**{path: _stored(model, path) for path in fields}),
        )
        .values_list("of", "pk", "told")
    )
    return found


def _keys_on_the_way(fields: Iterable[str]) -> list[str]:
    """The keys of the rows that lie on the way to a field: no key, no such row."""
    ways = [path.split("__")[:-1] for path in fields]
    return [
        "__".join([*way[:length], "pk"])
        for way in ways
        for length in range(1, len(way) + 1)
    ]


def _stored(model: type[Model], path: str) -> Any:
    """JSON inside JSON stays text: one of the databases would not nest it."""
    *way, name = path.split("__")
    for step in way:
        model = _related(model, step)
    return (
        Cast(path, TextField()) if isinstance(_field(model, name), JSONField) else path
    )


def _row(model: type[Model], told: Mapping[str, Any]) -> Model:
    """The object with the fields that were told, and the objects behind its links."""
    own: dict[str, Any] = {}
    linked: dict[str, dict[str, Any]] = {}
    for path, value in told.items():
        step, _, rest = path.partition("__")
        if rest:
            linked.setdefault(step, {})[rest] = value
        else:
            field = _field(model, step)
            own[field.attname] = _value(field, value)
    links: dict[str, Any] = {
        step: model._meta.get_field(step)  # noqa: SLF001
        for step in linked
    }
    for step, link in links.items():
        if link.concrete:
            own.setdefault(link.attname, linked[step]["pk"])
    names = [f.attname for f in model._meta.concrete_fields if f.attname in own]  # noqa: SLF001
    row = model.from_db("default", names, [own[name] for name in names])
    for step, link in links.items():
        is_there = linked[step]["pk"] is not None
        behind = _row(_related(model, step), linked[step]) if is_there else None
        link.set_cached_value(row, behind)
    return row


def _value(field: Field[Any, Any], told: Any) -> Any:
    if told is None:
        return None
    if isinstance(field, MoneyField):
        return from_stored(told)
    return json.loads(told) if isinstance(field, JSONField) else field.to_python(told)


def _field(model: type[Model], name: str) -> Any:
    meta = model._meta  # noqa: SLF001
    return meta.pk if name == "pk" else meta.get_field(name)


def _related(model: type[Model], step: str) -> Any:
    return model._meta.get_field(step).related_model  # noqa: SLF001
