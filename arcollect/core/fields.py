"""The exact money column and the check that it holds whole minor units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.money import (
    AmountFormatError,
    currencies_with_digits,
    from_stored,
    to_stored,
)

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    _Field = models.Field
else:

    class _Field(models.Field):
        """Lets the type parameters stand at run time, as the stubs have them."""

        def __class_getitem__(cls, _parameters: object) -> type:
            return cls


class MoneyField(_Field[_Set, _Get]):
    """A `Decimal` stored as a BIGINT in 1/10,000 of the currency unit.

    SQLite keeps decimals as floating point; integers are exact on both databases.
    The currency stands beside it in a column of its own. In an expression a plain
    `Decimal` would lose the scale: write `F("open_amount") - money(amount)`.
    """

    description = "Exact amount of money"

    if TYPE_CHECKING:
        _pyi_private_set_type: Decimal | Combinable
        _pyi_private_get_type: Decimal
        _pyi_lookup_exact_type: Decimal | int

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, *_: Any) -> Decimal | None:
        return None if value is None else from_stored(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise ValidationError("Money is never a float.")  # programming error
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, float):
            raise TypeError("Money is never a float.")
        try:
            return to_stored(Decimal(value))
        except AmountFormatError as error:
            raise ValidationError(str(error)) from error

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


def money(amount: Decimal) -> models.Value:
    """`amount` as a value of database expressions, on the stored scale."""
    return models.Value(amount, output_field=MoneyField())


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """ISO 4217 code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        kwargs.setdefault("verbose_name", _("currency"))
        super().__init__(*args, **kwargs)


class _Remainder(models.Func):
    template = "(%(expressions)s) = 0"
    arg_joiner = " %% "
    output_field = models.BooleanField()
    conditional = True


def whole_minor_units(table: str, *amounts: str) -> list[models.CheckConstraint]:
    """A CHECK per column: the amount is a whole multiple of the minor unit."""
    unit = models.Case(
        models.When(currency__in=currencies_with_digits(0), then=models.Value(10_000)),
        models.When(currency__in=currencies_with_digits(3), then=models.Value(10)),
        models.When(currency__in=currencies_with_digits(4), then=models.Value(1)),
        default=models.Value(100),
        output_field=models.BigIntegerField(),
    )
    return [
        models.CheckConstraint(
            name=f"{table}_{amount}_minor_units",
            condition=_Remainder(models.F(amount), unit),
        )
        for amount in amounts
    ]
