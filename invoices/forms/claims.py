"""Forms of extensions, goods documents and opening balances."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
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
from arcollect.core.models import Company, User
from arcollect.core.money import CURRENCIES
from arcollect.core.permissions import LARGEST_KEY
from invoices.forms.choices import CustomerChoiceField
from invoices.forms.filters import ANY, SEARCH, FilterForm
from invoices.models import Extension, GoodsMovement, Invoice
from invoices.services.record_goods import GoodsInput

LINES = 5


class ExtensionFilter(forms.Form):
    q = forms.CharField(
        label=_("Number or customer"), required=False, widget=SEARCH, max_length=200
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *Extension.State.choices]
    )

    def values(self) -> dict[str, str]:
        """What can be used of the filters."""
        self.is_valid()
        return {
            "text": self.cleaned_data.get("q", ""),
            "state": self.cleaned_data.get("state", ""),
        }


class ExtensionForm(forms.Form):
    """Until when, why, and on which signed paper."""

    new_due_on = DateFormField(label=_("New due date"))
    requested_on = DateFormField(label=_("Requested on"))
    reason = forms.CharField(label=_("Reason"), max_length=500)
    signed_document = forms.CharField(
        label=_("Signed document"),
        max_length=200,
        required=False,
        help_text=_("Number of the signed agreement, or where it is filed."),
    )


class DecideForm(forms.Form):
    decided_on = DateFormField(label=_("Decided on"))
    decision = forms.CharField(label=_("Reason"), max_length=500, required=False)


class DecideWithReasonForm(forms.Form):
    decided_on = DateFormField(label=_("Decided on"))
    decision = forms.CharField(label=_("Reason"), max_length=500)


class GoodsFilter(FilterForm):
    q = forms.CharField(label=_("Number or customer"), required=False, widget=SEARCH)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *GoodsMovement.Kind.choices]
    )
    customer = forms.IntegerField(
        widget=forms.HiddenInput, required=False, max_value=LARGEST_KEY
    )
    field_order = ["q", "kind", "currency", "customer"]


class GoodsForm(OnceForm):
    """One goods document; up to five lines, more come by the API."""

    kind = forms.ChoiceField(label=_("Kind"), choices=GoodsMovement.Kind.choices)
    number = forms.CharField(label=_("Document number"), max_length=60)
    moved_on = DateFormField(label=_("Date"))
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in CURRENCIES]
    )
    came_from = forms.CharField(
        label=pgettext_lazy("place of goods", "From"), max_length=100, required=False
    )
    went_to = forms.CharField(
        label=pgettext_lazy("place of goods", "To"), max_length=100, required=False
    )
    to_customer = CustomerChoiceField(
        label=_("Store that takes over"),
        required=False,
        help_text=_("Only for a transfer between stores: code or name."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    WORDS = (
        *("kind", "number", "moved_on", "currency"),
        *("came_from", "went_to", "to_customer", "note"),
    )

    def __init__(self, *args: Any, company: Company, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taker = self.fields["to_customer"]
        assert isinstance(taker, CustomerChoiceField)  # noqa: S101 - for the types
        taker.choose_from(company=company, user=user)
        for row in range(LINES):
            self.fields[f"what-{row}"] = forms.CharField(
                label=_("Goods"), max_length=200, required=False
            )
            self.fields[f"quantity-{row}"] = MoneyFormField(
                label=_("Quantity"), required=False
            )
            self.fields[f"amount-{row}"] = MoneyFormField(
                label=pgettext_lazy("of goods", "Value"), required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for row in range(LINES):
            name = f"amount-{row}"
            data[name] = exact_in_currency(self, name, data.get("currency"))
            if data.get(f"what-{row}") and not data[name] and name not in self.errors:
                self.add_error(name, _("Write what it is worth."))
        if not self.errors and not self.lines():
            self.add_error(None, _("Write at least one line."))
        return data

    def lines(self) -> list[GoodsInput]:
        """The filled lines of a valid form."""
        data = self.cleaned_data
        return [
            GoodsInput(
                description=data[f"what-{row}"] or str(_("Goods")),
                quantity=data.get(f"quantity-{row}") or Decimal(1),
                amount=data[f"amount-{row}"],
            )
            for row in range(LINES)
            if data.get(f"amount-{row}")
        ]

    def words(self) -> dict[str, Any]:
        """What is said about the document, of a valid form."""
        return {name: self.cleaned_data[name] for name in self.WORDS}

    def word_fields(self) -> list[Any]:
        """Everything but the lines."""
        return [self[name] for name in self.WORDS]

    def line_fields(self) -> Iterator[tuple[Any, Any, Any]]:
        """The boxes of each line."""
        for row in range(LINES):
            yield self[f"what-{row}"], self[f"quantity-{row}"], self[f"amount-{row}"]


class GoodsCreditForm(OnceForm):
    issued_on = DateFormField(label=_("Issued on"))
    amount = MoneyFormField(
        label=_("Amount"),
        required=False,
        help_text=_("Empty: what the goods are worth and is not credited yet."),
    )


class GoodsTransferForm(OnceForm):
    issued_on = DateFormField(label=_("Issued on"))
    due_on = DateFormField(label=_("Due on"))


class GoodsBillForm(forms.Form):
    number = forms.CharField(label=_("Invoice number"), max_length=60)

    def __init__(self, *args: Any, movement: GoodsMovement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.movement = movement

    def clean_number(self) -> Invoice:
        """The customer's invoice with this number."""
        number = self.cleaned_data["number"]
        found: Invoice | None = Invoice.objects.filter(
            company=self.movement.company_id,
            customer=self.movement.customer_id,
            number=number,
        ).first()
        if found is None:
            raise forms.ValidationError(
                _("This customer has no invoice %(number)s.") % {"number": number},
                code="unknown",
            )
        return found
