"""A percentage in a form: whole basis points behind it, never a float."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arcollect.core.money import AmountFormatError
from arcollect.core.money_input import LONGEST_INPUT, read_amount

BP_OF_PERCENT = 100


def percent_of(basis_points: int) -> Decimal:
    """Basis points as a percentage without needless zeros: 250 gives 2.5."""
    exact = Decimal(basis_points) / BP_OF_PERCENT
    return exact.quantize(Decimal(1)) if exact == int(exact) else exact.normalize()


class PercentFormField(forms.CharField):
    """A percentage with at most two decimals; gives basis points, or None if empty.

    `least` and `most` are basis points, both allowed.
    """

    def __init__(
        self, *, least: int = 0, most: int = 100 * BP_OF_PERCENT, **kwargs: Any
    ) -> None:
        kwargs.setdefault("max_length", LONGEST_INPUT)
        super().__init__(**kwargs)
        self.least = least
        self.most = most

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {**attrs, "inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def prepare_value(self, value: Any) -> Any:
        return f"{percent_of(value):f}" if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            exact = read_amount(text.replace("%", "").replace("％", ""))
        except AmountFormatError as error:
            raise ValidationError(str(error), code="percent") from error
        points = exact * BP_OF_PERCENT
        if points != int(points):
            raise ValidationError(_("At most two decimals."), code="percent_digits")
        if points > self.most:
            raise ValidationError(
                _("At most %(most)s percent.") % {"most": f"{percent_of(self.most):f}"},
                code="percent_most",
            )
        if points < self.least:
            raise ValidationError(
                _("At least %(least)s percent.")
                % {"least": f"{percent_of(self.least):f}"},
                code="percent_least",
            )
        return int(points)
