"""The filter of the report on sales modes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.models import Company
from arcollect.core.percent_field import PercentFormField
from invoices.selectors.customers import currencies_of

SPANS = {
    "3": _("3 months"),
    "6": _("6 months"),
    "12": _("12 months"),
    "24": _("24 months"),
}
USUAL = "12"


@dataclass(frozen=True, slots=True)
class AskedModes:
    """How many months that are over, in which currency, at which cost of funds."""

    months: int
    currency: str
    rate_bp: int


class SalesModeFilter(forms.Form):
    """A filter that is wrong filters nothing and says so."""

    months = forms.ChoiceField(
        label=_("Span"), choices=list(SPANS.items()), required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    funds = PercentFormField(label=_("Cost of funds, % a year"), required=False)

    def __init__(self, data: Any, *, company: Company) -> None:
        data = data.copy()
        data.setdefault("months", USUAL)
        data.setdefault("currency", company.base_currency)
        super().__init__(data)
        self.company = company
        codes = dict.fromkeys([company.base_currency, *currencies_of(company=company)])
        currency = self.fields["currency"]
        assert isinstance(currency, forms.ChoiceField)  # noqa: S101 - for the types
        currency.choices = [(code, code) for code in codes]

    def asked(self) -> AskedModes:
        self.is_valid()
        values = self.cleaned_data
        funds = values.get("funds")
        return AskedModes(
            months=int(values.get("months") or USUAL),
            currency=values.get("currency") or self.company.base_currency,
            rate_bp=self.company.cost_of_funds_bp if funds is None else funds,
        )
