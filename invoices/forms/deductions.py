"""Forms of deductions: claim, decide, close."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from arcollect.core.permissions import LARGEST_KEY
from customers.models import PromotionAgreement
from invoices.forms.allocation import AllocationForm
from invoices.forms.filters import ANY, SEARCH, FilterForm
from invoices.models import Deduction, DeductionPart, DueItemState


class DeductionFilter(FilterForm):
    q = forms.CharField(label=_("Number or customer"), required=False, widget=SEARCH)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *Deduction.Kind.choices]
    )
    customer = forms.IntegerField(
        widget=forms.HiddenInput, required=False, max_value=LARGEST_KEY
    )
    field_order = ["q", "kind", "currency", "customer"]


class DeductionForm(AllocationForm):
    """What was kept back of which due item, why, and until when it is decided."""

    effective_on = None  # type: ignore[assignment]
    kind = forms.ChoiceField(
        label=_("What the customer kept back for"), choices=Deduction.Kind.choices
    )
    claimed_on = DateFormField(label=_("Claimed on"))
    deadline_on = DateFormField(
        label=_("To be decided by"),
        required=False,
        help_text=_("Empty: 30 days after the claim."),
    )
    agreement = forms.ModelChoiceField(
        label=_("Agreement"),
        queryset=PromotionAgreement.objects.none(),
        required=False,
        empty_label=_("The only one that fits, if any"),
    )
    agreement_reference = forms.CharField(
        label=_("Agreement not on file"),
        max_length=100,
        required=False,
        help_text=_("Contract clause, rebate plan, what the customer refers to."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        required=False,
        help_text=_("Number of the slip, invoice or photo the customer sent."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    WORDS = (
        *("kind", "claimed_on", "deadline_on"),
        *("agreement", "agreement_reference", "evidence", "note"),
    )

    def __init__(
        self,
        *args: Any,
        items: Sequence[DueItemState],
        currency: str,
        agreements: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, items=items, currency=currency, **kwargs)
        agreement = self.fields["agreement"]
        assert isinstance(agreement, forms.ModelChoiceField)  # noqa: S101 - for types
        agreement.queryset = agreements

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        claimed, deadline = data.get("claimed_on"), data.get("deadline_on")
        if claimed and deadline and deadline < claimed:
            self.add_error("deadline_on", _("The deadline lies before the claim."))
        if not self.errors and not self.parts():
            self.add_error(None, _("Write an amount beside at least one due item."))
        return data

    def word_fields(self) -> list[BoundField]:
        """Everything but the amounts, in the order of the page."""
        return [self[name] for name in self.WORDS]

    def words(self) -> dict[str, Any]:
        """What is said about the claim, of a valid form."""
        return {name: self.cleaned_data[name] for name in self.WORDS}


class ApproveForm(forms.Form):
    """How much of each part is approved, from which day, and why not all of it."""

    decided_on = DateFormField(label=_("Decided on"))
    decision = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed where less than the claim is approved."),
    )

    def __init__(
        self, *args: Any, parts: Sequence[DeductionPart], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            number = part.due_item.invoice.number
            self.fields[_name(part)] = MoneyFormField(
                label=_("Amount for %(number)s") % {"number": number},
                required=False,
                initial=_proposed(part),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for part in self.parts:
            name = _name(part)
            data[name] = exact_in_currency(self, name, part.currency)
        return data

    def amounts(self) -> dict[int, Decimal]:
        """Approved amounts by due item, of a valid form."""
        return {
            part.due_item_id: amount
            for part in self.parts
            if (amount := self.cleaned_data.get(_name(part)))
        }

    def rows(self) -> list[tuple[DeductionPart, BoundField]]:
        """Each part with its box, for the table."""
        return [(part, self[_name(part)]) for part in self.parts]

    def word_fields(self) -> list[BoundField]:
        """Everything but the amounts."""
        return [self["decided_on"], self["decision"]]


class RejectForm(forms.Form):
    decided_on = DateFormField(label=_("Decided on"))
    decision = forms.CharField(label=_("Reason"), max_length=500)


class RebillForm(forms.Form):
    closed_on = DateFormField(label=_("Asked for on"))
    document = forms.CharField(
        label=_("Letter or debit note"),
        max_length=100,
        help_text=_("Its number, or where it can be found."),
    )


class WriteOffForm(forms.Form):
    closed_on = DateFormField(label=_("Given up on"))
    document = forms.CharField(
        label=_("Decision"),
        max_length=100,
        help_text=_("Number of the decision to write it off."),
    )


class TakeBackForm(OnceForm):
    effective_on = DateFormField(label=_("Effective on"))
    reason = forms.CharField(label=_("Reason"), max_length=500)


def _name(part: DeductionPart) -> str:
    return f"amount-{part.due_item_id}"


def _proposed(part: DeductionPart) -> Decimal:
    # A second person sees what the first one approved.
    return part.amount if part.approved_amount is None else part.approved_amount
