"""Forms of promises: record, replace, cancel."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from collection.models import Promise
from collection.selectors.promises import BROKEN, DUE, KEPT, OTHER, PARTLY
from collection.services.record_promise import Promised
from customers.selectors.customers import list_contacts
from invoices.selectors.promised_money import items_of

if TYPE_CHECKING:
    from customers.models import Customer

TAB_LABELS = {
    DUE: _("Due"),
    KEPT: _("Kept"),
    PARTLY: _("Partly kept"),
    BROKEN: _("Broken"),
    OTHER: _("Replaced or cancelled"),
}


class PromiseForm(OnceForm):
    """What was promised, when and by whom."""

    amount = MoneyFormField()
    promised_on = DateFormField(label=_("Promised for"))
    made_on = DateFormField(label=_("Made on"))
    made_by: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Made by"), queryset=None, required=False, empty_label=_("Nobody named")
    )
    source = forms.ChoiceField(label=_("How"), choices=Promise.Source.choices)
    items = forms.MultipleChoiceField(
        label=_("For which items"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: money on any item of the customer counts."),
    )
    counts_bills = forms.BooleanField(label=_("A bill will do as well"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(
        self, *args: Any, customer: Customer, currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        made_by, items = self.fields["made_by"], self.fields["items"]
        assert isinstance(made_by, forms.ModelChoiceField)  # noqa: S101 - for the types
        assert isinstance(items, forms.ChoiceField)  # noqa: S101
        made_by.queryset = list_contacts(customer=customer)
        items.choices = [
            (str(row.pk), f"{row.due_item.invoice.number} · {row.due_on}")
            for row in items_of(customer_id=customer.pk, currency=currency)[:50]
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["amount"] = exact_in_currency(self, "amount", self.currency)
        return values

    def promised(self) -> Promised:
        values = self.cleaned_data
        return Promised(
            currency=self.currency,
            amount=values["amount"],
            promised_on=values["promised_on"],
            item_ids=[int(key) for key in values["items"]],
            source=values["source"],
            counts_bills=values["counts_bills"],
            note=values["note"],
        )


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class StepForm(forms.Form):
    """A planned contact took place; which day did the customer name?"""

    done_on = DateFormField(label=_("Done on"))
    named_on = DateFormField(label=_("Day named by the customer"), required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_done_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["done_on"]
        if day > self.today:
            raise forms.ValidationError(_("A visit is logged when it has taken place."))
        return day


class PromiseFilterForm(forms.Form):
    q = forms.CharField(label=_("Customer"), max_length=100, required=False)
    to_check = forms.BooleanField(label=_("To be checked"), required=False)


class VisitFilterForm(forms.Form):
    q = forms.CharField(label=_("Customer"), max_length=100, required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)

    def __init__(
        self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - for the types
        outcome.choices = [("", _("Everything")), *choices]
