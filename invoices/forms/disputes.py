"""Forms of disputes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    exact_in_currency,
)
from arcollect.core.models import Company, User
from invoices.forms.filters import SEARCH
from invoices.models import Dispute


class TextFilter(forms.Form):
    """A search and nothing else."""

    q = forms.CharField(
        label=_("Number or customer"), required=False, widget=SEARCH, max_length=200
    )

    def text(self) -> str:
        """What can be used of it."""
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


class DisputeForm(forms.Form):
    """What is contested, why, and who settles it until when."""

    amount = MoneyFormField(label=_("Disputed amount"))
    reason = forms.ChoiceField(label=_("Reason"), choices=Dispute.Reason.choices)
    opened_on = DateFormField(label=_("Opened on"))
    target_on = DateFormField(
        label=_("To be settled by"),
        required=False,
        help_text=_("Empty: 30 days later."),
    )
    owner = forms.ModelChoiceField(
        label=_("Who settles it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("I do"),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(
        self, *args: Any, currency: str, company: Company, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - for the types
        owner.queryset = User.objects.filter(
            memberships__company=company, is_active=True
        ).order_by("full_name", "username")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["amount"] = exact_in_currency(self, "amount", self.currency)
        return values


class ResolveForm(forms.Form):
    """In whose favour, how much is conceded, and what was agreed."""

    state = forms.ChoiceField(
        label=_("Result"),
        choices=[
            (state, label)
            for state, label in Dispute.State.choices
            if state != Dispute.State.OPEN
        ],
    )
    conceded = MoneyFormField(
        label=_("Conceded amount"),
        required=False,
        help_text=_("Only where it is split. A credit note is posted over it."),
    )
    resolved_on = DateFormField(label=_("Settled on"))
    resolution = forms.CharField(label=_("What was agreed"), max_length=500)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["conceded"] = exact_in_currency(self, "conceded", self.currency)
        return values
