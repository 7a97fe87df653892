"""Fields of the API: exact amounts as text, ISO dates, keys within one's scope."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.dates import is_known
from arcollect.core.money import CURRENCIES, format_plain
from arcollect.core.permissions import LARGEST_KEY

CURRENCY_CHOICES = [(code, code) for code in CURRENCIES]
AMOUNT = r"^-?[0-9]{1,11}(\.[0-9]{1,4})?$"
_AMOUNT = re.compile(AMOUNT)
_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_TIME = re.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$", re.ASCII)
EXAMPLE = "1482600.50"


def fault(field: str, rule: str, sentence: str) -> serializers.ValidationError:
    """One fault at a field."""
    detail = serializers.ErrorDetail(sentence, rule)
    return serializers.ValidationError({field: [detail]})


@extend_schema_field(
    {"type": "string", "pattern": AMOUNT, "example": EXAMPLE, "format": "decimal"}
)
class MoneyText(serializers.Field[Any, Any, Any, Any]):
    """An amount as text, in the decimals of the row's currency; a number is refused."""

    default_error_messages = {
        "text": _('Write the amount as text, as in "1234.50"; numbers lose digits.'),
        "format": _('Write digits and at most one dot, as in "1234.50".'),
    }

    def __init__(self, *, currency: str = "currency", **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(**kwargs)

    def get_attribute(self, instance: Any) -> Any:
        value = super().get_attribute(instance)
        return None if value is None else (value, self._currency(instance))

    def _currency(self, instance: Any) -> str:
        found = instance
        for name in self.currency.split("."):
            found = found[name] if isinstance(found, dict) else getattr(found, name)
        return str(found)

    def to_representation(self, value: Any) -> str:
        amount, currency = value
        return format_plain(amount, currency)

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str):
            self.fail("text")
        if not _AMOUNT.match(data):
            self.fail("format")
        return Decimal(data)


@extend_schema_field(
    {"type": "string", "pattern": AMOUNT, "example": "12.5", "format": "decimal"}
)
class QuantityText(MoneyText):
    """A quantity or unit price as text, up to four decimals, none of them padded."""

    def get_attribute(self, instance: Any) -> Any:
        return serializers.Field.get_attribute(self, instance)

    def to_representation(self, value: Any) -> str:
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


class Day(serializers.DateField):
    """A date as `YYYY-MM-DD` and nothing else."""

    default_error_messages = {"format": _('Write the day as in "2026-06-30".')}

    def to_internal_value(self, value: Any) -> dt.date:
        if not isinstance(value, str) or not _DAY.match(value):
            self.fail("format")
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail("format")


@extend_schema_field(
    {
        "type": "string",
        "pattern": _TIME.pattern,
        "example": "09:30",
    }
)
class ClockTime(serializers.TimeField):
    """A local time of day as `HH:MM` and nothing else."""

    default_error_messages = {"format": _('Write the time as in "09:30".')}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)

    def to_internal_value(self, value: Any) -> dt.time:
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            self.fail("format")
        return dt.time.fromisoformat(value)


class KnownDay(serializers.DateField):
    """A day to read, or null while nobody knows it: an item without a due date yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        if isinstance(value, dt.date) and not is_known(value):
            return None
        return super().to_representation(value)


class CurrencyCode(serializers.ChoiceField):
    """An ISO 4217 code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=CURRENCY_CHOICES, **kwargs)


@extend_schema_field(
    {"type": "integer", "minimum": 1, "maximum": LARGEST_KEY, "example": 1}
)
class Key(serializers.Field[Any, Any, Any, Any]):
    """The id of a row that the caller may see; a foreign one is unknown.

    `rows(request)` gives the rows to choose from.
    """

    default_error_messages = {
        "number": _("Write the id as a whole number."),
        "unknown": _("There is no such row that you may see."),
    }

    def __init__(self, *, rows: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Model:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("number")
        found: Model | None = None
        if 1 <= data <= LARGEST_KEY:
            found = self.rows(self.context["request"]).filter(pk=data).first()
        if found is None:
            self.fail("unknown")
        return found

    def to_representation(self, value: Any) -> int:
        return int(value.pk)
