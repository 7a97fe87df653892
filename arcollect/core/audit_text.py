"""How the audit log reads: words for actions, kinds of objects and fields.

Each app names its own in `AppConfig.ready`; what nobody named is shown as it is
stored, so that nothing is ever hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from arcollect.core.models import AuditEvent

Words = Mapping[str, str | Promise]
_actions: dict[str, str | Promise] = {}
_objects: dict[str, str | Promise] = {}
_fields: dict[str, str | Promise] = {}
_values: dict[str, Words] = {}


@dataclass(frozen=True)
class Change:
    """One field of an audit row, ready to be read."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Reading:
    """An audit row in words."""

    event: AuditEvent
    action: str
    object: str
    changes: list[Change]

    @property
    def who(self) -> str:
        """The person as named then; nobody at the keyboard is the system."""
        return who_label(self.event)


def read(event: AuditEvent) -> Reading:
    """The row in the words of the active language."""
    return Reading(
        event=event,
        action=action_label(event.action),
        object=object_label(event.object_type),
        changes=list_changes(event),
    )


def name_words(
    *,
    actions: Words | None = None,
    objects: Words | None = None,
    fields: Words | None = None,
    values: Mapping[str, Words] | None = None,
) -> None:
    """Register words: `actions` by dotted action, `objects` by `app.model`, `fields`
    by key of `before` and `after`, `values` by field and stored value."""
    _actions.update(actions or {})
    _objects.update(objects or {})
    _fields.update(fields or {})
    # Several apps keep a `kind` or a `state`: their values stand beside each other.
    for field, words in (values or {}).items():
        _values[field] = {**_values.get(field, {}), **words}


def who_label(event: AuditEvent) -> str:
    """Who did it, in the active language where it was nobody."""
    return event.actor_label if event.actor_id else _("system")


def action_label(action: str) -> str:
    """`Payment recorded` for `invoices.payment.recorded`."""
    return str(_actions.get(action, action))


def object_label(object_type: str) -> str:
    """`Payment` for `invoices.payment`."""
    return str(_objects.get(object_type, object_type))


def action_choices() -> list[tuple[str, str]]:
    """Every named action, by its words."""
    return sorted(((key, str(words)) for key, words in _actions.items()), key=_words)


def object_choices() -> list[tuple[str, str]]:
    """Every named kind of object, by its words."""
    return sorted(((key, str(words)) for key, words in _objects.items()), key=_words)


def list_changes(event: AuditEvent) -> list[Change]:
    """Field by field what was before and what is after, in the order of storing."""
    keys = list(dict.fromkeys([*event.before, *event.after]))
    return [
        Change(
            field=_field_label(event.object_type, key),
            before=_value_text(event.object_type, key, event.before.get(key)),
            after=_value_text(event.object_type, key, event.after.get(key)),
        )
        for key in keys
    ]


def _words(choice: tuple[str, str]) -> str:
    return choice[1]


def _find_field(object_type: str, key: str) -> Field[Any, Any] | None:
    try:
        field = apps.get_model(object_type)._meta.get_field(key)  # noqa: SLF001
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def _field_label(object_type: str, key: str) -> str:
    if key in _fields:
        return capfirst(str(_fields[key]))
    field = _find_field(object_type, key)
    return capfirst(str(field.verbose_name if field else key.replace("_", " ")))


def _value_text(object_type: str, key: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _join(_value_text(object_type, key, part) for part in value)
    if isinstance(value, dict):
        return _join(_pairs(object_type, value))
    text = str(value)
    field = _find_field(object_type, key)
    own = dict(field.flatchoices) if field else {}
    # What the object itself calls the value comes before what other apps call it.
    return str(own.get(value, _values.get(key, {}).get(text, text)))


def _pairs(object_type: str, values: dict[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        yield name_and_value(
            _field_label(object_type, key), _value_text(object_type, key, value)
        )


def name_and_value(name: str, value: str) -> str:
    """`Due: 2026-11-30`, with the colon of the language."""
    return _("%(name)s: %(value)s") % {"name": name, "value": value}


def _join(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(parts)
