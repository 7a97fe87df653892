"""Fields that several forms of the product share."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arcollect.core.money import (
    AmountFormatError,
    UnknownCurrencyError,
    exact_money,
    minor_digits,
)
from arcollect.core.money_input import LONGEST_INPUT, read_amount
from arcollect.core.templatetags.number_text import amount_text


class MoneyFormField(forms.CharField):
    """An amount as people type it; gives a `Decimal`, or None where it may be empty.

    What was typed stays in the box when the form is refused. The currency's decimals
    are checked by `exact_in_currency`, because the currency is another field. A form
    of one currency keeps it as `self.currency`; it then stands beside the label.
    """

    is_money = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_INPUT)
        kwargs.setdefault("label", _("Amount"))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {**attrs, "inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return amount_text(value, "")
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            return read_amount(text)
        except AmountFormatError as error:
            raise ValidationError(str(error), code="amount") from error


class DateFormField(forms.DateField):
    """A business date: ISO in the box, the device's own date picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        )
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        day = super().to_python(value)
        if day is not None and not 1990 <= day.year <= 2100:
            raise ValidationError(
                _("Choose a date between 1990 and 2100."), code="far_date"
            )
        return day


def exact_in_currency(
    form: forms.BaseForm, field: str, currency: str | None
) -> Decimal | None:
    """The cleaned amount of `field` with the currency's decimals.

    Adds an error to the field, and gives None, where it is zero or finer than the
    currency's minor unit.
    """
    amount: Decimal | None = form.cleaned_data.get(field)
    if amount is None or not currency:
        return amount
    try:
        amount = exact_money(amount, currency)
    except UnknownCurrencyError:
        return None
    except AmountFormatError:
        sentence = _("%(currency)s has %(digits)d decimals. Shorten the amount.") % {
            "currency": currency,
            "digits": minor_digits(currency),
        }
        form.add_error(field, sentence)
        return None
    if amount == 0:
        form.add_error(field, _("The amount must be greater than zero."))
        return None
    return amount


def new_request_key() -> str:
    """A key for one submit of one form."""
    return uuid.uuid4().hex


class OnceForm(forms.Form):
    """A form whose second submit is recognised: its hidden key goes to the service."""

    request_key = forms.CharField(
        widget=forms.HiddenInput, max_length=64, initial=new_request_key
    )
