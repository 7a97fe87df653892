"""Forms that close and reopen periods."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField


class _SeenForm(forms.Form):
    """Carries the closed day that the person looked at."""

    seen = forms.DateField(widget=forms.HiddenInput, required=False)


class ClosePeriodForm(_SeenForm):
    through = DateFormField(
        label=_("Close through"),
        help_text=_("Nothing is posted with this date or an earlier one any more."),
    )


class ReopenPeriodForm(_SeenForm):
    through = DateFormField(
        label=_("Closed only through"),
        required=False,
        help_text=_("Empty: everything is open again."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)
