"""A body means what its JSON says: 5 is no text, "5" is no number, "yes" is no truth.

The framework's fields turn one into the other, which the schema does not promise; a
caller would never learn that he mixed two columns up.
"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty

Faults = dict[str, Any]


def refuse_other_types(form: serializers.BaseSerializer[Any]) -> None:
    """Raise `ValidationError` for values of another JSON type than the schema's."""
    faults = _faults(form, form.initial_data)
    if faults:
        raise serializers.ValidationError(faults)


def _faults(field: Any, value: Any) -> Any:
    """What is wrong in `value`, in the shape in which the framework says it."""
    if value is None or value is empty:
        return None
    if isinstance(field, serializers.Serializer):
        return _of_object(field, value) if isinstance(value, dict) else None
    child = getattr(field, "child", None)
    if child is not None:
        return _of_list(child, value) if isinstance(value, list) else None
    if _fits(field, value):
        return None
    return [serializers.ErrorDetail(str(field.error_messages["invalid"]), "invalid")]


def _of_object(form: serializers.Serializer[Any], value: dict[str, Any]) -> Faults:
    found = {
        name: _faults(field, value[name])
        for name, field in form.fields.items()
        if name in value and not field.read_only
    }
    return {name: fault for name, fault in found.items() if fault}


def _of_list(child: Any, values: list[Any]) -> list[Any] | None:
    found = [_faults(child, value) or {} for value in values]
    return found if any(found) else None


def _fits(field: Any, value: Any) -> bool:
    if isinstance(field, serializers.CharField):
        return isinstance(value, str)
    if isinstance(field, serializers.BooleanField):
        return isinstance(value, bool)
    if isinstance(field, serializers.IntegerField):
        return not isinstance(value, bool | str)
    return True
