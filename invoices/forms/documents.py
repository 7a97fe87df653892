"""Forms of invoices, credit notes and payments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from arcollect.core.models import Company, User
from arcollect.core.money import CURRENCIES
from customers.models import Contract
from invoices.forms.choices import CustomerChoiceField
from invoices.models import CreditNote, Payment

MOST_LINES = 40
MOST_TERM_DAYS = 3650


def currency_choices() -> list[tuple[str, str]]:
    """Every currency that can be booked, by its code."""
    return [(code, code) for code in CURRENCIES]


class CustomerDocumentForm(forms.Form):
    """What every document of a customer asks for."""

    customer = CustomerChoiceField()
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, company: Company, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        customer = self.fields["customer"]
        assert isinstance(customer, CustomerChoiceField)  # noqa: S101 - for the types
        customer.choose_from(company=company, user=user)


class InvoiceForm(CustomerDocumentForm):
    """Head of an invoice; its lines are a formset beside it."""

    issued_on = DateFormField(label=_("Issue date"))
    contract = forms.ModelChoiceField(
        label=_("Contract"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("None: due date or term below"),
        help_text=_("Its terms give the due dates."),
    )
    due_on = DateFormField(label=_("Due date"), required=False)
    term_days = forms.IntegerField(
        label=_("Term, days"),
        min_value=0,
        max_value=MOST_TERM_DAYS,
        required=False,
        help_text=_("Alone it gives the due date; the days of grace follow from it."),
    )
    delivered_on = DateFormField(
        label=_("Delivered on"),
        required=False,
        help_text=_("For terms that count from delivery; without it they wait for it."),
    )
    number = forms.CharField(
        label=_("Invoice number"),
        max_length=60,
        required=False,
        help_text=_("Empty: the next number of the series."),
    )
    field_order = [
        "customer",
        "contract",
        "issued_on",
        "currency",
        "due_on",
        "term_days",
        "delivered_on",
        "number",
        "note",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contract = self.fields["contract"]
        assert isinstance(contract, forms.ModelChoiceField)  # noqa: S101
        contract.queryset = self._contracts()

    def _contracts(self) -> Any:
        """Contracts of the customer who stands in the form, if he does."""
        field = self.fields["customer"]
        assert isinstance(field, CustomerChoiceField)  # noqa: S101 - for the types
        try:
            customer = field.clean(field.prepare_value(self["customer"].value()) or "")
        except forms.ValidationError:
            return Contract.objects.none()
        return Contract.objects.filter(customer=customer).order_by("number")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named = data.get("due_on") is not None or data.get("term_days") is not None
        wrong = {"contract", "due_on", "term_days", "customer"} & set(self.errors)
        if not data.get("contract") and not named and not wrong:
            self.add_error(
                "due_on", _("Say when it is due: a contract, a due date or a term.")
            )
        return data


class LineForm(forms.Form):
    """One line; without an amount it is quantity times unit price."""

    description = forms.CharField(label=_("Description"), max_length=200)
    quantity = MoneyFormField(label=_("Quantity"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    unit_price = MoneyFormField(label=_("Unit price"), required=False)
    amount = MoneyFormField(label=_("Amount"), required=False)
    term_group = forms.IntegerField(
        label=_("Term no."), min_value=1, max_value=9, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        explained = data.get("quantity") and data.get("unit_price")
        if not self.errors and data.get("amount") is None and not explained:
            self.add_error("amount", _("Write an amount, or quantity and unit price."))
        return data


LineFormSet = forms.formset_factory(
    LineForm, extra=0, min_num=1, max_num=MOST_LINES, validate_min=True
)


class CreditNoteForm(CustomerDocumentForm):
    issued_on = DateFormField(label=_("Issue date"))
    amount = MoneyFormField()
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            choice
            for choice in CreditNote.Reason.choices
            if choice[0] != CreditNote.Reason.REVERSAL
        ],
        initial=CreditNote.Reason.RETURN,
    )
    number = forms.CharField(
        label=_("Credit note number"),
        max_length=60,
        required=False,
        help_text=_("Empty: the next number of the series."),
    )
    field_order = [
        "customer",
        "reason",
        "issued_on",
        "currency",
        "amount",
        "number",
        "note",
    ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", data.get("currency"))
        return data


class PaymentForm(CustomerDocumentForm, OnceForm):
    customer = CustomerChoiceField(
        required=False,
        help_text=_("Code, or enough of the name. Empty while nobody knows."),
    )
    reference = forms.CharField(
        label=_("Reference"),
        max_length=100,
        help_text=_("As the bank statement names it."),
    )
    received_on = DateFormField(label=_("Received on"))
    amount = MoneyFormField()
    method = forms.ChoiceField(label=_("Method"), choices=Payment.Method.choices)
    payer_name = forms.CharField(label=_("Payer"), max_length=200, required=False)
    field_order = [
        "customer",
        "amount",
        "currency",
        "received_on",
        "reference",
        "method",
        "payer_name",
        "note",
    ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", data.get("currency"))
        return data
