"""Forms of sales orders: filters, entry, and what is done with one."""

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
from customers.models import Contract
from invoices.forms.choices import CustomerChoiceField
from invoices.forms.documents import CustomerDocumentForm
from invoices.forms.filters import DocumentFilter
from invoices.models import SalesOrder


class OrderFilter(DocumentFilter):
    states = list(SalesOrder.State.choices)


class OrderForm(CustomerDocumentForm, OnceForm):
    """Head of an order; its lines are a formset beside it, or one amount stands here."""

    ordered_on = DateFormField(label=_("Ordered on"))
    wanted_on = DateFormField(label=_("Wanted on"), required=False)
    contract = forms.ModelChoiceField(
        label=_("Contract"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Its terms give the due dates of the invoice."),
    )
    amount = MoneyFormField(
        label=_("Amount"),
        required=False,
        help_text=_("Empty where lines are written: then their sum."),
    )
    deposit = MoneyFormField(
        label=_("Deposit"),
        required=False,
        help_text=_("What the customer pays before the goods go out."),
    )
    customer_reference = forms.CharField(
        label=_("Customer's order number"), max_length=100, required=False
    )
    field_order = [
        "customer",
        "contract",
        "ordered_on",
        "wanted_on",
        "currency",
        "amount",
        "deposit",
        "customer_reference",
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
        for name in ("amount", "deposit"):
            data[name] = exact_in_currency(self, name, data.get("currency"))
        return data


class OrderLineForm(forms.Form):
    """One line; without an amount it is quantity times unit price. Empty ones do not
    count."""

    description = forms.CharField(
        label=_("Description"), max_length=200, required=False
    )
    quantity = MoneyFormField(label=_("Quantity"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    unit_price = MoneyFormField(label=_("Unit price"), required=False)
    amount = MoneyFormField(label=_("Amount"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        explained = data.get("quantity") and data.get("unit_price")
        named = data.get("description")
        if self.errors:
            return data
        if named and data.get("amount") is None and not explained:
            self.add_error("amount", _("Write an amount, or quantity and unit price."))
        if not named and (data.get("amount") is not None or explained):
            self.add_error("description", _("Say what is ordered."))
        return data


OrderLineFormSet = forms.formset_factory(OrderLineForm, extra=0, min_num=3, max_num=40)


class ReleaseForm(OnceForm):
    reason = forms.CharField(label=_("Why the order may pass"), max_length=500)


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class DeliverForm(forms.Form):
    delivered_on = DateFormField(label=_("Delivered on"))


class InvoiceOrderForm(forms.Form):
    issued_on = DateFormField(label=_("Issue date"))
