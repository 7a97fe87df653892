"""Forms of credit: decisions, risk signals, ceilings, deposits, cash discounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.form_fields import DateFormField, MoneyFormField
from arcollect.core.money import CURRENCIES
from arcollect.core.percent_field import PercentFormField
from customers.models import Grade, RiskSignal

MOST_DAYS = 60
MOST_DISCOUNT_DAYS = 365


class DecisionForm(forms.Form):
    """What is decided of a review."""

    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    line = MoneyFormField(label=_("Credit line"))
    period_days = forms.IntegerField(
        label=_("Days of credit"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("At most 60 days for A, 45 for B, 30 for C, none for D."),
    )
    valid_from = DateFormField(label=_("Valid from"))
    covers_group = forms.BooleanField(
        label=_("The line holds for the whole group together"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed where it gets more than the points propose."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class SignalForm(forms.Form):
    """A small sign, who saw it, and how much it weighs."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("of trouble", "Sign"), choices=RiskSignal.Kind.choices
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=RiskSignal.Severity.choices
    )
    seen_on = DateFormField(label=_("Seen on"))
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Who said so, or where it was seen."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class CloseSignalForm(forms.Form):
    closed_on = DateFormField(label=_("No longer since"))
    note = forms.CharField(label=_("Why it no longer counts"), max_length=500)


class CeilingForm(forms.Form):
    """Most that the customers of a rep may owe; an empty amount lifts it."""

    currency = forms.ChoiceField(label=_("Currency"))
    amount = MoneyFormField(
        label=_("Ceiling"), required=False, help_text=_("Empty: no ceiling.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currency = self.fields["currency"]
        assert isinstance(currency, forms.ChoiceField)  # noqa: S101 - for the types
        currency.choices = [(code, code) for code in CURRENCIES]


class DepositForm(forms.Form):
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    share_bp = PercentFormField(
        label=_("Smallest deposit, percent of the order"),
    )


class DiscountForm(forms.Form):
    """So much off when paid within so many days of the invoice."""

    share_bp = PercentFormField(label=_("Discount, percent"))
    within_days = forms.IntegerField(
        label=_("Paid within days"), min_value=0, max_value=MOST_DISCOUNT_DAYS
    )
    from_on = DateFormField(label=_("For invoices from"))


class EndDiscountForm(forms.Form):
    until_on = DateFormField(label=_("For invoices until"))
