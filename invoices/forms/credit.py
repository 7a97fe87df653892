"""Forms of credit pages that show the ledger: filters, a review, covers of an item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    exact_in_currency,
)
from customers.models import Grade
from customers.part_words import RATINGS
from invoices.forms.filters import ANY, SEARCH, FilterForm
from invoices.models import ItemCover

MOST_IN_QUEUE = 5


class CreditFilter(FilterForm):
    q = forms.CharField(
        label=_("Code, name or tax number"), required=False, widget=SEARCH
    )
    state = forms.ChoiceField(
        label=_("Review"),
        required=False,
        choices=[
            ANY,
            ("overdue", _("Overdue")),
            ("soon", _("Due within 30 days")),
            ("waiting", _("Waits for a decision")),
        ],
    )
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[ANY, *Grade.choices]
    )
    field_order = ["q", "state", "grade", "currency"]


class ReviewForm(forms.Form):
    """What only a person can say of a customer; the rest is measured."""

    rating = forms.ChoiceField(
        label=_("Financial statements"), choices=list(RATINGS.items())
    )
    security = MoneyFormField(
        label=_("Value of security"),
        required=False,
        help_text=_("Empty: what the contracts have registered."),
    )
    sales = forms.IntegerField(
        label=_("Our share of his sales, 0 to 5"), min_value=0, max_value=MOST_IN_QUEUE
    )
    profit = forms.IntegerField(
        label=_("His profit from our goods, 0 to 5"),
        min_value=0,
        max_value=MOST_IN_QUEUE,
    )
    relation = forms.IntegerField(
        label=_("Strength of the relation, 0 to 5"),
        min_value=0,
        max_value=MOST_IN_QUEUE,
    )
    control = forms.IntegerField(
        label=_("How tightly the rep manages the money, 0 to 5"),
        min_value=0,
        max_value=MOST_IN_QUEUE,
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["security"] = exact_in_currency(self, "security", self.currency)
        return data


class CoverForm(forms.Form):
    """Who insures or buys an item, under which contract, for how much."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ItemCover.Kind.choices)
    partner = forms.CharField(label=_("Insurer or factor"), max_length=200)
    policy_number = forms.CharField(
        label=_("Policy or contract number"), max_length=100, required=False
    )
    amount = MoneyFormField(
        label=_("Insured sum or advance"),
        required=False,
    )
    with_recourse = forms.BooleanField(
        label=_("With recourse: the factor may give it back"),
        required=False,
        initial=True,
    )
    from_on = DateFormField(label=pgettext_lazy("first day", "From"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", self.currency)
        return data


class EndCoverForm(forms.Form):
    until_on = DateFormField(label=_("Last day"))
