"""Forms of what happens under a contract, and filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from arcollect.core.money import CURRENCIES
from customers.models import Contract
from invoices.forms.filters import ANY, SEARCH
from invoices.models import AwaitedDate, ContractAdvance, Payment


class ContractFilter(forms.Form):
    """A filter that is wrong filters nothing and says so; the others still hold."""

    q = forms.CharField(label=_("Contract number"), required=False, widget=SEARCH)
    customer = forms.CharField(label=_("Customer"), required=False, widget=SEARCH)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *Contract.State.choices]
    )
    document_level = forms.ChoiceField(
        label=_("In writing"),
        required=False,
        choices=[ANY, *Contract.DocumentLevel.choices],
    )

    def values(self) -> dict[str, Any]:
        """What can be used of the filters."""
        self.is_valid()
        return {name: v for name, v in self.cleaned_data.items() if v not in ("", None)}


class AcceptForm(forms.Form):
    """The acceptance of a milestone."""

    accepted_on = DateFormField(label=_("Accepted on"))
    certificate = forms.CharField(
        label=_("Certificate"),
        max_length=200,
        help_text=_("Number or file of the signed acceptance."),
    )
    accepted_by = forms.CharField(label=_("Signed by"), max_length=100, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class EndForm(forms.Form):
    ended_on = DateFormField(label=_("Ended on"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class StatementForm(forms.Form):
    """Goods sold on, as both agreed."""

    agreed_on = DateFormField(
        label=_("Agreed on"),
        help_text=_("The term of the sold goods counts from here."),
    )
    amount = MoneyFormField(label=_("Sold"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", self.currency)
        return data


class StatementReverseForm(forms.Form):
    effective_on = DateFormField(label=_("Reversed from"))
    reason = forms.CharField(label=_("Reason"), max_length=500)


class AdvanceForm(StatementForm, OnceForm):
    """Money that came for a contract before it was owed."""

    agreed_on = None  # type: ignore[assignment]
    kind = forms.ChoiceField(label=_("Kind"), choices=ContractAdvance.Kind.choices)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=100,
        help_text=_("As the bank statement names it."),
    )
    received_on = DateFormField(label=_("Received on"))
    amount = MoneyFormField()
    method = forms.ChoiceField(label=_("Method"), choices=Payment.Method.choices)
    field_order = ["kind", "amount", "received_on", "reference", "method", "note"]


class BaseDateForm(forms.Form):
    """Delivery or acceptance of the goods of an invoice."""

    awaits = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            (AwaitedDate.Awaits.DELIVERY, _("The goods were delivered")),
            (AwaitedDate.Awaits.ACCEPTANCE, _("The goods were accepted")),
        ],
    )
    on = DateFormField(label=_("On"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class GoodsReleaseForm(forms.Form):
    released_on = DateFormField(label=_("Released on"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class PeriodForm(forms.Form):
    """Any period of an account; empty days leave an end open."""

    since = DateFormField(label=_("From"), required=False)
    until = DateFormField(label=_("To"), required=False)
    currency = forms.CharField(required=False, max_length=3)

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"]
        if currency and currency not in CURRENCIES:
            raise ValidationError(
                _("“%(value)s” is not a currency in use (ISO 4217)."),
                params={"value": currency},
            )
        return currency

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))
        return data
