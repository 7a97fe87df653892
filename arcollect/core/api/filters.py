"""Filters: each says what it takes, and an unknown or wrong one is refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError as FormError
from django.utils.translation import gettext as _
from django_filters import FilterSet, filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ErrorDetail, ValidationError

from arcollect.core.money import CURRENCIES
from arcollect.core.permissions import LARGEST_KEY

_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


class _DayField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            if not _DAY.match(text):
                raise ValueError
            return dt.date.fromisoformat(text)
        except ValueError:
            raise FormError(
                _('Write the day as in "2026-06-30".'), code="format"
            ) from None


class _KeyField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        is_number = text.isascii() and text.isdigit() and len(text) < 20
        if not is_number or not 1 <= int(text) <= LARGEST_KEY:
            raise FormError(_("Write the id as a whole number."), code="number")
        return int(text)


class _BooleanField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if text not in ("true", "false"):
            raise FormError(_('Write "true" or "false".'), code="boolean")
        return text == "true"


@extend_schema_field({"type": "string", "format": "date"})
class DayFilter(filters.Filter):
    """A day, compared by `lookup_expr`."""

    field_class = _DayField


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_KEY})
class KeyFilter(filters.Filter):
    """The id of a related row."""

    field_class = _KeyField


@extend_schema_field({"type": "boolean"})
class YesNoFilter(filters.Filter):
    """`true` or `false`; `when` says what rows are meant."""

    field_class = _BooleanField


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": 200})
class TextFilter(filters.CharFilter):
    """Text as it stands in the column."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)


class WordFilter(filters.ChoiceFilter):
    """One of a closed list of words."""

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, empty_label=None, **kwargs)


class CurrencyFilter(WordFilter):
    """An ISO 4217 code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(code, code) for code in CURRENCIES], **kwargs)


class StrictFilterBackend(DjangoFilterBackend):
    """Refuses parameters that no filter knows: a typing mistake would show all rows."""

    paging = frozenset({"cursor", "limit", "order"})

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        refuse_unknown(request, self.names(view))
        return super().filter_queryset(request, queryset, view)

    def names(self, view: Any) -> set[str]:
        """The parameters that the operation documents."""
        filterset: type[FilterSet] | None = getattr(view, "filterset_class", None)
        if view.action != "list":
            return set()
        return {*self.paging, *(filterset.base_filters if filterset else ())}


def refuse_unknown(request: Any, known: set[str]) -> None:
    """Raise 422 for query parameters not among `known`, empty or given twice.

    A filter that quietly does nothing would show every row.
    """
    faults = {}
    for name, values in request.query_params.lists():
        if name not in known:
            faults[name] = ErrorDetail(_("There is no such parameter here."), "unknown")
        elif len(values) > 1:
            faults[name] = ErrorDetail(_("Give this parameter once."), "once")
        elif not values[0].strip():
            faults[name] = ErrorDetail(_("Leave it out, or say a value."), "empty")
    if faults:
        raise ValidationError({name: [fault] for name, fault in faults.items()})
