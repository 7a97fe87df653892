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
from invoices.models import Dispute


class DisputeForm(forms.Form):
    """What is contested, and why."""

    amount = MoneyFormField(label=_("Disputed amount"))
    reason = forms.ChoiceField(label=_("Reason"), choices=Dispute.Reason.choices)
    opened_on = DateFormField(label=_("Opened on"))
    target_on = DateFormField(label=_("To be settled by"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["amount"] = exact_in_currency(self, "amount", self.currency)
        return values


class ResolveForm(forms.Form):
    """In whose favour, and what was agreed."""

    state = forms.ChoiceField(
        label=_("Result"),
        choices=[
            (state, label)
            for state, label in Dispute.State.choices
            if state != Dispute.State.OPEN
        ],
    )
    resolved_on = DateFormField(label=_("Settled on"))
    resolution = forms.CharField(label=_("What was agreed"), max_length=500)
