"""Forms of bills: receipt, each step, and the filter of their list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from arcollect.core.models import Company
from invoices.domain.bills import BillAct
from invoices.forms.documents import CustomerDocumentForm
from invoices.forms.filters import ANY, SEARCH, DocumentFilter
from invoices.models import Bill
from invoices.models.bill import STATE_CHOICES


class BillFilter(DocumentFilter):
    """Maturities from and to."""

    q = forms.CharField(
        label=_("Number, drawer or customer"), required=False, widget=SEARCH
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = DateFormField(label=_("Matures from"), required=False)
    until = DateFormField(label=_("Matures until"), required=False)
    states = list(STATE_CHOICES)
    field_order = ["q", "kind", "state", "currency", "since", "until", "customer"]

    def __init__(self, data: Any, *, company: Company) -> None:
        super().__init__(data, company=company)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - for the types
        kind.choices = [ANY, *Bill.Kind.choices]


class BillForm(CustomerDocumentForm, OnceForm):
    """A bill or a postdated cheque as it lies on the desk."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Bill.Kind.choices)
    number = forms.CharField(label=_("Bill number"), max_length=60)
    amount = MoneyFormField(label=_("Face amount"))
    issued_on = DateFormField(label=pgettext_lazy("of a bill", "Issued on"))
    received_on = DateFormField(label=_("Received on"))
    matures_on = DateFormField(label=_("Matures on"))
    drawer = forms.CharField(label=_("Drawer"), max_length=200, required=False)
    acceptor = forms.CharField(
        label=_("Acceptor"),
        max_length=200,
        required=False,
        help_text=_("Who must pay: the bank, or the company that accepted it."),
    )
    guarantor = forms.CharField(
        label=_("Guarantor"),
        max_length=200,
        required=False,
        help_text=_(
            "A postdated bill should be guaranteed by the head of the company."
        ),
    )
    pays = forms.CharField(
        label=_("Invoices it pays"),
        max_length=500,
        required=False,
        help_text=_("Their numbers, with spaces between. Empty: allocate afterwards."),
    )
    field_order = [
        "customer",
        "kind",
        "number",
        "amount",
        "currency",
        "issued_on",
        "received_on",
        "matures_on",
        "drawer",
        "acceptor",
        "guarantor",
        "pays",
        "note",
    ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", data.get("currency"))
        issued, matures = data.get("issued_on"), data.get("matures_on")
        if issued and matures and matures < issued:
            self.add_error("matures_on", _("A bill cannot mature before it is issued."))
        return data


class BillStepForm(OnceForm):
    """What a step asks for: the day always, the rest where it applies."""

    effective_on = DateFormField(label=_("Effective on"))
    counterparty = forms.CharField(label=_("To whom"), max_length=200)
    reference = forms.CharField(
        label=_("Bank reference"),
        max_length=90,
        required=False,
        help_text=_("As the bank statement names it."),
    )
    charge = MoneyFormField(
        label=_("Charge of the bank"),
        required=False,
        help_text=_("Discount or fee that the bank kept; it is our cost."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)

    _fields = {
        BillAct.HOLD: (),
        BillAct.PRESENT: ("counterparty",),
        BillAct.DISCOUNT: ("counterparty", "reference", "charge"),
        BillAct.ENDORSE: ("counterparty",),
        BillAct.HONOUR: ("reference", "charge"),
        BillAct.DISHONOUR: ("reason",),
        BillAct.UNDO: ("reason",),
    }

    def __init__(self, *args: Any, act: BillAct, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        wanted = {"request_key", "effective_on", *self._fields[act]}
        for name in list(self.fields):
            if name not in wanted:
                del self.fields[name]
        if act is BillAct.PRESENT:
            self.fields["counterparty"].label = _("Bank")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "charge" in self.fields:
            data["charge"] = exact_in_currency(self, "charge", self.currency)
        return data
